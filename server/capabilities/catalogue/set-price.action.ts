import type { ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import { parseNtd } from '@luckygas/contract/kernel/money.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { announceToOffices } from '../admin/admin.api.ts'
import { malformed, priceInPast } from './catalogue.errors.ts'
import { type Price, readPricesOn, savePrice } from './price.store.ts'
import { holdPrices } from './price-update.store.ts'
import { isUnitFor, type PriceUnit } from './pricing.rules.ts'

export interface PriceRequest {
  effectiveFrom: string
  unitPriceNtd: string
  unit: PriceUnit
  depositNtd: string
  source: string
}

/**
 * Sets a list price from a day on. The past is not rewritten (`catalogue.price-in-past`): orders and deliveries have
 * been priced by it. A second price for the same day replaces the first.
 */
export async function setPrice(
  context: WriteContext,
  product: ProductCode,
  request: PriceRequest,
): Promise<void> {
  const { effectiveFrom, unit, source } = request
  if (effectiveFrom < context.today) throw priceInPast()
  if (!isUnitFor(product, unit)) throw malformed('body.unit')
  const price: Price = {
    unitPriceNtd: readAmount(request.unitPriceNtd, 'body.unitPriceNtd'),
    unit,
    depositNtd: readAmount(request.depositNtd, 'body.depositNtd'),
    effectiveFrom,
  }
  await holdPrices(context.db)
  const before = (await readPricesOn(context.db, effectiveFrom)).get(product)
  await savePrice(context.db, product, { ...price, source, now: context.now })
  await context.audit({
    action: 'catalogue.set-price',
    entity: 'product',
    entityId: product,
    before,
    after: { ...price, source },
  })
  await announceToOffices(context, { kind: 'catalogue.changed', entityId: product })
}

function readAmount(text: string, path: string): bigint {
  const amount = parseNtd(text)
  if (amount < 0n) throw malformed(path)
  return amount
}
