import { missing, refused } from '../../../../contract/kernel/problem.ts'

export const notRunning = () => refused('dispatch.not-running', { status: 409 })
/** What was shown is out of date: a delivery, a move or another insertion came between. */
export const dayMovedOn = () => refused('dispatch.day-moved-on', { status: 409 })
export const orderClosed = () => refused('dispatch.order-closed', { status: 409 })
export const nothingOpen = () => refused('dispatch.nothing-open', { status: 409 })
export const closureNotFound = () => missing('dispatch.closure-not-found')
