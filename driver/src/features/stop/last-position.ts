import { nowMs } from '@luckygas/ui/clock.ts'
import { observable } from '@luckygas/ui/observable.ts'

export interface KnownPoint {
  latitude: number
  longitude: number
  accuracyMetres: number
  atMs: number
}

/** Older or vaguer than this says nothing about the door. */
const freshMs = 60_000
const usefulMetres = 100
/** The newest fix of the day's own following; whoever wants to know where the phone is listens here, none asks the GPS again. */
export const newestPosition = observable<KnownPoint | undefined>(undefined)

export function notePosition(point: KnownPoint): void {
  newestPosition.set(point)
}

/** Where the phone is now, as well as it knows; null when it does not. The point must lie in Taiwan's frame to count. */
export function lastPosition(): { latitude: number; longitude: number } | null {
  const known = newestPosition.get()
  if (known === undefined || nowMs() - known.atMs > freshMs || known.accuracyMetres > usefulMetres)
    return null
  const { latitude, longitude } = known
  const isInFrame = latitude >= 20 && latitude <= 27 && longitude >= 117 && longitude <= 123
  return isInFrame ? { latitude, longitude } : null
}
