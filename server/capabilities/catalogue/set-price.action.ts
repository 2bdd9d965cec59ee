import { type BillingMethod, type ProductCode, products } from '@luckygas/contract/kernel/cylinders.ts'
import { parseNtd } from '@luckygas/contract/kernel/money.ts'
import { invalid, refused } from '@luckygas/contract/kernel/problem.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { announceToOffices } from '../admin/admin.api.ts'
import { type Price, type PriceUnit, readPricesOn, savePrice } from './price.store.ts'

/** What a price may be for: a cylinder is sold whole, metered gas by weight or volume. */
const unitsOf: Record<BillingMethod, readonly PriceUnit[]> = {
  cylinder: ['cylinder'],
  metered: ['kg', 'm3'],
}

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
  if (effectiveFrom < context.today) throw refused('catalogue.price-in-past')
  if (!unitsOf[products[product].method].includes(unit)) throw malformed('body.unit')
  const price: Price = {
    unitPriceNtd: readAmount(request.unitPriceNtd, 'body.unitPriceNtd'),
    unit,
    depositNtd: readAmount(request.depositNtd, 'body.depositNtd'),
    effectiveFrom,
  }
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

const malformed = (path: string) => invalid('request.malformed', { faults: [{ path, code: 'invalid' }] })
