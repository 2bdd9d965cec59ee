import type { Reader } from '../../platform/database/database.ts'
import { priceLines as quoteLines } from '../catalogue/catalogue.api.ts'
import { productNotPriced } from './orders.errors.ts'
import { collectionLines, mergeLines, type OrderLine, type PricedLine, priceLines } from './orders.rules.ts'
import type { Order } from './orders.store.ts'

/**
 * The lines of an order at the prices of its day, each by the strongest rule in force for its site; empties to fetch
 * cost nothing.
 * @throws Problem `orders.product-not-priced`
 */
export async function priceOrder(
  db: Reader,
  { siteId, isCollection }: Pick<Order, 'siteId' | 'isCollection'>,
  on: string,
  asked: readonly OrderLine[],
): Promise<PricedLine[]> {
  const lines = mergeLines(asked)
  if (isCollection) return collectionLines(lines)
  const quoted = await quoteLines(db, { customerId: null, siteId, on, lines })
  const prices = new Map(
    quoted
      .filter(line => line.isPriced)
      .map(line => [line.product, { unitPriceNtd: line.doorPriceNtd, rule: line.rule }]),
  )
  const priced = priceLines(lines, prices)
  if ('unpriced' in priced) throw productNotPriced(priced.unpriced)
  return priced.lines
}
