import { type ProductCode, productCodes } from '../../contract/kernel/cylinders.ts'
import { readPriceBook, readSitePrices as readPricedLines } from '../capabilities/catalogue/catalogue.api.ts'
import { readSites } from '../capabilities/customers/customers.api.ts'
import type { DeliveriesDeps } from '../capabilities/deliveries/deliveries.api.ts'
import type { DispatchDeps } from '../capabilities/dispatch/dispatch.api.ts'
import { readOrderLines } from '../capabilities/orders/orders.api.ts'

/**
 * What a full cylinder costs at each door: an order keeps the price it was taken at, so that the driver charges what
 * the office said on the phone; a visit without an order costs what the site's rules say on its day.
 */
export const priceStops: DispatchDeps['priceStops'] = async (db, date, stops) => {
  const orderIds = stops.flatMap(stop => stop.orderId ?? [])
  const agreed = orderIds.length === 0 ? new Map() : await readOrderLines(db, orderIds)
  const sites = await readSites(
    db,
    stops.map(stop => stop.siteId),
  )
  const customerIds = [...new Set([...sites.values()].map(site => site.customerId))]
  const book = await readPriceBook(db, date, customerIds)
  return stops.map(stop => {
    const site = sites.get(stop.siteId)
    const buyer = {
      customerId: site?.customerId ?? null,
      siteId: stop.siteId,
      customerKind: site?.customerKind ?? null,
    }
    const prices = new Map<ProductCode, bigint>()
    for (const line of stop.lines) {
      const priced = book.price(buyer, { product: line.product, quantity: line.fullOut })
      if (priced.isPriced) prices.set(line.product, priced.doorPriceNtd)
    }
    // An empty that is fetched for nothing says nothing of what a full one costs.
    for (const line of agreed.get(stop.orderId ?? '') ?? [])
      if (line.priceSource !== 'collection') prices.set(line.product, line.unitPriceNtd)
    return prices
  })
}

/** Each site's own prices of single pieces, as deliveries works with them. */
export const readSitePrices: DeliveriesDeps['readSitePrices'] = async (db, date, siteIds) => {
  const priced = await readPricedLines(db, date, siteIds, productCodes)
  return new Map(
    [...priced].map(([siteId, lines]) => [
      siteId,
      new Map(
        [...lines]
          .filter(([, line]) => line.isPriced)
          .map(([product, { unitPriceNtd, unit, depositNtd }]) => [
            product,
            { unitPriceNtd, unit, depositNtd },
          ]),
      ),
    ]),
  )
}
