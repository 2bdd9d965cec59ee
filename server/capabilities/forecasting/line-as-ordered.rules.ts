import type { DueReason } from '@luckygas/contract/states.ts'
import { nominalGramsOf, type ProductCounts } from './bring.rules.ts'
import type { MinuteWindow, OrderedGoods } from './due-list.rules.ts'

/** What an order decides about a line of the due list. */
export interface OrderedLine {
  date: string
  reason: DueReason
  orderId: string | null
  isPicked: boolean
  runOutProbability: number | null
  latestOn: string
  products: ProductCounts
  collects: ProductCounts
  gasGrams: number
  windows: MinuteWindow[]
}

/**
 * A line with the goods and hours that its order asks for now. Without its order (cancelled, or wanted later) it stays
 * only where the forecast would have listed it anyway or a person picked it, at the quantities it had.
 * @param given.order the line's order where it is still wanted by the line's day
 * @param given.acceptance when the site takes gas in on that day
 * @returns null for a line that nothing speaks for any more
 */
export function lineAsOrdered<L extends OrderedLine>(
  line: L,
  given: {
    order: OrderedGoods | null
    isPlanned: boolean
    acceptance: MinuteWindow[]
  },
): L | null {
  const { order, isPlanned, acceptance } = given
  if (order) {
    const products = Object.keys(order.products).length > 0 ? order.products : line.products
    const windows = order.windows.length > 0 ? order.windows : acceptance
    return { ...line, products, collects: order.collects, gasGrams: nominalGramsOf(products), windows }
  }
  // Without a forecast the latest day says nothing.
  const isForecastDue = isPlanned && line.runOutProbability !== null && line.latestOn <= line.date
  if (!isForecastDue && !line.isPicked) return null
  return { ...line, orderId: null, reason: 'predicted', collects: {}, windows: acceptance }
}
