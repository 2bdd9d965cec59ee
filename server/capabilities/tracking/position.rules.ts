import { type BusinessDate, businessDateOf } from '../../../contract/kernel/dates.ts'

export interface Fix {
  deviceAt: Date
  day: BusinessDate
  latitude: number
  longitude: number
  accuracyMetres: number | null
  speedKmh: number | null
}

export interface ReportedFix {
  deviceAt: string
  latitude: number
  longitude: number
  accuracyMetres?: number | undefined
  speedKmh?: number | undefined
}

const dayMs = 86_400_000
/** A phone may have been without signal for long, and its clock may be wrong by hours; beyond that a fix says nothing. */
const oldestMs = 30 * dayMs
const newestMs = dayMs

/** Fixes worth keeping, in order of their own time, each instant once. */
export function keepPlausible(fixes: readonly ReportedFix[], receivedAt: Date): Fix[] {
  const byInstant = new Map<number, Fix>()
  for (const fix of fixes) {
    const deviceAt = new Date(fix.deviceAt)
    const ageMs = receivedAt.getTime() - deviceAt.getTime()
    if (ageMs > oldestMs || ageMs < -newestMs) continue
    byInstant.set(deviceAt.getTime(), {
      deviceAt,
      day: businessDateOf(deviceAt),
      latitude: fix.latitude,
      longitude: fix.longitude,
      accuracyMetres: fix.accuracyMetres ?? null,
      speedKmh: fix.speedKmh ?? null,
    })
  }
  return [...byInstant.values()].sort((a, b) => a.deviceAt.getTime() - b.deviceAt.getTime())
}

/** Where a client is early by no more than this, network jitter is to blame and not the client. */
const slackMs = 1000

/**
 * Seconds a driver must still wait before the next request; 0 when it may come now.
 * @param lastAt when the last request was taken
 */
export function secondsToWait(lastAt: Date, now: Date, intervalSeconds: number): number {
  const remainingMs = lastAt.getTime() + intervalSeconds * 1000 - now.getTime()
  return remainingMs <= slackMs ? 0 : Math.ceil(remainingMs / 1000)
}
