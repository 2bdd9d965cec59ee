import type { Route } from '../../platform/http/route.ts'
import { catalogueRoutes } from './catalogue.routes.ts'
import type { CatalogueDeps } from './catalogue.types.ts'

export { type Price, type Product, readPricesOn, readProducts } from './price.store.ts'
export {
  type Buyer,
  type LineAsked,
  type PriceBook,
  priceLines,
  readPriceBook,
  readSitePrices,
} from './price-lines.ts'
export type { PricedLine, PriceKind, PriceStep, PriceUnit } from './pricing.rules.ts'
export { type PriceRequest, setPrice } from './set-price.action.ts'
export { showLine } from './show-prices.ts'

/** What is sold and what it costs. */
export function makeCatalogue(deps: CatalogueDeps): { routes: Route[] } {
  return { routes: catalogueRoutes(deps) }
}
