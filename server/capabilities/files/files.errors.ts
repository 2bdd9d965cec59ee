import { invalid, missing, refused } from '../../../contract/kernel/problem.ts'

export const typeNotAllowed = () => invalid('files.type-not-allowed', { status: 415 })
export const tooLarge = (maxBytes: number) =>
  invalid('files.too-large', { status: 413, params: { maxBytes } })
export const idTaken = () => refused('files.id-taken')
export const fileNotFound = () => missing('files.not-found')
/** The phone and the server disagree on how much has arrived; `receivedBytes` says where to go on. */
export const offsetMismatch = (receivedBytes: number) =>
  refused('files.offset-mismatch', { params: { receivedBytes } })
/** What arrived is not what was announced; it was thrown away and the upload starts again at 0. */
export const checksumMismatch = () => refused('files.checksum-mismatch', { status: 422 })
