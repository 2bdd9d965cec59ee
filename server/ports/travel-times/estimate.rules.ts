import type { TravelPoint } from './travel-times.port.ts'

/** Mean earth radius in metres (IUGG), as the planner's. */
const earthMetres = 6_371_009
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Great-circle metres (haversine). */
export function greatCircleMetres(a: TravelPoint, b: TravelPoint): number {
  const h =
    Math.sin(radians(b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(radians(a.latitude)) *
      Math.cos(radians(b.latitude)) *
      Math.sin(radians(b.longitude - a.longitude) / 2) ** 2
  return 2 * earthMetres * Math.asin(Math.min(1, Math.sqrt(h)))
}

export interface EstimateNumbers {
  circuity: number
  kmPerHour: number
}

/** Whole seconds and metres of a way by great circle × circuity at a speed, the learned factor on the time. */
export function estimateLeg(
  from: TravelPoint,
  to: TravelPoint,
  numbers: EstimateNumbers,
  factor = 1,
): { seconds: number; metres: number } {
  const metres = Math.round(greatCircleMetres(from, to) * numbers.circuity)
  return { metres, seconds: Math.round((metres / (numbers.kmPerHour / 3.6)) * factor) }
}

/** Fewer answered pairs than this say nothing of how the service and the estimate differ. */
const fewestForLevel = 20
const [leastLevel, mostLevel] = [0.5, 2]

/**
 * What to multiply estimated seconds by, so that they stand beside a service's answers without pulling the plan to
 * whichever of the two happens to be the lower: the median of answered over estimated, bounded.
 */
export function levelOf(pairs: readonly { answered: number; estimated: number }[]): number {
  const ratios = pairs
    .filter(({ answered, estimated }) => answered > 0 && estimated > 0)
    .map(({ answered, estimated }) => answered / estimated)
    .sort((a, b) => a - b)
  if (ratios.length < fewestForLevel) return 1
  const middle = ratios[Math.floor(ratios.length / 2)] as number
  return Math.min(mostLevel, Math.max(leastLevel, middle))
}
