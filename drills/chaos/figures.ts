import { quantile, type Stretch, waitingOf } from '../failover/figures.ts'
import type { Ledger, Operation } from './ledger.ts'
import type { Struck } from './run-strikes.ts'

/** How far before and after a strike orders are compared with those during it. */
const aroundMs = 15_000

interface Waits {
  orders: number
  p95Ms: number
}
export type Around = Record<'before' | 'during' | 'after', Waits>

/** How long clerks waited for orders whose waiting touched a stretch. */
function waitsWithin(orders: readonly Operation[], { from, to }: Stretch): Waits {
  const waits = orders
    .filter(({ firstSentAt, answeredAt }) => answeredAt > from && firstSentAt < to)
    .map(({ firstSentAt, answeredAt }) => answeredAt - firstSentAt)
  return { orders: waits.length, p95Ms: Math.round(quantile(waits, 0.95)) }
}

/** Orders taken and orders changed: a clerk waits for either. */
const confirmedOrders = ({ operations }: Ledger) =>
  operations.filter(
    ({ deed, outcome }) => (deed === 'order' || deed === 'order-change') && outcome === 'acknowledged',
  )

/** Orders before, during and after one strike, for each; a neighbour's strike may lie in its before or after. */
export function ordersAround(ledger: Ledger, struck: readonly Struck[]): { strike: string; p95Ms: Around }[] {
  const orders = confirmedOrders(ledger)
  return struck.map(({ target, kind, from, to }) => ({
    strike: `${target} ${kind}`,
    p95Ms: {
      before: waitsWithin(orders, { from: from - aroundMs, to: from }),
      during: waitsWithin(orders, { from, to }),
      after: waitsWithin(orders, { from: to, to: to + aroundMs }),
    },
  }))
}

/** Over the whole run: before the first strike, while any lasted, and while none did. */
export function ordersOverall(ledger: Ledger, struck: readonly Struck[]) {
  const orders = confirmedOrders(ledger).map(({ effect, firstSentAt, answeredAt }) => ({
    ...{ siteId: effect, firstSentAt, sentAt: firstSentAt, answeredAt },
  }))
  const inOrder = [...struck].sort((a, b) => a.from - b.from)
  return waitingOf(orders, inOrder)
}
