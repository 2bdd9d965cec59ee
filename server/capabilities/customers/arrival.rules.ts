export interface GeoPoint {
  latitude: number
  longitude: number
}

export interface LearnedPoint extends GeoPoint {
  precisionMetres: number
}

export interface CurrentPoint extends GeoPoint {
  source: string
  precisionMetres: number | null
}

/** So many drivers' arrivals must agree before a pin moves. */
export const fewestArrivals = 3
/** Arrivals further apart than this do not speak of the same door. */
export const clusterMetres = 150
/** Newest arrivals that are looked at; a shop that moves is followed once most of these lie at the new door. */
export const arrivalsKept = 15
/** A phone in a narrow street is hardly ever better than this. */
const bestPrecisionMetres = 15
/** Nearer than this a new pin is the old pin. */
const stillMetres = 10

/**
 * Where a site is, learned from where drivers stood on arrival: the median of the largest group of at least three
 * arrivals all within 150 m of one another. Undefined where the arrivals do not agree, where a person has placed the
 * pin (people outrank phones), or where the pin would not become better or move.
 */
export function learnPoint(
  current: CurrentPoint | null,
  arrivals: readonly GeoPoint[],
): LearnedPoint | undefined {
  if (current?.source === 'staff') return undefined
  const group = largestGroup(arrivals)
  if (group.length < fewestArrivals) return undefined
  const centre = {
    latitude: median(group.map(point => point.latitude)),
    longitude: median(group.map(point => point.longitude)),
  }
  const spread = median(group.map(point => distanceMetres(point, centre)))
  const learned = { ...centre, precisionMetres: Math.max(bestPrecisionMetres, Math.ceil(spread)) }
  if (!current) return learned
  const moved = distanceMetres(current, learned)
  const isBetter = learned.precisionMetres < (current.precisionMetres ?? Number.POSITIVE_INFINITY)
  const isFollowing = current.source === 'arrivals' && moved > stillMetres
  return isFollowing || (isBetter && (moved > stillMetres || current.source !== 'arrivals'))
    ? learned
    : undefined
}

/** Around each arrival those within half the width, so that any two of them are within the whole; the largest wins. */
function largestGroup(points: readonly GeoPoint[]): GeoPoint[] {
  let best: GeoPoint[] = []
  for (const seed of points) {
    const group = points.filter(point => distanceMetres(point, seed) <= clusterMetres / 2)
    if (group.length > best.length) best = group
  }
  return best
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

/** Metres between two points a few kilometres apart at most; on the sphere, flattened at the first one's latitude. */
export function distanceMetres(a: GeoPoint, b: GeoPoint): number {
  const metresPerDegree = 111_195
  const east = (b.longitude - a.longitude) * Math.cos((a.latitude * Math.PI) / 180)
  const north = b.latitude - a.latitude
  return Math.hypot(east, north) * metresPerDegree
}
