import { denied, missing, refused } from '../../../contract/kernel/problem.ts'

export const notADriver = () => denied('deliveries.not-a-driver', { status: 403 })
export const runNotFound = () => missing('deliveries.run-not-found')
export const stopNotFound = () => missing('deliveries.stop-not-found')
/** Two commands of one phone carry the same place in its order: the phone's counter was lost or copied. */
export const sequenceReused = () => refused('deliveries.sequence-reused')
/** The same command id with another content or from another driver. */
export const commandIdReused = () => refused('idempotency.key-reused', { status: 422 })
export const conflictNotFound = () => missing('deliveries.conflict-not-found')
/** Two clerks on one matter: the second is told who decided, and what. */
export const conflictDecided = (decision: string, by: string) =>
  refused('deliveries.conflict-decided', { status: 409, params: { decision, by } })
export const decisionNotOffered = () => refused('deliveries.decision-not-offered', { status: 422 })
export const dayCloseNotFound = () => missing('deliveries.day-close-not-found')
export const nothingToSign = () => refused('deliveries.nothing-to-sign')
/** A difference is signed with what was found out about it. */
export const noteMissing = () => refused('deliveries.note-missing', { status: 422 })
/** A difference is received with a drawn signature, a picture of the receiver's own that has arrived whole. */
export const signatureMissing = () => refused('deliveries.signature-missing', { status: 422 })
/** The difference is over the limit of the parameters. */
export const managerMustSign = () => refused('deliveries.manager-must-sign', { status: 403 })
/** Whoever counted does not receive: the second pair of eyes is another person's. */
export const ownClose = () => refused('deliveries.own-close', { status: 403 })
export const nothingToReopen = () => refused('deliveries.nothing-to-reopen')
/** Late facts of this run wait for a decision, which presumes the close that stands. */
export const conflictsOpen = (count: number) => refused('deliveries.conflicts-open', { params: { count } })
export const staleVersion = () => refused('request.stale-version')
