import {
  denied,
  invalid,
  missing,
  type Problem,
  refused,
  unavailable,
} from '@luckygas/contract/kernel/problem.ts'

/** No exchange is joined to this installation. */
export const callsOff = (): Problem => unavailable('calls.off')
/** Wrong secret or signature, an old one, or an address that is not the exchange's. */
export const notTheExchange = (): Problem => denied('calls.not-the-exchange', { status: 403 })
export const callNotFound = (): Problem => missing('calls.not-found')
export const callTaken = (by: string): Problem => refused('calls.taken', { params: { by } })
export const notANumber = (): Problem => invalid('calls.not-a-number')
