import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { daysBetween } from '@luckygas/contract/kernel/dates.ts'
import { officeStream } from '@luckygas/contract/messages/live.ts'
import { may } from '@luckygas/contract/permissions.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { closedBecause, readHolidays } from '../calendar/calendar.api.ts'
import { calendarOf } from './compute-forecasts.ts'
import { postponeFault } from './due-list.rules.ts'
import { type DueItem, lockItem, setStatus } from './due-list.store.ts'
import {
  alreadySent,
  cannotPostpone,
  itemNotFound,
  notPostponed,
  staleVersion,
} from './forecasting.errors.ts'
import type { ForecastingDeps } from './forecasting.types.ts'
import { insertPostponement, withdrawPostponement } from './postponement.store.ts'
import { riskOfWaiting } from './service-window.rules.ts'
import { readForecasts } from './site-forecast.store.ts'

/**
 * Takes a line in or out of its list; a postponed line ticked in stays in.
 * @throws Problem `forecasting.item-not-found`, `forecasting.already-sent`, `request.stale-version`
 */
export async function tickDueItem(
  context: WriteContext,
  id: string,
  request: { isTicked: boolean; version: number },
): Promise<void> {
  const item = await openItem(context, id, request.version)
  const status = request.isTicked ? 'listed' : 'unticked'
  await setStatus(context.db, [id], status)
  await record(context, item, 'forecasting.tick', { status }, '')
}

/**
 * 延後: puts a visit off to a later open day within the safe window; beyond it only who answers for a run-out may, with
 * a reason. The risk it was decided at is kept.
 * @throws Problem `forecasting.not-later`, `forecasting.site-closed`, `forecasting.reason-missing` and those of a tick
 */
export async function postponeDueItem(
  deps: ForecastingDeps,
  context: WriteContext,
  id: string,
  request: { postponementId: string; toDate: BusinessDate; reason: string; version: number },
): Promise<void> {
  const { toDate, reason } = request
  const item = await openItem(context, id, request.version)
  const isOpen = await opening(deps, context.db, item)
  const mayGoBeyond = may(context.actor.role, 'due-list.beyond')
  const fault = postponeFault(item.date, toDate, item.latestOn, isOpen, reason, mayGoBeyond)
  if (fault) throw cannotPostpone(fault, item.latestOn)
  const forecast = (await readForecasts(context.db, [item.siteId])).get(item.siteId)
  await insertPostponement(context.db, {
    id: request.postponementId,
    siteId: item.siteId,
    fromDate: item.date,
    toDate,
    reason,
    isBeyondWindow: toDate > item.latestOn,
    runOutProbability: forecast ? riskOfWaiting(forecast, daysBetween(forecast.asOf, toDate)) : null,
    actorId: context.actor.id,
    at: context.now,
  })
  await setStatus(context.db, [id], 'postponed')
  await record(context, item, 'forecasting.postpone', { status: 'postponed', toDate }, reason)
}

/**
 * Takes a postponement back: the line is on its day's list again, ticked; the postponement stays to be read.
 * @throws Problem `forecasting.not-postponed` and those of a tick
 */
export async function undoPostponement(
  context: WriteContext,
  id: string,
  request: { version: number },
): Promise<void> {
  const item = await openItem(context, id, request.version)
  if (item.status !== 'postponed') throw notPostponed()
  const { siteId, date } = item
  await withdrawPostponement(context.db, { siteId, onDate: date, by: context.actor.id, now: context.now })
  await setStatus(context.db, [id], 'listed')
  await record(context, item, 'forecasting.undo-postponement', { status: 'listed' }, '')
}

async function openItem(context: WriteContext, id: string, version: number): Promise<DueItem> {
  const item = await lockItem(context.db, id)
  const isHidden = context.actor.depotId !== null && item?.depotId !== context.actor.depotId
  if (!item || isHidden) throw itemNotFound()
  if (item.status === 'sent') throw alreadySent()
  if (item.version !== version) throw staleVersion()
  return item
}

async function opening(
  deps: ForecastingDeps,
  db: Reader,
  item: DueItem,
): Promise<(date: BusinessDate) => boolean> {
  const site = (await deps.customers.readSites(db, [item.siteId])).get(item.siteId)
  if (!site) throw itemNotFound()
  const closures = await deps.customers.readClosures(db, [site.id], item.date)
  const holidays = await readHolidays(db)
  const calendar = calendarOf(site, closures.get(site.id) ?? [])
  return date => closedBecause(calendar, date, holidays) === undefined
}

async function record(
  context: WriteContext,
  item: DueItem,
  action: string,
  after: Record<string, string>,
  reason: string,
): Promise<void> {
  await context.audit({
    action,
    entity: 'due_item',
    entityId: item.id,
    before: { status: item.status },
    after,
    reason,
  })
  await context.announce({
    stream: officeStream(item.depotId),
    kind: 'due-list.changed',
    entityId: item.id,
    payload: { date: item.date },
  })
}
