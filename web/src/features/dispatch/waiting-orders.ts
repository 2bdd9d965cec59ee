import type { OrderView } from '@luckygas/contract/endpoints/orders.ts'
import { products } from '@luckygas/contract/kernel/cylinders.ts'
import { listOrders } from '@luckygas/ui/api/routes/orders.ts'
import { formatCounts, sumCounts } from '@luckygas/ui/format/format.ts'
import { createContext, useContext, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useRead } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import type { Stop } from './board-view.ts'

type WaitingOrder = Pick<OrderView, 'id' | 'number' | 'siteId' | 'lines' | 'isCollection'>

const finished: readonly Stop['state'][] = ['done', 'failed', 'cancelled']

/**
 * Orders of the day that came for a site after its stop did: by the stop that stands there for a forecast alone. An
 * order that has its own stop is on the board already.
 */
export function waitingOrders(
  stops: readonly Pick<Stop, 'id' | 'siteId' | 'orderId' | 'state'>[],
  orders: readonly WaitingOrder[],
): Map<string, WaitingOrder> {
  const placed = new Set(stops.map(stop => stop.orderId))
  const bySite = new Map(
    orders
      .filter(order => !placed.has(order.id))
      .toReversed()
      .map(order => [order.siteId, order]),
  )
  return new Map(
    stops.flatMap(stop => {
      const order = bySite.get(stop.siteId)
      const isOpen = stop.orderId === null && !finished.includes(stop.state)
      return order && isOpen ? [[stop.id, order] as const] : []
    }),
  )
}

const none: ReadonlyMap<string, WaitingOrder> = new Map()
const mostOrders = 500

/** The orders that a board's stops do not know of yet. */
export function useWaitingOrders(date: string, stops: readonly Stop[]): ReadonlyMap<string, WaitingOrder> {
  const mayRead = useMay('orders.read')
  const query = { date, state: 'confirmed' as const, limit: mostOrders }
  const { data } = useRead('orders', listOrders, { query }, { isEnabled: mayRead })
  return useMemo(() => (data ? waitingOrders(stops, data.orders) : none), [data, stops])
}

/** Which stops have an order waiting, for every mark of the board. */
export const WaitingOrders = createContext(none)

/** 「新訂單…」 where one waits for the stop, else nothing. */
export function useWaitingWords(stopId: string): string {
  const { t } = useTranslation()
  const order = useContext(WaitingOrders).get(stopId)
  if (order === undefined) return ''
  const counts = formatCounts(
    sumCounts(order.lines.map(({ product, quantity }) => ({ [products[product].type]: quantity }))),
  )
  const lines = order.isCollection ? t('orders.fetches', { lines: counts }) : counts
  return t('dispatch.waitingOrder', { number: order.number, lines })
}
