import type { ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import { readSites } from '../customers/customers.api.ts'
import { readPricesOn } from './price.store.ts'
import { readRulesAround } from './price-rule.store.ts'
import { type CustomerKind, type PricedLine, type PriceRule, priceLine } from './pricing.rules.ts'

export interface LineAsked {
  product: ProductCode
  quantity: number
}

/** Whose price: a customer and his site, or nobody known yet (both null), who gets what everybody gets. */
export interface Buyer {
  customerId: string | null
  siteId: string | null
  customerKind: CustomerKind | null
}

/** The prices of one day, read once; asking it costs nothing more. */
export interface PriceBook {
  price(buyer: Buyer, line: LineAsked): PricedLine
}

/** Reads list prices and the rules that may concern these customers, in two statements however many there are. */
export async function readPriceBook(
  db: Reader,
  on: BusinessDate,
  customerIds: readonly string[],
): Promise<PriceBook> {
  const list = await readPricesOn(db, on)
  const rules = await readRulesAround(db, on, customerIds)
  const byProduct = new Map<ProductCode, PriceRule[]>()
  for (const rule of rules) {
    const known = byProduct.get(rule.product)
    if (known) known.push(rule)
    else byProduct.set(rule.product, [rule])
  }
  return {
    price: (buyer, line) =>
      priceLine({ ...line, ...buyer, on }, byProduct.get(line.product) ?? [], list.get(line.product)),
  }
}

/**
 * What each line costs a customer at one of his sites on a day, which rule says so, and every rule that was
 * considered. Lines come back in the order given; the same product twice is asked twice.
 */
export async function priceLines(
  db: Reader,
  asked: {
    customerId: string | null
    siteId: string | null
    on: BusinessDate
    lines: readonly LineAsked[]
  },
): Promise<PricedLine[]> {
  const { customerId, siteId, on, lines } = asked
  const site = siteId === null ? undefined : (await readSites(db, [siteId])).get(siteId)
  const buyer = {
    customerId: customerId ?? site?.customerId ?? null,
    siteId,
    customerKind: site?.customerKind ?? null,
  }
  const book = await readPriceBook(db, on, buyer.customerId === null ? [] : [buyer.customerId])
  return lines.map(line => book.price(buyer, line))
}

/**
 * The price of single pieces of every sold product at each of these sites, as a phone without signal needs it. Unknown
 * sites are absent.
 */
export async function readSitePrices(
  db: Reader,
  on: BusinessDate,
  siteIds: readonly string[],
  asked: readonly ProductCode[],
): Promise<Map<string, Map<ProductCode, PricedLine>>> {
  const sites = await readSites(db, siteIds)
  const book = await readPriceBook(
    db,
    on,
    [...sites.values()].map(site => site.customerId),
  )
  return new Map(
    [...sites.values()].map(site => {
      const buyer = { customerId: site.customerId, siteId: site.id, customerKind: site.customerKind }
      return [site.id, new Map(asked.map(product => [product, book.price(buyer, { product, quantity: 1 })]))]
    }),
  )
}
