import { missing, refused } from '../../../contract/kernel/problem.ts'

/** Faults of a file are thrown by the readers: `imports.file-empty`, `.file-is-xls`, `.file-damaged`, `.header-missing`. */
export const fileNotFound = () => missing('imports.file-not-found')
export const importNotFound = () => missing('imports.not-found')
export const alreadyRunning = () => refused('imports.already-running')
export const conflictNotFound = () => missing('imports.conflict-not-found')
export const conflictDecided = () => refused('imports.conflict-decided')
export const rangeTooLong = () => refused('imports.range-too-long', { status: 422 })
