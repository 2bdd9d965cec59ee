import type { OrderView } from '@luckygas/contract/endpoints/orders.ts'
import { type ProductCode, products } from '@luckygas/contract/kernel/cylinders.ts'
import { agreedPayment } from '@luckygas/contract/kernel/door-amount.ts'
import type { VisibleState } from '@luckygas/ui/icons/states.tsx'
import type { TFunction } from 'i18next'

/** The shape an order's state is shown with. */
export const orderMark: Record<OrderView['state'], VisibleState> = {
  draft: 'sync',
  confirmed: 'planned',
  assigned: 'planned',
  en_route: 'enroute',
  delivered: 'done',
  failed: 'failed',
  cancelled: 'failed',
}

/** `20KG×3 流量50×1`, in the products' own names. */
export const linesWords = (order: { lines: readonly { product: ProductCode; quantity: number }[] }): string =>
  order.lines.map(line => `${products[line.product].workbook}×${line.quantity}`).join(' ')

/** The lines of an order, with 收空 before those that are only fetched. */
export const goodsWords = (t: TFunction, order: Pick<OrderView, 'lines' | 'isCollection'>): string =>
  order.isCollection ? t('orders.fetches', { lines: linesWords(order) }) : linesWords(order)

/** How an order is paid: its own word, else as the customer settles. */
export const orderPayment = (order: Pick<OrderView, 'payment' | 'settlement'>) =>
  agreedPayment(order.settlement ?? 'cash', order.payment)

/** Whole NT$ by the prices of the day it was placed. */
export const orderTotal = (order: Pick<OrderView, 'lines'>): bigint =>
  order.lines.reduce((sum, line) => sum + BigInt(line.quantity) * BigInt(line.unitPriceNtd), 0n)

/** The promised window, where there is one. */
export function orderWindows(order: Pick<OrderView, 'windowFromMinute' | 'windowToMinute'>) {
  const { windowFromMinute: fromMinute, windowToMinute: toMinute } = order
  return fromMinute === null || toMinute === null ? [] : [{ fromMinute, toMinute }]
}
