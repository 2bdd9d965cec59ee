import { invalid, missing, type Problem, refused } from '@luckygas/contract/kernel/problem.ts'

export const customerNotFound = (): Problem => missing('customers.not-found')
export const siteNotFound = (): Problem => missing('customers.site-not-found')
export const staleVersion = (): Problem => refused('request.stale-version')

/** One part of the request cannot be right, though each part has the right shape. */
export const malformed = (path: string, code: string): Problem =>
  invalid('request.malformed', { faults: [{ path, code }] })
