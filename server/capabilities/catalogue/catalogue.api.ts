import type { Route } from '../../platform/http/route.ts'
import { catalogueRoutes } from './catalogue.routes.ts'

export { type Price, type PriceUnit, type Product, readPricesOn, readProducts } from './price.store.ts'
export { type PriceRequest, setPrice } from './set-price.action.ts'

/** What is sold and what it costs. */
export function makeCatalogue(): { routes: Route[] } {
  return { routes: catalogueRoutes() }
}
