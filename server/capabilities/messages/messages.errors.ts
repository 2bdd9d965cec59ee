import { denied, invalid, missing, refused } from '../../../contract/kernel/problem.ts'

export const notADriver = () => denied('messages.not-a-driver', { status: 403 })
export const driverNotFound = () => missing('messages.driver-not-found')
/** Nothing is left of the text that a person could read. */
export const emptyMessage = () => invalid('messages.empty')
/** A broadcast of a depot without active drivers. */
export const nobodyToTell = () => refused('messages.nobody-to-tell')
/** The same message id with other words, or from somebody else. */
export const messageIdReused = () => refused('idempotency.key-reused', { status: 422 })
