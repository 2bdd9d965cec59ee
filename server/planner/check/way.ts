import type { Detour, Place, Problem, VehicleKind } from '../problem.ts'

/** Distance and travel time as the problem defines them, computed leg by leg in the plainest way. */
export class Way {
  private readonly problem: Problem

  constructor(problem: Problem) {
    this.problem = problem
  }

  /** Whole metres; infinite where no way exists. */
  meters(from: Place, to: Place): number {
    const { travel } = this.problem
    if (travel.kind === 'estimate') return Math.round(arcMeters(from, to) * travel.circuity)
    if (from.matrixIndex === to.matrixIndex) return 0
    return travel.meters[from.matrixIndex ?? -1]?.[to.matrixIndex ?? -1] ?? Number.POSITIVE_INFINITY
  }

  /** Seconds on the way for somebody who leaves at a second of the day. */
  seconds(from: Place, to: Place, kind: VehicleKind, leave: number): number {
    const { travel } = this.problem
    let plain: number
    if (travel.kind === 'estimate') plain = this.meters(from, to) / (travel.kmPerHour / 3.6)
    else if (from.matrixIndex === to.matrixIndex) plain = 0
    else plain = travel.seconds[from.matrixIndex ?? -1]?.[to.matrixIndex ?? -1] ?? Number.POSITIVE_INFINITY
    for (const detour of travel.detours ?? []) {
      if (crosses(from, to, detour)) plain += Math.round(detour.extraMinutes * 60)
    }
    plain *= travel.kindFactors?.[kind] ?? 1
    const factors = travel.hourFactors
    if (!factors || !Number.isFinite(plain)) return plain
    let left = plain
    let now = leave
    while (left > 1e-9) {
      const hour = Math.floor(now / 3600)
      const speed = factors[hour % 24] ?? 1
      const untilNextHour = (hour + 1) * 3600 - now
      if (untilNextHour * speed >= left) return now + left / speed - leave
      left -= untilNextHour * speed
      now = (hour + 1) * 3600
    }
    return now - leave
  }
}

/** Great-circle metres by the atan2 form of the haversine formula, radius 6,371,009 m. */
function arcMeters(from: Place, to: Place): number {
  if (!from.point || !to.point) return Number.POSITIVE_INFINITY
  const rad = (degrees: number) => (degrees * Math.PI) / 180
  const [lat1, lat2] = [rad(from.point.latitude), rad(to.point.latitude)]
  const dLat = lat2 - lat1
  const dLon = rad(to.point.longitude - from.point.longitude)
  const a = Math.sin(dLat / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin(dLon / 2) ** 2
  return 6_371_009 * 2 * Math.atan2(Math.sqrt(a), Math.sqrt(Math.max(0, 1 - a)))
}

/** Whether the way touches the circle: one end inside it, or the foot of the perpendicular between the ends. */
function crosses(from: Place, to: Place, { around, radiusMeters }: Detour): boolean {
  const [a, b] = [from.point, to.point]
  if (!a || !b || (a.latitude === b.latitude && a.longitude === b.longitude)) return false
  const scale = Math.cos((around.latitude * Math.PI) / 180)
  const plane = (point: { latitude: number; longitude: number }) => ({
    x: (point.longitude - around.longitude) * scale * 111_195,
    y: (point.latitude - around.latitude) * 111_195,
  })
  const [p, q] = [plane(a), plane(b)]
  if (Math.min(Math.hypot(p.x, p.y), Math.hypot(q.x, q.y)) <= radiusMeters) return true
  const length = Math.hypot(q.x - p.x, q.y - p.y)
  const off = Math.abs(p.x * q.y - p.y * q.x) / length
  const isBetween = p.x * (p.x - q.x) + p.y * (p.y - q.y) > 0 && q.x * (q.x - p.x) + q.y * (q.y - p.y) > 0
  return isBetween && off <= radiusMeters
}
