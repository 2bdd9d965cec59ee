import type { EndpointAnswer } from '../../../../contract/endpoint.ts'
import type { proposeImprovement as endpoint } from '../../../../contract/endpoints/running-day.ts'
import type { ReadContext } from '../../../platform/http/route.ts'
import { fingerprintOfAll } from './fingerprint.rules.ts'
import { type Improvement, improveDay } from './improve-day.ts'
import { requireRunningPlan } from './insert-urgent.action.ts'
import { readRunningDay } from './read-running-day.ts'
import { type RunNow, takersOf } from './running-day.types.ts'
import type { RunningDeps } from './running-deps.ts'

type Answer = EndpointAnswer<typeof endpoint>

/** With starting its threads and reading the day twice the answer is there within three seconds. */
const searchSeconds = 2

const nothing: Answer = {
  state: 'none',
  savedMinutes: 0,
  savedKm: 0,
  savedLateMinutes: 0,
  stops: [],
  changes: [],
  basis: '',
}

/**
 * A better rest of the day, as a proposal. What was found is told only while the runs it changes are still what the
 * search saw: a day that went on meanwhile is looked at anew.
 */
export async function proposeImprovement(
  deps: RunningDeps,
  context: ReadContext,
  of: { stopIds: readonly string[]; runIds: readonly string[] },
  budget: { seconds?: number; iterations?: number } = { seconds: searchSeconds },
): Promise<Answer> {
  const plan = await requireRunningPlan(context.db, context.actor, context.today)
  const day = await readRunningDay(deps, context.db, plan, context.now)
  const ofRuns = day.runs
    .filter(run => of.runIds.includes(run.run.id))
    .flatMap(run => run.open.map(stop => stop.id))
  const found = await improveDay(day, [...new Set([...of.stopIds, ...ofRuns])], budget)
  if (!found) return nothing
  const changed = new Set(found.changes.map(change => change.run.run.id))
  const present = await readRunningDay(deps, context.db, plan, context.now)
  const concerned = takersOf(present).filter(run => changed.has(run.run.id))
  const isSame = concerned.length === changed.size && fingerprintOfAll(concerned) === found.basis
  return isSame ? show(found) : { ...nothing, state: 'moved-on' }
}

function show(found: Improvement): Answer {
  const nameOf = ({ run, driver }: RunNow) => ({
    runId: run.id,
    driverName: driver.name,
    letter: driver.letter,
  })
  return {
    ...found,
    state: 'better',
    stops: found.stops.map(({ kind: _, ...stop }) => ({
      ...stop,
      from: nameOf(stop.from),
      to: nameOf(stop.to),
    })),
    changes: found.changes.map(({ run, sequences }) => ({ runId: run.run.id, sequences })),
  }
}
