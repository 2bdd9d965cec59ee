import { acceptanceOn, type MinuteWindow, readHolidays } from '../capabilities/calendar/calendar.api.ts'
import { readClosures, readSites } from '../capabilities/customers/customers.api.ts'
import { leavePlan, type makeDispatch, tellDriver } from '../capabilities/dispatch/dispatch.api.ts'
import { type OrdersDeps, promisedWindow, stopLinesOf } from '../capabilities/orders/orders.api.ts'
import { readDepositsOfSites, readOwedBySites } from '../capabilities/payments/payments.api.ts'
import type { Reader } from '../platform/database/database.ts'
import type { WriteContext } from '../platform/database/write.ts'

type ReceiveStops = ReturnType<typeof makeDispatch>['receiveStops']

/** Joins orders to the plans they stand on, to the days their sites are open, and to the books. */
export function makeOrdersDeps(receiveStops: ReceiveStops): OrdersDeps {
  return {
    leavePlan,
    tellDriver,
    joinPlan: async (context, order) => {
      const windows = await windowsOf(context, order)
      const stop = {
        siteId: order.siteId,
        dueItemId: null,
        orderId: order.id,
        priority: order.priority,
        windows,
        lines: stopLinesOf(order),
      }
      await receiveStops(context, { depotId: order.depotId, date: order.requestedOn, stops: [stop] })
    },
    readAccounts: async (db, siteId) => ({
      owedNtd: (await readOwedBySites(db, [siteId])).get(siteId) ?? 0n,
      depositNtd: (await readDepositsOfSites(db, [siteId])).get(siteId) ?? 0n,
    }),
  }
}

/** The hour or part of the day that was promised, else the hours in which the site takes gas in. */
async function windowsOf(
  context: WriteContext,
  order: Parameters<OrdersDeps['joinPlan']>[1],
): Promise<MinuteWindow[]> {
  const { windowFromMinute: fromMinute, windowToMinute: toMinute } = promisedWindow(order)
  if (fromMinute !== null && toMinute !== null) return [{ fromMinute, toMinute }]
  const acceptance = await readAcceptance(context.db, order.siteId, order.requestedOn)
  return acceptance?.isOpen ? acceptance.windows : []
}

async function readAcceptance(db: Reader, siteId: string, date: string) {
  const site = (await readSites(db, [siteId])).get(siteId)
  if (!site) return undefined
  const closures = (await readClosures(db, [siteId], date)).get(siteId) ?? []
  const calendar = { ...site, closures, tradeCalendar: site.calendar }
  return acceptanceOn(calendar, date, await readHolidays(db))
}
