import { nowMs } from '@luckygas/ui/clock.ts'
import { observable } from '@luckygas/ui/observable.ts'
import { notePosition } from '../features/stop/last-position.ts'
import { bufferFix } from '../offline/positions.store.ts'
import type { Phone } from './phone.ts'

export const gpsState = observable<'off' | 'searching' | 'on' | 'denied'>('off')

/** Between two kept fixes: what a map needs, and little enough for a day's buffer. */
const keepEveryMs = 10_000
const permissionDenied = 1

/**
 * Follows the phone while a run is open and buffers fixes with the phone's own time. Being refused is fine: the day
 * works without it, and the settings say so.
 * @returns stops following
 */
export function followPosition(phone: Phone, authorId: string, runId: string): () => void {
  if (navigator.geolocation === undefined) return () => undefined
  let keptAtMs = 0
  gpsState.set('searching')
  const watch = navigator.geolocation.watchPosition(
    ({ coords, timestamp }) => {
      gpsState.set('on')
      const { latitude, longitude, accuracy, speed } = coords
      notePosition({ latitude, longitude, accuracyMetres: accuracy, atMs: nowMs() })
      if (Math.abs(nowMs() - keptAtMs) < keepEveryMs) return
      keptAtMs = nowMs()
      const fix = {
        authorId,
        runId,
        deviceAt: new Date(timestamp).toISOString(),
        latitude,
        longitude,
        accuracyMetres: accuracy,
        ...(speed === null || Number.isNaN(speed) ? {} : { speedKmh: speed * 3.6 }),
      }
      bufferFix(phone.database, fix).catch(() => undefined)
    },
    error => gpsState.set(error.code === permissionDenied ? 'denied' : 'searching'),
    { enableHighAccuracy: true, maximumAge: 5_000, timeout: 30_000 },
  )
  return () => {
    navigator.geolocation.clearWatch(watch)
    gpsState.set('off')
  }
}
