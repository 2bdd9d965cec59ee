export interface PatrolPoint {
  latitude: number
  longitude: number
}

/** A site that is on nobody's list and takes gas in on the day. */
export interface PatrolCandidate {
  siteId: string
  point: PatrolPoint
  /** Capacity less the expected stock on the morning of the day. */
  roomGrams: number
  /** Gas of the cylinder that hangs there; a visit without room for one brings nothing. */
  cylinderGrams: number
  /** As many as hang there; more are never brought. */
  mostCylinders: number
  /** 排巡: the customer is on the patrol round. */
  isPatrolled: boolean
}

export interface PlannedVisit {
  siteId: string
  point: PatrolPoint
}

export interface PatrolPolicy {
  /** Farther from every planned stop than this, no truck passes. */
  withinMetres: number
  serviceMinutes: number
  /** Metres of straight line that a truck makes good in a minute. */
  metresPerMinute: number
}

export interface PatrolLine {
  siteId: string
  /** The planned stop nearest by. */
  nearSiteId: string
  metres: number
  /** Whole cylinders that fit, at most as many as hang there. */
  cylinders: number
  gasGrams: number
  /** What the visit is worth: grams of gas for each minute it costs the truck, there and back and the swap. */
  gramsPerMinute: number
  isPatrolled: boolean
}

/**
 * 巡補名單: sites worth a visit when a truck passes, the most gas for a minute first and among equals the patrolled.
 * A site is listed when a cylinder fits and a planned stop lies within reach.
 */
export function patrolList(
  candidates: readonly PatrolCandidate[],
  planned: readonly PlannedVisit[],
  policy: PatrolPolicy,
): PatrolLine[] {
  const lines: PatrolLine[] = []
  for (const candidate of candidates) {
    const fitting = Math.floor(candidate.roomGrams / candidate.cylinderGrams)
    const cylinders = Math.min(fitting, candidate.mostCylinders)
    if (cylinders < 1) continue
    const near = nearest(candidate.point, planned)
    if (!near || near.metres > policy.withinMetres) continue
    const gasGrams = cylinders * candidate.cylinderGrams
    const minutes = policy.serviceMinutes + (2 * near.metres) / policy.metresPerMinute
    lines.push({
      siteId: candidate.siteId,
      nearSiteId: near.siteId,
      metres: Math.round(near.metres),
      cylinders,
      gasGrams,
      gramsPerMinute: Math.round(gasGrams / minutes),
      isPatrolled: candidate.isPatrolled,
    })
  }
  return lines.sort(
    (a, b) =>
      b.gramsPerMinute - a.gramsPerMinute ||
      Number(b.isPatrolled) - Number(a.isPatrolled) ||
      (a.siteId < b.siteId ? -1 : 1),
  )
}

function nearest(
  point: PatrolPoint,
  planned: readonly PlannedVisit[],
): { siteId: string; metres: number } | undefined {
  let best: { siteId: string; metres: number } | undefined
  for (const visit of planned) {
    const metres = metresBetween(point, visit.point)
    if (!best || metres < best.metres) best = { siteId: visit.siteId, metres }
  }
  return best
}

const metresPerDegree = 111_195

/** Straight-line metres; equirectangular, which within a county differs from the great circle by less than 0.1 %. */
export function metresBetween(a: PatrolPoint, b: PatrolPoint): number {
  const middle = ((a.latitude + b.latitude) / 2) * (Math.PI / 180)
  const north = (a.latitude - b.latitude) * metresPerDegree
  const east = (a.longitude - b.longitude) * metresPerDegree * Math.cos(middle)
  return Math.hypot(north, east)
}
