import { fitBays } from './engine/bays.ts'
import { compileModel } from './engine/compile-model.ts'
import type { Day } from './engine/day.ts'
import { assignmentOf, layAssignment } from './engine/hand-made.ts'
import { COST_UNIT } from './engine/model.ts'
import { nailPrefixes } from './engine/prefixes.ts'
import { type Candidate, rateAll, tryOut } from './engine/rate-places.ts'
import { writePlan } from './engine/write-plan.ts'
import { parseProblem } from './parse-problem.ts'
import type { InsertionProposal, Plan, PlannedRun, PlannedStop } from './plan.types.ts'
import type { Problem, Stop } from './problem.ts'

/** How many proposals the dispatcher sees. */
const PROPOSALS = 3
/** A stop that moves by less is not worth mentioning. */
const NOTICEABLE_MINUTES = 15

/**
 * The best places for one more stop in a finished plan, cheapest first, at most three and of different drivers
 * where there are such. Nothing else is rearranged, every proposal keeps all hard rules; none fits: an empty list.
 * The stop may be new or one of the problem's unassigned ones. Throws `PlannerProblemError` for a broken stop.
 */
export function insertStop(problem: Problem, plan: Plan, stop: Stop): InsertionProposal[] {
  const isKnown = problem.stops.some(each => each.id === stop.id)
  const wider = parseProblem({
    ...problem,
    stops: isKnown
      ? problem.stops.map(each => (each.id === stop.id ? stop : each))
      : [...problem.stops, stop],
  })
  const index = wider.stops.findIndex(each => each.id === stop.id)
  const assignment = assignmentOf(plan).map(({ driverId, trips }) => ({
    driverId,
    trips: trips.map(trip => trip.filter(id => id !== stop.id)).filter(trip => trip.length > 0),
  }))
  const day = layAssignment(wider, compileModel(wider), assignment)
  nailPrefixes(day)
  const stats = { seed: plan.stats.seed, iterations: 0, elapsedMs: 0, workers: 0 }
  const before = writePlan(wider, day, stats, true)
  return chooseDiverse(rateAll(day, index)).map(candidate =>
    propose(wider, day, index, candidate, before, stats),
  )
}

/** The best of each driver first, then the next best of any. */
function chooseDiverse(candidates: Candidate[]): Candidate[] {
  const firsts = candidates.filter(
    (candidate, index) => candidates.findIndex(each => each.driver === candidate.driver) === index,
  )
  const rest = candidates.filter(candidate => !firsts.includes(candidate))
  return [...firsts, ...rest].slice(0, PROPOSALS)
}

function propose(
  problem: Problem,
  day: Day,
  stop: number,
  candidate: Candidate,
  before: Plan,
  stats: Omit<Plan['stats'], 'unserved'>,
): InsertionProposal {
  const after = tryOut(day, stop, candidate.insertion, () => {
    fitBays(day, false)
    const written = writePlan(problem, day, stats, true)
    day.bayOpen.fill(0)
    return written
  })
  const driverId = problem.drivers[candidate.driver]?.id as string
  const runAfter = after.runs.find(run => run.driverId === driverId) as PlannedRun
  const runBefore = before.runs.find(run => run.driverId === driverId)
  const stopId = problem.stops[stop]?.id as string
  const trip = runAfter.trips.findIndex(each => each.stops.some(planned => planned.stopId === stopId))
  const stopsOfTrip = runAfter.trips[trip]?.stops as PlannedStop[]
  const position = stopsOfTrip.findIndex(planned => planned.stopId === stopId)
  const beforeById = new Map(stopsOf(runBefore).map(planned => [planned.stopId, planned]))
  const movedStops: InsertionProposal['movedStops'] = []
  const promisesAtRisk: InsertionProposal['promisesAtRisk'] = []
  for (const planned of stopsOf(runAfter)) {
    const old = beforeById.get(planned.stopId)
    const laterMinutes = planned.startMinute - (old?.startMinute ?? planned.startMinute)
    if (Math.abs(laterMinutes) > NOTICEABLE_MINUTES) movedStops.push({ stopId: planned.stopId, laterMinutes })
    const lateMinutes = planned.lateMinutes - (old?.lateMinutes ?? 0)
    if (lateMinutes > 0) promisesAtRisk.push({ stopId: planned.stopId, lateMinutes })
  }
  const span = (run: PlannedRun | undefined) => (run ? run.returnMinute - run.departureMinute : 0)
  return {
    driverId,
    trip,
    position,
    newTrip: stopsOfTrip.length === 1,
    arrivalMinute: stopsOfTrip[position]?.arrivalMinute as number,
    deltaMinutes: span(runAfter) - span(runBefore),
    deltaKm: runAfter.km - (runBefore?.km ?? 0),
    deltaCost: candidate.cost / COST_UNIT,
    movedStops,
    promisesAtRisk,
    plan: after,
  }
}

function stopsOf(run: PlannedRun | undefined): PlannedStop[] {
  return run?.trips.flatMap(trip => trip.stops) ?? []
}
