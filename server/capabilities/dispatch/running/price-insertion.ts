import type { CylinderCounts } from '../../../../contract/kernel/cylinders.ts'
import {
  evaluatePlan,
  type InsertionProposal,
  insertStop,
  type Plan,
  PlannerProblemError,
  type Stop,
} from '../../../planner/planner.api.ts'
import type { StopRow } from '../stop.store.ts'
import { type Consequence, clampMinute, consequencesFor, runOf } from './consequences.ts'
import { fingerprintOf } from './fingerprint.rules.ts'
import { type RunNow, type RunningDay, takersOf } from './running-day.types.ts'
import { fullsAsked, type RunningProblem, stateRunning, toOpenStop } from './running-problem.ts'
import { type Sequence, toSequences } from './sequence.rules.ts'
import { canDeliverNow, shortOf, spareAboard } from './stock.rules.ts'

export type Stock = 'aboard' | 'to-load'

export interface PricedInsertion {
  run: RunNow
  trip: number
  after: number
  etaMinute: number
  addedMinutes: number
  addedKm: number
  overtimeMinutes: number
  stock: Stock
  short: CylinderCounts
  later: Consequence[]
  cost: number
  sequences: Sequence[]
  basis: string
  plan: Plan
}

/** Why nobody can take it. */
export type Refusal = 'unplaced' | 'load' | 'nobody' | 'time'

/** The planner's skill of the drivers who are asked about. */
const isAsked = 'asked'
/** As many as a person reads while the caller waits. */
const mostProposals = 5

/** Minutes within which a stop of this priority is to be served; null where its own hours decide. */
function limitOf(day: RunningDay, stop: Pick<StopRow, 'priority'>): number | null {
  if (stop.priority === 'emergency') return day.numbers.emergencyMinutes
  return stop.priority === 'urgent' ? day.numbers.urgentMinutes : null
}

/** The stop as the planner is asked: its own hours, or soon; late costs, never forbids. */
function wanted(day: RunningDay, stop: StopRow): Stop {
  const open = toOpenStop(day, stop)
  const limit = limitOf(day, stop)
  const dueBy = day.dueBy.get(stop.id)
  if (dueBy !== undefined) return open
  if (limit === null) return { ...open, windows: nearPromise(day, stop) }
  return {
    ...open,
    windows: [{ fromMinute: 0, toMinute: Math.max(0, day.nowMinute) + limit, hard: false }],
  }
}

/** A customer who was told a time is not put at the end of another driver's day because that is the shorter way. */
function nearPromise(day: RunningDay, stop: StopRow): NonNullable<Stop['windows']> {
  const latest =
    stop.publishedArriveMinute === null ? 2_879 : stop.publishedArriveMinute + day.numbers.lateMinutes
  const own = stop.windows.length > 0 ? stop.windows : [{ fromMinute: 0, toMinute: 2_879 }]
  return own.map(({ fromMinute, toMinute }) => ({
    fromMinute,
    toMinute: Math.max(fromMinute, Math.min(toMinute, latest)),
    hard: false,
  }))
}

/**
 * Where one more stop fits into the running day, cheapest first, of different drivers where possible. First those who
 * have the cylinders aboard and spare (by the ledger) or still load; where they are few, those who would load for a
 * later trip: its goods leave the depot after now, so no truck on the road has them; and of those who wait at the depot
 * the best one.
 */
export function priceInsertion(
  day: RunningDay,
  stop: StopRow,
  given?: { stated: RunningProblem; plan: Plan },
): { proposals: PricedInsertion[]; refusal: Refusal | null } {
  if (!day.sites.get(stop.siteId)?.point) return { proposals: [], refusal: 'unplaced' }
  const takers = takersOf(day)
  if (takers.length === 0) return { proposals: [], refusal: 'nobody' }
  const stated = given?.stated ?? stateRunning(day, takers)
  const before = given?.plan ?? evaluatePlan(stated.problem, stated.assignment)
  const needed = fullsAsked([stop])
  const asked = { ...wanted(day, stop), skills: [isAsked] }
  // Each question by itself: that nobody who has it to hand may serve the stop says nothing of those who can load it.
  const able = day.runs.filter(run => canDeliverNow(run, needed))
  const now = ask(stated, before, asked, able)
  const reloading =
    now.proposals.length >= 3
      ? noAnswer
      : ask(stated, before, { ...asked, releaseMinute: Math.max(0, day.nowMinute + 1) }, day.runs)
  const waiting = ask(stated, before, asked, day.idle)
  const price = (answer: Answer, isToHand: boolean) =>
    answer.proposals.map(each => priced(day, stop, stated, before, each, needed, isToHand))
  const proposals = [
    ...price(now, true),
    ...price(reloading, false),
    ...bestOfEach(price(waiting, false)).slice(0, 1),
  ]
  const chosen = bestOfEach(proposals).slice(0, mostProposals)
  if (chosen.length > 0) return { proposals: chosen, refusal: null }
  const refusals = [reloading.refusal, waiting.refusal, now.refusal].filter(each => each !== null)
  return { proposals: [], refusal: refusals[0] ?? 'time' }
}

