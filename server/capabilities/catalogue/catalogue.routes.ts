import * as contract from '@luckygas/contract/endpoints/customers.ts'
import { type Route, readRoute, writeRoute } from '../../platform/http/route.ts'
import { readPricesOn, readProducts } from './price.store.ts'
import { setPrice } from './set-price.action.ts'

export function catalogueRoutes(): Route[] {
  return [
    readRoute(contract.listProducts, async ({ db, today }) => {
      const prices = await readPricesOn(db, today)
      const products = await readProducts(db)
      return {
        products: products.map(product => {
          const price = prices.get(product.code)
          return {
            ...product,
            unitPriceNtd: price ? String(price.unitPriceNtd) : null,
            unit: price?.unit ?? null,
            depositNtd: price ? String(price.depositNtd) : null,
            effectiveFrom: price?.effectiveFrom ?? null,
          }
        }),
      }
    }),
    writeRoute(contract.setPrice, async (context, { params, body }) => {
      await setPrice(context, params.code, body)
      return { ok: true as const }
    }),
  ]
}
