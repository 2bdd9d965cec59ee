import type { CylinderCounts, CylinderType } from '../../../../contract/kernel/cylinders.ts'
import { evaluatePlan, type Plan } from '../../../planner/planner.api.ts'
import type { StopRow } from '../stop.store.ts'
import { type Consequence, clampMinute, consequencesFor, runOf } from './consequences.ts'
import { priceInsertion, type Refusal, type Stock, withUnplaced } from './price-insertion.ts'
import { type RunNow, type RunningDay, takersOf } from './running-day.types.ts'
import { fullsAsked, type RunningProblem, stateRunning, toOpenStop } from './running-problem.ts'
import { type Sequence, toSequences } from './sequence.rules.ts'

export interface StopMove {
  stop: StopRow
  to: RunNow | null
  etaMinute: number | null
  stock: Stock | null
  because: 'can-wait' | Refusal | null
  prizeNtd: number | null
}

export interface PricedInterruption {
  moves: StopMove[]
  later: (Consequence & { run: RunNow })[]
  changes: { run: RunNow; sequences: Sequence[] }[]
}

const rank = { emergency: 0, urgent: 1, promised: 2, normal: 3 } as const

/** Stops that a driver leaves behind: nobody has finished them, the one at whose door he stands included. */
export function leftBehind(run: RunNow): StopRow[] {
  return [...run.begun.filter(stop => stop.state === 'arrived'), ...run.open]
}

/**
 * Gives the open stops of one run to the others: the most pressing first, each to its cheapest place, with what each
 * truck really has to spare. A stop that may wait goes to the tray where serving it costs more than waiting.
 */
export function priceInterruption(day: RunningDay, run: RunNow): PricedInterruption {
  const others: RunningDay = { ...day, runs: day.runs.filter(each => each.run.id !== run.run.id) }
  const queue = leftBehind(run).sort(
    (a, b) =>
      rank[a.priority] - rank[b.priority] ||
      (day.daysLeft.get(a.id) ?? 99) - (day.daysLeft.get(b.id) ?? 99) ||
      (a.publishedArriveMinute ?? 0) - (b.publishedArriveMinute ?? 0),
  )
  const takers = takersOf(others)
  if (takers.length === 0) return allToTray(day, queue)
  let stated = stateRunning(others, takers)
  const before = evaluatePlan(stated.problem, stated.assignment)
  let plan: Plan = before
  const moves: StopMove[] = []
  let present = others
  for (const stop of queue) {
    const { proposals, refusal } = priceInsertion(present, stop, { stated, plan })
    const [best] = proposals
    const prizeNtd = day.skipCosts.get(stop.id) ?? null
    const canWait = best !== undefined && prizeNtd !== null && best.cost > prizeNtd
    if (!best || canWait) {
      const because = best ? 'can-wait' : refusal
      moves.push({ stop, to: null, etaMinute: null, stock: null, because, prizeNtd })
      continue
    }
    plan = best.plan
    stated = withStop(others, stated, stop)
    present = withLessSpare(present, best.run, best.stock === 'aboard' ? fullsAsked([stop]) : {})
    moves.push({ stop, to: best.run, etaMinute: null, stock: best.stock, because: null, prizeNtd })
  }
  return finished(others, moves, before, plan, stated)
}

/** Nobody else is on the road, and nobody waits. */
function allToTray(day: RunningDay, queue: readonly StopRow[]): PricedInterruption {
  return {
    moves: queue.map(stop => ({
      stop,
      to: null,
      etaMinute: null,
      stock: null,
      because: 'nobody',
      prizeNtd: day.skipCosts.get(stop.id) ?? null,
    })),
    later: [],
    changes: [],
  }
}

function withStop(day: RunningDay, stated: RunningProblem, stop: StopRow): RunningProblem {
  const { problem } = stated
  return { ...stated, problem: { ...problem, stops: [...problem.stops, toOpenStop(day, stop)] } }
}

/** What is promised to one stop is no longer spare for the next. */
function withLessSpare(day: RunningDay, run: RunNow, taken: CylinderCounts): RunningDay {
  const full = { ...run.aboard.full }
  for (const [type, quantity] of Object.entries(taken) as [CylinderType, number][])
    full[type] = (full[type] ?? 0) - quantity
  const aboard = { ...run.aboard, full }
  return { ...day, runs: day.runs.map(each => (each.run.id === run.run.id ? { ...each, aboard } : each)) }
}

function finished(
  day: RunningDay,
  moves: StopMove[],
  before: Plan,
  plan: Plan,
  stated: RunningProblem,
): PricedInterruption {
  const etas = new Map(
    plan.runs.flatMap(run =>
      run.trips.flatMap(trip => trip.stops.map(stop => [stop.stopId, stop.arrivalMinute] as const)),
    ),
  )
  const gaining = takersOf(day).filter(run => moves.some(move => move.to?.run.id === run.run.id))
  return {
    moves: moves.map(move => {
      const eta = move.to ? etas.get(move.stop.id) : undefined
      return { ...move, etaMinute: eta === undefined ? null : clampMinute(eta) }
    }),
    later: gaining.flatMap(run =>
      consequencesFor(day, run.open, before, plan).map(each => ({ ...each, run })),
    ),
    changes: gaining.map(run => {
      const trips = (runOf(plan, run)?.trips ?? []).map(trip => ({
        stopIds: trip.stops.map(stop => stop.stopId),
      }))
      return { run, sequences: withUnplaced(toSequences(run, trips), run, stated.unplaced) }
    }),
  }
}
