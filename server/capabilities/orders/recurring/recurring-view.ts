import type { RecurringOrderView } from '@luckygas/contract/endpoints/recurring-orders.ts'
import { addDays, type BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import type { Reader } from '../../../platform/database/database.ts'
import { type Order, readOrdersById } from '../orders.store.ts'
import { type OpenSite, readOpenSites } from './open-days.ts'
import { recurringNotFound } from './recurring.errors.ts'
import { deliveryDay, plannedDays } from './recurring.rules.ts'
import { type RecurringDay, type RecurringOrder, readDays, readRecurring } from './recurring.store.ts'
import { statusOf } from './save-recurring.action.ts'

const shownBefore = 4
const shownAhead = 10
const lookBackDays = 45
const lookAheadDays = 400

/** Agreements as screens show them, in the order given: with the customer, and the days around today. */
export async function viewRecurring(
  db: Reader,
  recurrings: readonly RecurringOrder[],
  today: BusinessDate,
): Promise<RecurringOrderView[]> {
  const ids = recurrings.map(each => each.id)
  const sites = await readOpenSites(
    db,
    recurrings.map(each => each.siteId),
    today,
  )
  const kept = Map.groupBy(await readDays(db, ids, addDays(today, -lookBackDays)), day => day.recurringId)
  const shown = recurrings.map(each => shownDays(each, kept.get(each.id) ?? [], today))
  const orderIds = shown.flat().flatMap(day => day.orderId ?? [])
  const orders = new Map((await readOrdersById(db, orderIds)).map(order => [order.id, order]))
  return recurrings.map(({ isActive, lines, ...recurring }, index) => {
    const open = sites.get(recurring.siteId)
    return {
      ...recurring,
      lines: [...lines],
      customerCode: open?.site.customerCode ?? '',
      shortName: open?.site.shortName ?? '',
      address: open?.site.address ?? '',
      status: statusOf({ isActive, endsOn: recurring.endsOn }, today),
      days: (shown[index] ?? []).map(day => viewDay(recurring, day, orders, open)),
    }
  })
}

/** The last few decided days and the next ones, decided or not. */
function shownDays(
  recurring: RecurringOrder,
  kept: readonly RecurringDay[],
  today: BusinessDate,
): RecurringDay[] {
  const past = kept.filter(day => day.plannedOn < today).slice(-shownBefore)
  const decided = new Map(kept.filter(day => day.plannedOn >= today).map(day => [day.plannedOn, day]))
  const isGoingOn = recurring.isActive
  const planned = isGoingOn ? plannedDays(recurring, today, addDays(today, lookAheadDays), shownAhead) : []
  const next = [...new Set([...decided.keys(), ...planned])].sort().slice(0, shownAhead)
  const blank = { recurringId: recurring.id, orderId: null, skippedBecause: null }
  return [...past, ...next.map(plannedOn => decided.get(plannedOn) ?? { ...blank, plannedOn })]
}

function viewDay(
  recurring: Pick<RecurringOrder, 'rhythm' | 'startsOn' | 'endsOn'>,
  day: RecurringDay,
  orders: ReadonlyMap<string, Order>,
  open: OpenSite | undefined,
): RecurringOrderView['days'][number] {
  const order = day.orderId === null ? undefined : orders.get(day.orderId)
  const expected = open ? deliveryDay(recurring, day.plannedOn, open.isOpen) : day.plannedOn
  return {
    plannedOn: day.plannedOn,
    deliverOn: order?.requestedOn ?? expected ?? null,
    order: order ? { id: order.id, number: order.number, state: order.state } : null,
    skippedBecause: day.skippedBecause,
  }
}

export async function viewOneRecurring(
  db: Reader,
  id: string,
  today: BusinessDate,
): Promise<RecurringOrderView> {
  const recurring = await readRecurring(db, id)
  const [view] = recurring ? await viewRecurring(db, [recurring], today) : []
  if (!view) throw recurringNotFound()
  return view
}
