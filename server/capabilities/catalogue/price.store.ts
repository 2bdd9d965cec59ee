import type { BillingMethod, CylinderType, ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import type { Reader, Tx } from '../../platform/database/database.ts'
import type { ListPrice, PriceUnit } from './pricing.rules.ts'

export type Price = ListPrice

export interface Product {
  code: ProductCode
  cylinderType: CylinderType
  billingMethod: BillingMethod
  label: string
}

/** Products that are sold, in the order of the price list. */
export async function readProducts(db: Reader): Promise<Product[]> {
  const rows = await db
    .selectFrom('product')
    .select(['code', 'cylinder_type', 'billing_method', 'label'])
    .where('is_sold', '=', true)
    .orderBy('sort')
    .limit(200)
    .execute()
  return rows.map(row => ({
    code: row.code as ProductCode,
    cylinderType: row.cylinder_type as CylinderType,
    billingMethod: row.billing_method as BillingMethod,
    label: row.label,
  }))
}

/** The list price of each product in force on a day; a product that never had one is absent. */
export async function readPricesOn(db: Reader, date: string): Promise<Map<ProductCode, Price>> {
  const rows = await db
    .selectFrom('price')
    .distinctOn('product_code')
    .select(['product_code', 'unit_price_ntd', 'unit', 'deposit_ntd', 'effective_from'])
    .where('effective_from', '<=', date)
    .orderBy('product_code')
    .orderBy('effective_from', 'desc')
    .limit(200)
    .execute()
  return new Map(
    rows.map(row => [
      row.product_code as ProductCode,
      {
        unitPriceNtd: row.unit_price_ntd,
        unit: row.unit as PriceUnit,
        depositNtd: row.deposit_ntd,
        effectiveFrom: row.effective_from,
      },
    ]),
  )
}

/** Writes a price over the one that begins on the same day; prices of other days stay as they were. */
export async function savePrice(
  db: Tx,
  product: ProductCode,
  price: Price & { source: string; now: Date },
): Promise<void> {
  const values = {
    unit_price_ntd: price.unitPriceNtd,
    unit: price.unit,
    deposit_ntd: price.depositNtd,
    source: price.source,
    created_at: price.now,
  }
  await db
    .insertInto('price')
    .values({ product_code: product, effective_from: price.effectiveFrom, ...values })
    .onConflict(conflict => conflict.columns(['product_code', 'effective_from']).doUpdateSet(values))
    .execute()
}

/** The day of each product's next list price after a day, where one is announced. */
export async function readNextPrices(db: Reader, date: string): Promise<Map<ProductCode, string>> {
  const rows = await db
    .selectFrom('price')
    .select(({ fn }) => ['product_code', fn.min('effective_from').as('next_on')])
    .where('effective_from', '>', date)
    .groupBy('product_code')
    .limit(200)
    .execute()
  return new Map(rows.map(row => [row.product_code as ProductCode, row.next_on]))
}

/** List prices that held on a day or later, and those announced, by product, the newest first. */
export async function readPriceHistory(
  db: Reader,
  since: string,
): Promise<(Price & { product: ProductCode; source: string; setAt: Date })[]> {
  const rows = await db
    .selectFrom('price')
    .innerJoin('product', 'product.code', 'price.product_code')
    .select([
      'price.product_code',
      'price.unit_price_ntd',
      'price.unit',
      'price.deposit_ntd',
      'price.effective_from',
      'price.source',
      'price.created_at',
    ])
    .where(({ or, eb, selectFrom }) =>
      or([
        eb('price.effective_from', '>=', since),
        eb(
          'price.effective_from',
          '=',
          selectFrom('price as held')
            .select(({ fn }) => fn.max('held.effective_from').as('last'))
            .whereRef('held.product_code', '=', 'price.product_code')
            .where('held.effective_from', '<', since),
        ),
      ]),
    )
    .orderBy('product.sort')
    .orderBy('price.effective_from', 'desc')
    .limit(5_000)
    .execute()
  return rows.map(row => ({
    product: row.product_code as ProductCode,
    unitPriceNtd: row.unit_price_ntd,
    unit: row.unit as PriceUnit,
    depositNtd: row.deposit_ntd,
    effectiveFrom: row.effective_from,
    source: row.source,
    setAt: row.created_at,
  }))
}
