/** Points inside polygons; coordinates in degrees, `[longitude, latitude]`, rings closed as in GeoJSON. */
export type Position = readonly [number, number]
export type Ring = readonly Position[]
/** Outer ring first, then holes. */
export type Polygon = readonly Ring[]

const metresPerDegree = 111_195

/** Whether a point lies inside a polygon (even-odd rule over all its rings). */
export function isInside([x, y]: Position, polygon: Polygon): boolean {
  let inside = false
  for (const ring of polygon) {
    for (let at = 0, before = ring.length - 1; at < ring.length; before = at, at += 1) {
      const [x1, y1] = ring[at] ?? [0, 0]
      const [x2, y2] = ring[before] ?? [0, 0]
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside
    }
  }
  return inside
}

/** Signed area in square degrees and the centroid of a ring (shoelace formula). */
function areaAndCentroid(ring: Ring): { area: number; centroid: Position } {
  const [originX, originY] = ring[0] ?? [0, 0]
  let area = 0
  let sumX = 0
  let sumY = 0
  for (let index = 0; index + 1 < ring.length; index += 1) {
    const [x1, y1] = relative(ring[index], originX, originY)
    const [x2, y2] = relative(ring[index + 1], originX, originY)
    const cross = x1 * y2 - x2 * y1
    area += cross / 2
    sumX += (x1 + x2) * cross
    sumY += (y1 + y2) * cross
  }
  if (area === 0) return { area: 0, centroid: [originX, originY] }
  return { area, centroid: [originX + sumX / (6 * area), originY + sumY / (6 * area)] }
}

function relative(position: Position | undefined, originX: number, originY: number): Position {
  return [(position?.[0] ?? originX) - originX, (position?.[1] ?? originY) - originY]
}

/** The part with the largest outer ring: an island town is placed on its island, not on a rock beside it. */
export function largestPart(parts: readonly Polygon[]): Polygon {
  let best: Polygon = parts[0] ?? []
  let most = -1
  for (const part of parts) {
    const area = Math.abs(areaAndCentroid(part[0] ?? []).area)
    if (area > most) [best, most] = [part, area]
  }
  return best
}

/**
 * The centroid where it lies inside; otherwise (a crescent, a ring around a city) the middle of the widest inside
 * stretch on any of 33 parallels across the polygon, the centroid's own first.
 */
export function innerPoint(polygon: Polygon): Position {
  const outer = polygon[0] ?? []
  const { centroid } = areaAndCentroid(outer)
  if (isInside(centroid, polygon)) return centroid
  const latitudes = outer.map(([, y]) => y)
  const [south, north] = [Math.min(...latitudes), Math.max(...latitudes)]
  const parallels = Array.from({ length: 32 }, (_, index) => south + ((index + 0.5) / 32) * (north - south))
  let best: Position = outer[0] ?? [0, 0]
  let widest = 0
  for (const y of [centroid[1], ...parallels]) {
    const crossings = crossingsAt(y, polygon)
    for (let index = 0; index + 1 < crossings.length; index += 2) {
      const [from = 0, to = 0] = [crossings[index], crossings[index + 1]]
      if (to - from > widest) {
        widest = to - from
        best = [(from + to) / 2, y]
      }
    }
  }
  return best
}

function crossingsAt(y: number, polygon: Polygon): number[] {
  const crossings: number[] = []
  for (const ring of polygon) {
    for (let index = 0; index + 1 < ring.length; index += 1) {
      const [x1, y1] = ring[index] ?? [0, 0]
      const [x2, y2] = ring[index + 1] ?? [0, 0]
      if (y1 > y !== y2 > y) crossings.push(((x2 - x1) * (y - y1)) / (y2 - y1) + x1)
    }
  }
  return crossings.sort((a, b) => a - b)
}

/**
 * How far from `point` the place may reach: the distance to the farthest corner of any part, in whole metres. An
 * address somewhere in the place is never farther away than this.
 */
export function reachMetres([x, y]: Position, parts: readonly Polygon[]): number {
  const eastScale = Math.cos((y * Math.PI) / 180)
  let farthest = 0
  for (const part of parts) {
    for (const [px, py] of part[0] ?? [])
      farthest = Math.max(farthest, Math.hypot((px - x) * eastScale, py - y))
  }
  return Math.ceil(farthest * metresPerDegree)
}
