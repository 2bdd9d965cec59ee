import { type BusinessDate, daysBetween } from '@luckygas/contract/kernel/dates.ts'
import { officeStream } from '@luckygas/contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { lockItems, saveItems } from './due-list.store.ts'
import { datePast, itemNotFound } from './forecasting.errors.ts'
import type { ForecastingDeps } from './forecasting.types.ts'
import { readPatrol } from './patrol.ts'

/**
 * Puts a site of the patrol list on the day's list, ticked, with as many cylinders as fit; building the list again
 * leaves it there. Two people who pick the same site at once put it there once.
 * @throws Problem `forecasting.date-past`, `forecasting.item-not-found` where it is no longer on the patrol list
 */
export async function pickPatrol(
  deps: ForecastingDeps,
  context: WriteContext,
  request: { itemId: string; date: BusinessDate; siteId: string },
): Promise<string> {
  const { date, siteId } = request
  if (date < context.today) throw datePast()
  const before = (await lockItems(context.db, date, context.actor.depotId)).find(
    item => item.siteId === siteId,
  )
  const { sites } = await readPatrol(deps, context.db, date, context.actor.depotId)
  const found = sites.find(({ site }) => site.id === siteId)
  if (!found) throw itemNotFound()
  const { site, forecast, product, windows, line } = found
  const until = (day: BusinessDate) => Math.max(0, daysBetween(date, day))
  const id = before?.id ?? request.itemId
  await saveItems(context.db, [
    {
      id,
      depotId: site.depotId,
      date,
      siteId,
      reason: 'predicted',
      status: 'listed',
      isPatrol: true,
      isPicked: true,
      orderId: null,
      daysLeft: until(forecast.runOutOn),
      p10Days: until(forecast.runOutP10),
      p90Days: until(forecast.runOutP90),
      runOutProbability: before?.runOutProbability ?? null,
      earliestOn: forecast.earliestOn,
      latestOn: forecast.latestOn,
      products: { [product]: line.cylinders },
      collects: {},
      gasGrams: line.gasGrams,
      windows,
      note: before?.note ?? '',
      version: (before?.version ?? 0) + 1,
      builtAt: context.now,
    },
  ])
  await context.audit({
    action: 'forecasting.pick-patrol',
    entity: 'due_item',
    entityId: id,
    after: { ...line, date },
  })
  await context.announce({
    stream: officeStream(site.depotId),
    kind: 'due-list.changed',
    entityId: id,
    payload: { date },
  })
  return id
}
