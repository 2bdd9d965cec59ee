import { createHash } from 'node:crypto'
import type { ProductCode } from '../../../contract/kernel/cylinders.ts'

export type CounterPayment = 'cash' | 'transfer' | 'monthly' | 'short'

/**
 * What the till takes, in whole NT$, or undefined where that is more than is due: cash settles all of it (below zero
 * the till pays out), a customer who pays short leaves the rest owed, transfers and monthly accounts leave everything
 * owed until the bank or the statement.
 */
export function paidAtCounter(payment: CounterPayment, dueNtd: bigint, givenNtd: bigint): bigint | undefined {
  if (payment === 'cash') return dueNtd
  if (payment !== 'short') return 0n
  return givenNtd < 0n || givenNtd > dueNtd ? undefined : givenNtd
}

/** What a counter order is of: the fulls that go out, or where none does (退空瓶), the empties that come back. */
export function goodsOfSale(lines: readonly { product: ProductCode; fullOut: number; emptyIn: number }[]): {
  isCollection: boolean
  lines: { product: ProductCode; quantity: number }[]
} {
  const isCollection = lines.every(line => line.fullOut === 0)
  return {
    isCollection,
    lines: lines.flatMap(({ product, fullOut, emptyIn }) => {
      const quantity = isCollection ? emptyIn : fullOut
      return quantity > 0 ? [{ product, quantity }] : []
    }),
  }
}

/** The ids of 門市散客 of a depot: always the same, so that two clerks who need him first make him once. */
export function walkInIds(depotId: string): { customerId: string; siteId: string } {
  return { customerId: idOf(`walk-in/customer/${depotId}`), siteId: idOf(`walk-in/site/${depotId}`) }
}

/** A version 8 UUID (RFC 9562) of a name. */
function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
