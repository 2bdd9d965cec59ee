import { createHash } from 'node:crypto'
import {
  type Assignment,
  type Detour,
  evaluatePlan,
  PlannerProblemError,
  type Problem,
  parseProblem,
} from '../../planner/planner.api.ts'
import type { Reader } from '../../platform/database/database.ts'
import { depotNotFound } from './dispatch.errors.ts'
import type { DispatchDeps } from './dispatch-deps.ts'
import { readPlanningParameters } from './dispatch-parameters.ts'
import { readDepots, readDrivers, readVehicles } from './fleet.store.ts'
import { type PlanRow, readRuns } from './plan.store.ts'
import {
  availableDrivers,
  byPlace,
  isBegun,
  type PlanInput,
  type PlanMode,
  toProblem,
  tripsOf,
} from './plan-problem.rules.ts'
import { readRoads } from './read-roads.ts'
import { readRoadClosures } from './running/closure.store.ts'
import { staffedDrivers } from './staffing.rules.ts'
import { readStaffing } from './staffing.store.ts'
import { readStops } from './stop.store.ts'

/** Everything of a depot's day that planning reads, in one snapshot. */
export interface PlanningDay extends PlanInput {
  plan: PlanRow
  /** Stops that cannot be asked about at all, with why: no point on the map, no vehicle can carry them, … */
  refused: Map<string, string>
  /** Roads that are closed on that day. */
  detours: Detour[]
}

/** NT$ for each percent of run-out risk that leaving a due stop for another day adds. */
const skipCostPerRisk = 6_000
const skipCostBase = 120

/** NT$ that leaving a due stop for another day costs at this chance of a run-out. */
export function skipCostOf(runOutProbability: number): number {
  return Math.round(skipCostBase + skipCostPerRisk * runOutProbability)
}

/** @param mayAskRoads whether a road service may be asked for what is not known yet; only outside transactions */
export async function readPlanningDay(
  deps: DispatchDeps,
  db: Reader,
  plan: PlanRow,
  mode: PlanMode,
  mayAskRoads = false,
): Promise<PlanningDay> {
  const depot = (await readDepots(db)).find(candidate => candidate.id === plan.depotId)
  if (!depot) throw depotNotFound()
  const [drivers, vehicles, runs, stops, parameters] = [
    staffedDrivers(await readDrivers(db, plan.depotId), await readStaffing(db, plan.depotId, plan.date)),
    await readVehicles(db, plan.depotId),
    await readRuns(db, plan.id),
    (await readStops(db, { planId: plan.id })).filter(stop => stop.state !== 'cancelled'),
    await readPlanningParameters(db, plan.date),
  ]
  const sites = await deps.readSites(db, [...new Set(stops.map(stop => stop.siteId))])
  const due = await deps.readDueFacts(
    db,
    stops.flatMap(stop => stop.dueItemId ?? []),
  )
  const skipCosts = new Map<string, number>()
  for (const stop of stops) {
    const facts = stop.dueItemId ? due.get(stop.dueItemId) : undefined
    const canWait = facts && facts.latestOn > plan.date && stop.orderId === null && stop.priority === 'normal'
    if (canWait) skipCosts.set(stop.id, skipCostOf(facts.runOutProbability ?? 0))
  }
  const refused = new Map<string, string>()
  for (const stop of stops) if (!sites.get(stop.siteId)?.point) refused.set(stop.id, 'unplaced')
  const working = new Set(availableDrivers(drivers, vehicles).map(driver => driver.id))
  for (const run of runs.filter(each => !working.has(each.driverId))) {
    const isShut = run.isLocked || run.state === 'closed'
    for (const stop of stops)
      if (stop.runId === run.id && (isShut || stop.isLocked || isBegun(stop))) refused.set(stop.id, 'away')
  }
  const roads = await readRoads(deps, db, { date: plan.date, depot, sites, parameters }, mayAskRoads)
  const detours = await readDetours(db, plan)
  return {
    ...{ plan, depot, drivers, vehicles, runs, stops, sites, skipCosts, parameters, mode, refused, roads },
    detours,
  }
}

/** The ways around the roads that are closed at the plan's depot on its day. */
async function readDetours(db: Reader, plan: PlanRow): Promise<Detour[]> {
  const closures = await readRoadClosures(db, plan.depotId, plan.date)
  return closures.map(({ latitude, longitude, radiusMetres, extraMinutes }) => ({
    around: { latitude, longitude },
    radiusMeters: radiusMetres,
    extraMinutes,
  }))
}

const stopPath = /^stops\[(\d+)\]/
/** The planner's refusals that concern one stop → the board's reasons. */
const refusalReasons: Record<string, string> = {
  load: 'load',
  nobody: 'nobody',
  window: 'window',
  unreachable: 'unreachable',
}

/**
 * Asks the planner about every stop it can be asked about: one that no vehicle can carry or no driver may serve goes
 * to the tray with its reason and does not keep the others from being planned.
 */
export function stateProblem(day: PlanningDay): Problem {
  for (;;) {
    const stops = day.stops.filter(stop => !day.refused.has(stop.id))
    try {
      const problem = toProblem({ ...day, stops })
      const { detours } = day
      return parseOnce(
        detours.length === 0 ? problem : { ...problem, travel: { ...problem.travel, detours } },
      )
    } catch (error) {
      const index = error instanceof PlannerProblemError ? stopPath.exec(error.path)?.[1] : undefined
      const stop = index === undefined ? undefined : stops[Number(index)]
      const reason = error instanceof PlannerProblemError ? refusalReasons[error.code] : undefined
      if (!stop || !reason) throw error
      day.refused.set(stop.id, reason)
    }
  }
}

/** Questions kept: one that is asked again, as while a stop is carried, is not checked again. */
const keptQuestions = 8
const parsed = new Map<string, Problem>()

function parseOnce(question: Problem): Problem {
  const key = keyOf(question)
  const known = parsed.get(key) ?? parseProblem(question)
  parsed.delete(key)
  parsed.set(key, known)
  const [oldest] = parsed.keys()
  if (parsed.size > keptQuestions && oldest !== undefined) parsed.delete(oldest)
  return known
}

/** What a question is known by: a digest, the matrices' numbers as they are, because as text they are half a megabyte. */
function keyOf(question: Problem): string {
  const digest = createHash('sha256')
  const { travel } = question
  if (travel.kind !== 'matrix') return digest.update(JSON.stringify(question)).digest('base64')
  const { seconds, meters, ...rest } = travel
  digest.update(JSON.stringify({ ...question, travel: rest }))
  // Every row is as long as there are rows, so that no two matrices run together to the same numbers.
  for (const row of [...seconds, ...meters]) digest.update(Float64Array.from(row, way => way ?? -1))
  return digest.digest('base64')
}

/** Times a hand-made plan: who drives which stops in which order, as the rows now say. */
export function evaluateDay(day: PlanningDay): { problem: Problem; result: ReturnType<typeof evaluatePlan> } {
  // Places made by hand are judged, not refused: locks are the dispatcher's own business here.
  const problem = { ...stateProblem(day), locks: {} }
  const known = new Set(problem.stops.map(stop => stop.id))
  const assignment: Assignment = day.runs.map(run => ({
    driverId: run.driverId,
    trips: tripsOf(day.stops.filter(stop => stop.runId === run.id && known.has(stop.id)).sort(byPlace)),
  }))
  const planned = new Set(problem.drivers.map(driver => driver.id))
  return {
    problem,
    result: evaluatePlan(
      problem,
      assignment.filter(item => planned.has(item.driverId) && item.trips.length > 0),
    ),
  }
}