interface Answer {
  proposals: InsertionProposal[]
  /** Why none of those asked could ever take it. */
  refusal: Refusal | null
}
const noAnswer: Answer = { proposals: [], refusal: null }

/** One place a driver, without a way home where there is one: a person chooses who goes, the planner where. */
function bestOfEach(proposals: readonly PricedInsertion[]): PricedInsertion[] {
  const sorted = [...proposals].sort((a, b) => a.cost - b.cost)
  return sorted.filter(
    (proposal, index) => sorted.findIndex(each => each.run.run.id === proposal.run.run.id) === index,
  )
}

function ask({ problem }: RunningProblem, before: Plan, stop: Stop, runs: readonly RunNow[]): Answer {
  if (runs.length === 0) return noAnswer
  const asked = new Set(runs.map(run => run.driver.id))
  const drivers = problem.drivers.map(driver =>
    asked.has(driver.id) ? { ...driver, skills: [isAsked] } : driver,
  )
  try {
    return { proposals: insertStop({ ...problem, drivers }, before, stop), refusal: null }
  } catch (error) {
    if (!(error instanceof PlannerProblemError)) throw error
    const isSaid = error.code === 'load' || error.code === 'nobody'
    return { proposals: [], refusal: isSaid ? (error.code as 'load' | 'nobody') : 'time' }
  }
}

function priced(
  day: RunningDay,
  stop: StopRow,
  stated: RunningProblem,
  before: Plan,
  proposal: InsertionProposal,
  needed: CylinderCounts,
  isToHand: boolean,
): PricedInsertion {
  const run = takersOf(day).find(candidate => candidate.driver.id === proposal.driverId)
  if (!run) throw new Error('the planner proposed a driver who was not asked about')
  const fresh = runOf(proposal.plan, run)
  const trips = (fresh?.trips ?? []).map(trip => ({ stopIds: trip.stops.map(each => each.stopId) }))
  const sequences = withUnplaced(toSequences(run, trips), run, stated.unplaced)
  const order = sequences.flatMap(sequence => sequence.stopIds)
  const others = run.open.filter(other => other.id !== stop.id)
  return {
    run,
    trip: run.trip + proposal.trip,
    after: order.indexOf(stop.id),
    etaMinute: clampMinute(proposal.arrivalMinute),
    addedMinutes: Math.round(proposal.deltaMinutes),
    addedKm: Math.round(proposal.deltaKm * 10) / 10,
    overtimeMinutes: Math.max(0, Math.round((fresh?.returnMinute ?? 0) - run.driver.shiftEndMinute)),
    stock: isToHand && run.isLoaded ? 'aboard' : 'to-load',
    short: run.isLoaded ? shortOf(needed, spareAboard(run)) : {},
    later: consequencesFor(day, others, before, proposal.plan),
    // Sending another vehicle out costs its day, as when the day was planned.
    cost: proposal.deltaCost + (day.idle.includes(run) ? day.parameters.vehicleDayCost : 0),
    sequences,
    basis: fingerprintOf(run),
    plan: proposal.plan,
  }
}

/** Stops that the planner could not be asked about stay on their trip, behind the others. */
export function withUnplaced(
  sequences: readonly Sequence[],
  run: Pick<RunNow, 'open'>,
  unplaced: ReadonlySet<string>,
): Sequence[] {
  const trips = new Map(sequences.map(({ trip, stopIds }) => [trip, [...stopIds]]))
  for (const stop of run.open.filter(each => unplaced.has(each.id))) {
    const trip = stop.publishedTrip ?? 1
    trips.set(trip, [...(trips.get(trip) ?? []), stop.id])
  }
  return [...trips].sort(([a], [b]) => a - b).map(([trip, stopIds]) => ({ trip, stopIds }))
}
