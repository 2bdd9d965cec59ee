export interface DiskLimits {
  /** Below it people are warned. */
  warnBytes: number
  /** Below it what can wait is refused. */
  refuseBytes: number
}

/** `ample`; `low`: people are warned; `full`: uploads and imports wait, orders and deliveries go on. */
export type DiskState = 'ample' | 'low' | 'full'

/** What is refused is let in again only this far above the limit, so that each file let in does not close the door anew. */
const reopening = 1.1

/** @param before the state at the last look */
export function diskStateOf(freeBytes: number, limits: DiskLimits, before: DiskState = 'ample'): DiskState {
  const closing = before === 'full' ? limits.refuseBytes * reopening : limits.refuseBytes
  if (freeBytes < closing) return 'full'
  return freeBytes < limits.warnBytes ? 'low' : 'ample'
}
