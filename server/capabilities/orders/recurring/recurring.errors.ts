import { invalid, missing, type Problem, refused } from '@luckygas/contract/kernel/problem.ts'

export const recurringNotFound = (): Problem => missing('recurring.not-found')
export const alreadyMade = (): Problem => refused('recurring.already-made')
export const endsBeforeStart = (): Problem => invalid('recurring.ends-before-start')
/** An agreement that has ended is made anew instead of being woken up. */
export const recurringEnded = (): Problem => refused('recurring.ended')
/** The agreement does not name this day, or it lies in the past. */
export const noSuchDay = (): Problem => missing('recurring.no-such-day')
/** The order of the day exists; it is cancelled as every order is, with its fee and its reason. */
export const dayMade = (orderNumber: number): Problem =>
  refused('recurring.day-made', { params: { number: orderNumber } })
export const staleVersion = (version: number): Problem =>
  refused('request.stale-version', { params: { by: '', what: 'recurring', at: '', version } })
