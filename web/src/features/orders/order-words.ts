import type { OrderView } from '@luckygas/contract/endpoints/orders.ts'
import { type ProductCode, products } from '@luckygas/contract/kernel/cylinders.ts'
import type { VisibleState } from '@luckygas/ui/icons/states.tsx'

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

/** Whole NT$ by the prices of the day it was placed. */
export const orderTotal = (order: Pick<OrderView, 'lines'>): bigint =>
  order.lines.reduce((sum, line) => sum + BigInt(line.quantity) * BigInt(line.unitPriceNtd), 0n)

/** The promised window, where there is one. */
export function orderWindows(order: Pick<OrderView, 'windowFromMinute' | 'windowToMinute'>) {
  const { windowFromMinute: fromMinute, windowToMinute: toMinute } = order
  return fromMinute === null || toMinute === null ? [] : [{ fromMinute, toMinute }]
}
