import { addDays, type BusinessDate, businessDateOf } from '@luckygas/contract/kernel/dates.ts'
import { officeStream } from '@luckygas/contract/messages/live.ts'
import { systemActor } from '../../platform/actor.ts'
import type { Reader } from '../../platform/database/database.ts'
import { runWrite, type WriteContext } from '../../platform/database/write.ts'
import type { RunningJob } from '../../ports/queue/queue.port.ts'
import { type Computed, computeForecasts } from './compute-forecasts.ts'
import { buildDueList, type DueLine } from './due-list.rules.ts'
import { type DueItem, lockItems, removeItems, replaceExclusions, saveItems } from './due-list.store.ts'
import { datePast } from './forecasting.errors.ts'
import type { ForecastingDeps } from './forecasting.types.ts'
import { listCandidates } from './list-candidates.ts'
import { saveForecasts } from './site-forecast.store.ts'

export interface PreparedList {
  date: BusinessDate
  computed: Computed
  built: ReturnType<typeof buildDueList>
}

/** The evening whose knowledge the list of `date` rests on: the one before it, or today's where that is still to come. */
export function eveningBefore(date: BusinessDate, today: BusinessDate): BusinessDate {
  const before = addDays(date, -1)
  return before < today ? before : today
}

/**
 * The slow half, outside any transaction: forecasts and the list they make.
 * @param job whose signal ends it between two steps
 */
export async function prepareDueList(
  deps: ForecastingDeps,
  db: Reader,
  date: BusinessDate,
  asOf: BusinessDate,
  job?: Pick<RunningJob, 'signal' | 'progress'>,
): Promise<PreparedList> {
  const computed = await computeForecasts(deps, db, asOf, job?.signal)
  job?.progress(0.8)
  const candidates = await listCandidates(deps, db, date, computed)
  job?.progress(0.9)
  job?.signal.throwIfAborted()
  return { date, computed, built: buildDueList(candidates, date, computed.policy) }
}

/**
 * Keeps the forecasts and the list of a day. What people decided stays: lines taken out or postponed keep their status,
 * lines with dispatch are not touched; lines that nothing speaks for any more go,
 * unless a person picked them from the patrol list.
 * @throws Problem `forecasting.date-past`
 */
export async function keepDueList(context: WriteContext, prepared: PreparedList): Promise<void> {
  const { date, computed, built } = prepared
  if (date < context.today) throw datePast()
  await saveForecasts(context.db, [...computed.forecasts.values()], context.now)
  const existing = new Map((await lockItems(context.db, date, null)).map(item => [item.siteId, item]))
  const facts = new Map(computed.sites.map(site => [site.id, site]))
  const items = built.lines.flatMap(line => {
    const site = facts.get(line.siteId)
    const before = existing.get(line.siteId)
    existing.delete(line.siteId)
    if (!site || before?.status === 'sent') return []
    return [itemOf(line, { context, date, before, depotId: site.depotId, isPatrol: site.isPatrolled })]
  })
  const gone = [...existing.values()].filter(
    item => !item.isPicked && (item.status === 'listed' || item.status === 'unticked'),
  )
  await removeItems(
    context.db,
    gone.map(item => item.id),
  )
  await saveItems(context.db, items)
  await replaceExclusions(
    context.db,
    date,
    computed.sites.map(site => site.id),
    built.exclusions,
  )
  await context.audit({
    action: 'forecasting.build-due-list',
    entity: 'due_list',
    entityId: date,
    after: { lines: built.lines.length, excluded: built.exclusions.length, asOf: computed.asOf },
  })
  for (const depotId of new Set(computed.sites.map(site => site.depotId)))
    await context.announce({
      stream: officeStream(depotId),
      kind: 'due-list.changed',
      entityId: depotId,
      payload: { date },
    })
}

function itemOf(
  line: DueLine,
  given: {
    context: WriteContext
    date: BusinessDate
    before: DueItem | undefined
    depotId: string
    isPatrol: boolean
  },
): DueItem {
  const { context, date, before, depotId, isPatrol } = given
  return {
    id: before?.id ?? context.newId(),
    depotId,
    date,
    siteId: line.siteId,
    reason: line.reason,
    status: before?.status ?? (line.isPostponed ? 'postponed' : 'listed'),
    isPatrol,
    isPicked: before?.isPicked ?? false,
    orderId: line.orderId,
    daysLeft: line.daysLeft,
    p10Days: line.p10Days,
    p90Days: line.p90Days,
    runOutProbability: line.runOutProbability,
    earliestOn: line.earliestOn,
    latestOn: line.latestOn,
    products: line.products,
    collects: line.collects,
    gasGrams: line.gasGrams,
    windows: line.windows,
    note: before?.note ?? '',
    version: (before?.version ?? 0) + 1,
    builtAt: context.now,
  }
}

/** Forecasts and builds the list of a day on the system's own account; for jobs, which may run twice. */
export async function refreshDueList(
  deps: ForecastingDeps,
  date: BusinessDate,
  job?: Pick<RunningJob, 'signal' | 'progress'>,
): Promise<void> {
  const today = businessDateOf(deps.clock.now())
  if (date < today) return
  const prepared = await prepareDueList(deps, deps.db, date, eveningBefore(date, today), job)
  await runWrite(deps, { actor: systemActor, traceId: `forecasting.build-due-list ${date}` }, context =>
    keepDueList(context, prepared),
  )
}
