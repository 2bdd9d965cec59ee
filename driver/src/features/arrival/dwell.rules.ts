import type { KnownPoint } from '../stop/last-position.ts'

/** How long and how near the phone has stood at the door of one stop. */
export interface Dwell {
  stopId: string
  sinceMs: number
  lastMs: number
}

interface Door {
  stopId: string
  point: { latitude: number; longitude: number }
}

/** Nearer than this the truck may stand at this door: trucks park where they can. */
const nearMetres = 80
/** Clearly away: beyond the circle by this share and by the fix's own error. */
const awayFactor = 1.5
/** A fix less exact than this says nothing about a door. */
const usefulMetres = 100
/** Standing this long is an arrival; a red light in front of the shop is not. */
const dwellMs = 60_000
/** Fixes further apart than this do not belong to one stay. */
const gapMs = 5 * 60_000
const metresPerDegree = 111_320

function metresFrom(point: KnownPoint, door: Door['point']): number {
  const north = (point.latitude - door.latitude) * metresPerDegree
  const shrink = Math.cos((door.latitude * Math.PI) / 180)
  return Math.hypot(north, (point.longitude - door.longitude) * metresPerDegree * shrink)
}

/** The stay at a door as one more fix shows it; null while there is none. */
export function noteFix(before: Dwell | null, fix: KnownPoint, door: Door): Dwell | null {
  const isSame = before !== null && before.stopId === door.stopId && fix.atMs - before.lastMs <= gapMs
  const present = isSame ? before : null
  if (fix.accuracyMetres > usefulMetres) return present
  const metres = metresFrom(fix, door.point)
  if (metres <= nearMetres)
    return { stopId: door.stopId, sinceMs: present?.sinceMs ?? fix.atMs, lastMs: fix.atMs }
  return metres - fix.accuracyMetres > nearMetres * awayFactor ? null : present
}

/** Whether the stay is long enough to offer the driver that he has arrived. */
export function isArrival(dwell: Dwell | null, stopId: string): boolean {
  return dwell !== null && dwell.stopId === stopId && dwell.lastMs - dwell.sinceMs >= dwellMs
}
