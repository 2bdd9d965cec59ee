import { missing, type Problem, refused } from '@luckygas/contract/kernel/problem.ts'

/** The books say the depot has not that many fulls; a person who sees them on the shelf sells all the same. */
export const stockShort = (short: Record<string, number>): Problem =>
  refused('counter.stock-short', { params: short })
export const amountChanged = (amountNtd: bigint): Problem =>
  refused('counter.amount-changed', { params: { amountNtd: String(amountNtd) } })
export const overpaid = (): Problem => refused('counter.overpaid')
/** More is to be given back than the books hold of this site's deposits. */
export const depositShort = (heldNtd: bigint): Problem =>
  refused('counter.deposit-short', { params: { heldNtd: String(heldNtd) } })
export const saleNotFound = (): Problem => missing('counter.not-found')
export const alreadyVoid = (): Problem => refused('counter.already-void')
/** What was counted in an earlier day's till is for the accountant to correct. */
export const notToday = (): Problem => refused('counter.not-today')
export const metered = (): Problem => refused('counter.metered')
/** Nobody knows whom to ask for the rest. */
export const walkInPays = (): Problem => refused('counter.walk-in-pays')
