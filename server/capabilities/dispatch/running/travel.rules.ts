/** The same estimate as the planner's: great circle × circuity at a speed, the vehicle's factor on top. */
export interface TravelEstimate {
  circuity: number
  kmPerHour: number
  /** Of truck minutes; 1 for a truck. */
  factor: number
}

export interface Point {
  latitude: number
  longitude: number
}

const earthMetres = 6_371_008.8
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Metres as the crow flies (haversine). */
export function metresBetween(a: Point, b: Point): number {
  const dLatitude = radians(b.latitude - a.latitude)
  const dLongitude = radians(b.longitude - a.longitude)
  const h =
    Math.sin(dLatitude / 2) ** 2 +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(dLongitude / 2) ** 2
  return 2 * earthMetres * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Minutes on the road between two points. */
export function travelMinutes(a: Point, b: Point, estimate: TravelEstimate): number {
  const km = (metresBetween(a, b) * estimate.circuity) / 1000
  return (km / estimate.kmPerHour) * 60 * estimate.factor
}
