import type { ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import { invalid, missing, type Problem, refused } from '@luckygas/contract/kernel/problem.ts'

export const orderNotFound = (): Problem => missing('orders.not-found')
export const siteNotFound = (): Problem => missing('orders.site-not-found')
export const customerTerminated = (): Problem => refused('orders.customer-terminated')
/** The customer is suspended or on the blacklist. */
export const customerNotServed = (status: string): Problem =>
  refused('orders.customer-not-served', { params: { status } })
export const datePast = (): Problem => refused('orders.date-past')
export const windowEmpty = (): Problem => invalid('orders.window-empty')
export const productNotPriced = (product: ProductCode): Problem =>
  refused('orders.product-not-priced', { params: { product } })
/** An open order of the same site about the same day; names it, so that a person can look before insisting. */
export const duplicate = (number: number, requestedOn: string): Problem =>
  refused('orders.duplicate', { params: { number, requestedOn } })
export const alreadyPlaced = (): Problem => refused('orders.already-placed')
export const stateNotAllowed = (from: string, to: string): Problem =>
  refused('orders.state-not-allowed', { params: { from, to } })
export const reasonMissing = (): Problem => invalid('orders.reason-missing')
export const staleVersion = (): Problem => refused('request.stale-version')
