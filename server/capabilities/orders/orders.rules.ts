import { type ProductCode, products } from '@luckygas/contract/kernel/cylinders.ts'
import { type OrderState, orderStates } from '@luckygas/contract/states.ts'

/** An order that may still be delivered. */
export const openStates = (Object.keys(orderStates) as OrderState[]).filter(
  state => orderStates[state].length > 0 && state !== 'failed',
)

export interface OrderLine {
  product: ProductCode
  quantity: number
}

/** The rules that may make a price; see the catalogue's precedence. */
export type PriceSource = 'contract' | 'customer' | 'promotion' | 'volume' | 'list'

export interface PricedLine extends OrderLine {
  unitPriceNtd: bigint
  /**
   * The rule that made the price; `meter` where the gas is billed by the meter and nothing is due for the cylinder,
   * `collection` where only an empty is fetched.
   */
  priceSource: PriceSource | 'meter' | 'collection'
}

/** One line a product; the same product named twice is one line of both quantities. */
export function mergeLines(lines: readonly OrderLine[]): OrderLine[] {
  const quantities = new Map<ProductCode, number>()
  for (const { product, quantity } of lines)
    quantities.set(product, (quantities.get(product) ?? 0) + quantity)
  return [...quantities].map(([product, quantity]) => ({ product, quantity }))
}

/**
 * The lines with the prices of the day, or the product that has none. Cylinders of metered products need no price:
 * their gas is billed by the meter.
 */
export function priceLines(
  lines: readonly OrderLine[],
  prices: ReadonlyMap<ProductCode, { unitPriceNtd: bigint; rule: PriceSource }>,
): { lines: PricedLine[] } | { unpriced: ProductCode } {
  const priced: PricedLine[] = []
  for (const line of lines) {
    const isMetered = products[line.product].method === 'metered'
    const price = prices.get(line.product)
    const unitPriceNtd = price?.unitPriceNtd ?? (isMetered ? 0n : undefined)
    if (unitPriceNtd === undefined) return { unpriced: line.product }
    priced.push({ ...line, unitPriceNtd, priceSource: isMetered ? 'meter' : (price?.rule ?? 'list') })
  }
  return { lines: priced }
}

/** 收空: empties to fetch, at no price. */
export const collectionLines = (lines: readonly OrderLine[]): PricedLine[] =>
  lines.map(line => ({ ...line, unitPriceNtd: 0n, priceSource: 'collection' }))

/** What a visit for an order hands over: full for empty, or where the order only fetches, empties for nothing. */
export const stopLinesOf = (order: {
  isCollection: boolean
  lines: readonly OrderLine[]
}): { product: ProductCode; fullOut: number; emptyIn: number }[] =>
  order.lines.map(({ product, quantity }) => ({
    product,
    fullOut: order.isCollection ? 0 : quantity,
    emptyIn: quantity,
  }))
