import { invalid, missing, type Problem, refused } from '@luckygas/contract/kernel/problem.ts'

export const priceInPast = (): Problem => refused('catalogue.price-in-past')
export const ruleNotFound = (): Problem => missing('catalogue.rule-not-found')
export const customerNotFound = (): Problem => missing('catalogue.customer-not-found')
export const updateNotFound = (): Problem => missing('catalogue.update-not-found')
/** Another rule of the same scope holds on some of the days. */
export const ruleOverlaps = (of: { from: string; to: string | null }): Problem =>
  refused('catalogue.rule-overlaps', { params: { from: of.from, to: of.to ?? '' } })
/** Somebody changed a price after it was shown. */
export const pricesChanged = (): Problem => refused('catalogue.prices-changed')
export const updateUndone = (): Problem => refused('catalogue.update-undone')
export const nothingToUpdate = (): Problem => refused('catalogue.nothing-to-update')
export const priceBelowZero = (): Problem => refused('catalogue.price-below-zero')
export const staleVersion = (): Problem => refused('request.stale-version')
export const malformed = (path: string): Problem =>
  invalid('request.malformed', { faults: [{ path, code: 'invalid' }] })
