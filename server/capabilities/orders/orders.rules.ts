import { type ProductCode, products } from '@luckygas/contract/kernel/cylinders.ts'
import { type OrderState, orderStates } from '@luckygas/contract/states.ts'

/** An order that may still be delivered. */
export const openStates = (Object.keys(orderStates) as OrderState[]).filter(
  state => orderStates[state].length > 0 && state !== 'failed',
)

/** Orders of a site this many days apart, or fewer, are probably the same call twice. */
export const duplicateWithinDays = 1

export interface OrderLine {
  product: ProductCode
  quantity: number
}

export interface PricedLine extends OrderLine {
  unitPriceNtd: bigint
  /** `list` for the price list, `meter` where the gas is billed by the meter and nothing is due for the cylinder. */
  priceSource: 'list' | 'meter'
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
  prices: ReadonlyMap<ProductCode, { unitPriceNtd: bigint }>,
): { lines: PricedLine[] } | { unpriced: ProductCode } {
  const priced: PricedLine[] = []
  for (const line of lines) {
    const isMetered = products[line.product].method === 'metered'
    const unitPriceNtd = prices.get(line.product)?.unitPriceNtd ?? (isMetered ? 0n : undefined)
    if (unitPriceNtd === undefined) return { unpriced: line.product }
    priced.push({ ...line, unitPriceNtd, priceSource: isMetered ? 'meter' : 'list' })
  }
  return { lines: priced }
}
