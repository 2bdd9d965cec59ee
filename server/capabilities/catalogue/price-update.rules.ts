import { cylinderTypes, type ProductCode, products } from '@luckygas/contract/kernel/cylinders.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { scaleNtd } from '@luckygas/contract/kernel/money.ts'
import type { ListPrice, PriceRule, PriceUnit } from './pricing.rules.ts'

/** What the supplier announced: so much more (or, negative, less) for a kilogram, a cylinder or a cubic metre. */
export interface PriceChange {
  amountNtd: bigint
  per: PriceUnit
}

/** One price that moves; `rule` is null for the list price. */
export interface UpdateRow {
  product: ProductCode
  rule: PriceRule | null
  unit: PriceUnit
  oldNtd: bigint
  newNtd: bigint
  /** The day from which a later price is announced already, or the rule ends. */
  until: BusinessDate | null
}

/**
 * The change in the unit that a price is given in: NT$ a kilogram moves a cylinder by its nominal gas, rounded half up.
 * Undefined where the two have nothing to do with each other (a cubic metre and a cylinder).
 */
export function changeInUnit(product: ProductCode, change: PriceChange, unit: PriceUnit): bigint | undefined {
  if (change.per === unit) return change.amountNtd
  if (change.per !== 'kg' || unit !== 'cylinder') return undefined
  return scaleNtd(change.amountNtd, BigInt(cylinderTypes[products[product].type].gasGrams), 1000n)
}

/**
 * Every row that a change moves: list prices of the products chosen and, where wanted, fixed contract and customer
 * prices. Discounts off the list move with the list by themselves, promotions and volume prices are promises with an
 * end. A change that moves a price by nothing makes no row.
 * @returns the rows, or the first product whose price would fall below nothing
 */
export function updateRows(given: {
  products: readonly ProductCode[]
  change: PriceChange
  list: ReadonlyMap<ProductCode, ListPrice>
  /** Rules in force on the day the change holds from; empty where only the list is to move. */
  rules: readonly PriceRule[]
  /** The day of the next list price announced after it, by product. */
  nextOn: ReadonlyMap<ProductCode, BusinessDate>
}): { rows: UpdateRow[] } | { belowZero: ProductCode } {
  const rows: UpdateRow[] = []
  for (const product of given.products) {
    const list = given.list.get(product)
    if (list)
      rows.push(
        ...rowOf(
          product,
          null,
          list.unit,
          list.unitPriceNtd,
          given.change,
          given.nextOn.get(product) ?? null,
        ),
      )
    for (const rule of given.rules)
      if (rule.product === product && rule.effect === 'fixed' && isAgreed(rule))
        rows.push(...rowOf(product, rule, rule.unit, rule.amountNtd, given.change, rule.validTo))
  }
  const below = rows.find(row => row.newNtd < 0n)
  return below ? { belowZero: below.product } : { rows }
}

const isAgreed = (rule: PriceRule) => rule.kind === 'contract' || rule.kind === 'customer'

function rowOf(
  product: ProductCode,
  rule: PriceRule | null,
  unit: PriceUnit,
  oldNtd: bigint,
  change: PriceChange,
  until: BusinessDate | null,
): UpdateRow[] {
  const by = changeInUnit(product, change, unit)
  return by === undefined || by === 0n ? [] : [{ product, rule, unit, oldNtd, newNtd: oldNtd + by, until }]
}

/** The text whose hash a preview is known by: two previews are the same where every row is. */
export function describeRows(effectiveFrom: BusinessDate, rows: readonly UpdateRow[]): string {
  const lines = rows.map(({ product, rule, unit, oldNtd, newNtd, until }) =>
    [product, rule?.id ?? 'list', unit, oldNtd, newNtd, until ?? ''].join(' '),
  )
  return [effectiveFrom, ...lines.sort()].join('\n')
}
