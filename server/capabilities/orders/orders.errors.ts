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
export const duplicate = (open: { id: string; number: number; requestedOn: string }): Problem =>
  refused('orders.duplicate', {
    params: { orderId: open.id, number: open.number, requestedOn: open.requestedOn },
  })
export const alreadyPlaced = (): Problem => refused('orders.already-placed')
export const stateNotAllowed = (from: string, to: string): Problem =>
  refused('orders.state-not-allowed', { params: { from, to } })
export const reasonMissing = (): Problem => invalid('orders.reason-missing')
/**
 * Somebody changed the order since it was opened: who, what and when, so that the one who typed can decide.
 * @param what names of the changed fields, comma-separated; `state` where only the state moved
 */
export const staleVersion = (since: { by: string; what: string; at: string; version: number }): Problem =>
  refused('request.stale-version', { params: since })
/** The table of edits does not let this role change these fields in this state. */
export const editNotAllowed = (state: string, fields: string): Problem =>
  refused('orders.edit-not-allowed', { params: { state, fields } })
export const splitEmpty = (): Problem => refused('orders.split-empty')
export const splitOtherCustomer = (): Problem => refused('orders.split-other-customer')
/** The fee is no longer the one that was shown. */
export const feeChanged = (feeNtd: bigint): Problem =>
  refused('orders.fee-changed', { params: { feeNtd: String(feeNtd) } })
