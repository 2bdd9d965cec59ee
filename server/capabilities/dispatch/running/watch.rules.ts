import { metresBetween, type Point } from './travel.rules.ts'

export interface DwellFix {
  point: Point
  accuracyMetres: number | null
  at: Date
}

export interface Geofence {
  centre: Point
  radiusMetres: number
  dwellSeconds: number
}

export interface Sighting {
  arrivedAt: Date
  /** When he was last seen inside, once he is seen clearly outside again. */
  leftAt: Date | null
}

/** A fix less exact than this says nothing about a door. */
const usableMetres = 100
/** Clearly outside: beyond the circle by this share and by the fix's own error. */
const outsideFactor = 1.5

/**
 * Whether the fixes (in order of time) show a stay at a door: inside the circle for the dwell time without being seen
 * clearly outside between. A stay still going on ends with the last fix. A passing truck makes no arrival.
 */
export function sightArrival(fixes: readonly DwellFix[], fence: Geofence): Sighting | null {
  let first: Date | null = null
  let last: Date | null = null
  const isStay = () => first && last && last.getTime() - first.getTime() >= fence.dwellSeconds * 1000
  for (const fix of fixes) {
    const error = fix.accuracyMetres ?? 0
    if (error > usableMetres) continue
    const metres = metresBetween(fix.point, fence.centre)
    if (metres <= fence.radiusMetres) {
      first ??= fix.at
      last = fix.at
    } else if (metres - error > fence.radiusMetres * outsideFactor) {
      if (first && last && isStay()) return { arrivedAt: first, leftAt: last }
      first = null
      last = null
    }
  }
  return first && isStay() ? { arrivedAt: first, leftAt: null } : null
}

/**
 * Since when a phone has been silent too long, in working time: silence before the run begins does not count, and a
 * finished run owes no word.
 */
export function silentSince(of: {
  now: Date
  startsAt: Date
  heardAt: Date | null
  isThrough: boolean
  silentMinutes: number
}): Date | null {
  if (of.isThrough) return null
  const since = of.heardAt && of.heardAt > of.startsAt ? of.heardAt : of.startsAt
  return of.now.getTime() - since.getTime() >= of.silentMinutes * 60_000 ? since : null
}
