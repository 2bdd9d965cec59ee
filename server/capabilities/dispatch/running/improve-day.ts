import { evaluatePlan, type Plan, type PlanChange } from '../../../planner/planner.api.ts'
import { clampMinute, runOf } from './consequences.ts'
import { fingerprintOfAll } from './fingerprint.rules.ts'
import { withUnplaced } from './price-insertion.ts'
import { replanApart } from './replan-apart.ts'
import { type RunNow, type RunningDay, takersOf } from './running-day.types.ts'
import { timesOf } from './running-problem.ts'
import type { Sequence } from './sequence.rules.ts'
import { stateUnderWay, type UnderWay } from './under-way.ts'

/** What became of one stop, for the dispatcher's comparison. */
export interface StopChange {
  stopId: string
  shortName: string
  kind: PlanChange['kind']
  from: RunNow
  to: RunNow
  oldEtaMinute: number
  newEtaMinute: number
}

export interface Improvement {
  /** What is saved: positive is better. */
  savedMinutes: number
  savedKm: number
  /** Minutes after promised hours that customers are spared. */
  savedLateMinutes: number
  stops: StopChange[]
  changes: { run: RunNow; sequences: Sequence[] }[]
  basis: string
}

/** Less than this is not worth a dispatcher's look, NT$: about two minutes. */
const leastGain = 10
const searchSeed = 1

/**
 * Looks for a better rest of the day near an event, in threads of its own; null where there is none. Nothing is written,
 * and no stop is ever left out: an arrangement that cannot hold every stop is no improvement.
 * @param near stops at which something happened; empty: the whole day
 */
export async function improveDay(
  day: RunningDay,
  near: readonly string[],
  budget: { seconds?: number; iterations?: number },
): Promise<Improvement | null> {
  const runs = takersOf(day).filter(run => !run.run.isLocked)
  if (runs.length === 0) return null
  const under = stateUnderWay(day, runs)
  if (under.assignment.length === 0) return null
  const before = evaluatePlan(under.problem, under.assignment)
  const known = new Set(under.problem.stops.map(stop => stop.id))
  const reply = await replanApart({
    problem: under.problem,
    plan: before,
    options: {
      near: near.filter(id => known.has(id)),
      told: runs.flatMap(run =>
        run.open.filter(stop => stop.orderId !== null || stop.priority !== 'normal').map(stop => stop.id),
      ),
      seed: searchSeed,
      workers: 2,
      ...budget,
    },
  })
  if ('refusal' in reply) return null
  const after = evaluatePlan(under.problem, assignmentOf(reply.replan.plan))
  const isWhole = [...timesOf(before).keys()].every(id => timesOf(after).has(id))
  const isWorse = after.violations.length > before.violations.length
  if (!isWhole || isWorse || before.cost.total - after.cost.total < leastGain) return null
  return describe(day, under, runs, before, after)
}

function assignmentOf(plan: Plan) {
  return plan.runs.map(run => ({
    driverId: run.driverId,
    trips: run.trips.map(trip => trip.stops.map(stop => stop.stopId)),
  }))
}

function describe(
  day: RunningDay,
  under: UnderWay,
  runs: readonly RunNow[],
  before: Plan,
  after: Plan,
): Improvement | null {
  const changes = runs.flatMap(run => {
    const [old, fresh] = [sequencesOf(under, run, before), sequencesOf(under, run, after)]
    return JSON.stringify(old) === JSON.stringify(fresh) ? [] : [{ run, sequences: fresh }]
  })
  if (changes.length === 0) return null
  const sum = (plan: Plan, of: (run: Plan['runs'][number]) => number) =>
    plan.runs.reduce((total, run) => total + of(run), 0)
  const saved = (of: (run: Plan['runs'][number]) => number) => sum(before, of) - sum(after, of)
  return {
    savedMinutes: Math.round(saved(run => run.returnMinute - run.departureMinute)),
    savedKm: Math.round(saved(run => run.km) * 10) / 10,
    savedLateMinutes: Math.round(saved(run => run.lateMinutes)),
    stops: stopChanges(day, runs, before, after),
    changes,
    basis: fingerprintOfAll(changes.map(change => change.run)),
  }
}

function sequencesOf(under: UnderWay, run: RunNow, plan: Plan): Sequence[] {
  const first = under.firstTrip.get(run.driver.id) ?? 1
  const sequences = (runOf(plan, run)?.trips ?? []).map((trip, index) => ({
    trip: first + index,
    stopIds: trip.stops.map(stop => stop.stopId),
  }))
  return withUnplaced(sequences, run, under.unplaced)
}

/** A stop that moves by less is the same to the customer. */
const noticeableMinutes = 5

/** Stops that change hands or come noticeably earlier or later; those that change hands first. */
function stopChanges(day: RunningDay, runs: readonly RunNow[], before: Plan, after: Plan): StopChange[] {
  const siteOf = new Map(runs.flatMap(run => run.open.map(stop => [stop.id, stop.siteId] as const)))
  const byDriver = new Map(runs.map(run => [run.driver.id, run]))
  const fresh = timesOf(after)
  return [...timesOf(before)]
    .flatMap(([stopId, was]) => {
      const now = fresh.get(stopId)
      const [from, to] = [byDriver.get(was.driverId), now && byDriver.get(now.driverId)]
      if (!now || !from || !to) return []
      const shift = Math.abs(now.arrivalMinute - was.arrivalMinute)
      if (from === to && shift < noticeableMinutes) return []
      const kind: StopChange['kind'] = from === to ? 'time' : 'driver'
      return [
        {
          stopId,
          shortName: day.sites.get(siteOf.get(stopId) ?? '')?.shortName ?? '',
          kind,
          from,
          to,
          oldEtaMinute: clampMinute(was.arrivalMinute),
          newEtaMinute: clampMinute(now.arrivalMinute),
        },
      ]
    })
    .sort(
      (a, b) =>
        Number(b.kind === 'driver') - Number(a.kind === 'driver') ||
        b.newEtaMinute - b.oldEtaMinute - (a.newEtaMinute - a.oldEtaMinute),
    )
}
