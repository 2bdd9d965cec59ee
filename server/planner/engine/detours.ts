import type { Detour, Place, Point } from '../problem.ts'

/** Metres of a degree of latitude (mean earth radius 6,371,009 m). */
const DEGREE_METERS = 111_195

/** What the detours of the day add to the way between two places, seconds at factor 1. */
export function detourSeconds(detours: Detour[] | undefined, from: Place, to: Place): number {
  if (!detours || !from.point || !to.point) return 0
  const { point: start } = from
  const { point: end } = to
  if (start.latitude === end.latitude && start.longitude === end.longitude) return 0
  return detours.reduce(
    (sum, detour) => sum + (passes(start, end, detour) ? Math.round(detour.extraMinutes * 60) : 0),
    0,
  )
}

/** Whether the straight line between two points passes the circle, on a plane around its centre. */
function passes(from: Point, to: Point, { around, radiusMeters }: Detour): boolean {
  const east = DEGREE_METERS * Math.cos((around.latitude * Math.PI) / 180)
  const x = (from.longitude - around.longitude) * east
  const y = (from.latitude - around.latitude) * DEGREE_METERS
  const alongX = (to.longitude - from.longitude) * east
  const alongY = (to.latitude - from.latitude) * DEGREE_METERS
  // The point of the line that is nearest to the centre, as a share of the way.
  const share = -(x * alongX + y * alongY) / (alongX * alongX + alongY * alongY)
  const nearest = Math.min(1, Math.max(0, share))
  return Math.hypot(x + nearest * alongX, y + nearest * alongY) <= radiusMeters
}
