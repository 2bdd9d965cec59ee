import { instantAt } from '@luckygas/contract/kernel/dates.ts'
import type { CancelCause } from '@luckygas/contract/order-edits.ts'
import type { OrderState } from '@luckygas/contract/states.ts'
import type { Order } from './orders.store.ts'

export type FeeStep =
  | 'waived'
  | 'draft'
  | 'before_cut_off'
  | 'after_cut_off'
  | 'assigned'
  | 'en_route'
  | 'failed'

/** The dated parameters a fee is made of. */
export const feeParameterNames = [
  'orders.cancel-fee-ntd',
  'orders.cancel-share-late',
  'orders.cancel-share-assigned',
  'orders.cancel-share-en-route',
  'orders.cancel-goods-share-en-route',
  'orders.cut-off-minute-any',
  'orders.cut-off-minute-morning',
  'orders.cut-off-minute-afternoon',
  'orders.cut-off-minute-evening',
] as const
export type FeePolicy = Record<(typeof feeParameterNames)[number], number>

export interface CancelQuote {
  feeNtd: bigint
  step: FeeStep
  /** Until then cancelling is free, whatever plan the order stands on. */
  cutOffAt: Date
  /** The fee of which the step takes a share. */
  baseNtd: bigint
  share: number
  goodsNtd: bigint
  goodsShare: number
}

/** Our fault, a faulty cylinder or an emergency: nobody pays for that. A duplicate is the same call twice. */
const freeCauses: ReadonlySet<CancelCause> = new Set(['company_error', 'defect', 'emergency', 'duplicate'])

type Priced = Pick<Order, 'state' | 'requestedOn' | 'slot'> & {
  lines: readonly { quantity: number; unitPriceNtd: bigint }[]
}

/** The instant until which an order of this day and part of day is cancelled freely. */
export function cutOffOf(order: Pick<Order, 'requestedOn' | 'slot'>, policy: FeePolicy): Date {
  return instantAt(order.requestedOn, policy[`orders.cut-off-minute-${order.slot}`])
}

const stepOfState: Partial<Record<OrderState, FeeStep>> = {
  draft: 'draft',
  en_route: 'en_route',
  failed: 'failed',
}

/**
 * What cancelling costs: 0 → half the fee after the cut-off → the fee on a published run → the fee and a tenth of the
 * goods once the truck is on its way (the trade's rising steps; every number a dated parameter). Whole NT$, half up.
 */
export function quoteCancel(order: Priced, cause: CancelCause, now: Date, policy: FeePolicy): CancelQuote {
  const cutOffAt = cutOffOf(order, policy)
  const step = stepOf(order.state, cause, now < cutOffAt)
  const shares: Record<FeeStep, [fee: number, goods: number]> = {
    waived: [0, 0],
    draft: [0, 0],
    before_cut_off: [0, 0],
    after_cut_off: [policy['orders.cancel-share-late'], 0],
    assigned: [policy['orders.cancel-share-assigned'], 0],
    failed: [policy['orders.cancel-share-assigned'], 0],
    en_route: [policy['orders.cancel-share-en-route'], policy['orders.cancel-goods-share-en-route']],
  }
  const [share, goodsShare] = shares[step]
  const baseNtd = BigInt(Math.round(policy['orders.cancel-fee-ntd']))
  const goodsNtd = order.lines.reduce((sum, line) => sum + BigInt(line.quantity) * line.unitPriceNtd, 0n)
  const feeNtd = shareOf(baseNtd, share) + shareOf(goodsNtd, goodsShare)
  return { feeNtd, step, cutOffAt, baseNtd, share, goodsNtd, goodsShare }
}

function stepOf(state: OrderState, cause: CancelCause, isEarly: boolean): FeeStep {
  if (freeCauses.has(cause)) return 'waived'
  const fixed = stepOfState[state]
  if (fixed) return fixed
  if (isEarly) return 'before_cut_off'
  return state === 'assigned' ? 'assigned' : 'after_cut_off'
}

/** Half up to whole NT$; shares are exact to a hundredth of a percent. */
function shareOf(amountNtd: bigint, share: number): bigint {
  return (amountNtd * BigInt(Math.round(share * 10_000)) + 5_000n) / 10_000n
}
