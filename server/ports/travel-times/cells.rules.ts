import type { TravelPoint } from './travel-times.port.ts'

/** A point rounded to 4 decimals of a degree: 11 m, the width of a street. */
const perDegree = 10_000
const columns = 360 * perDegree + 1

/** The whole number of a rounded point, unique on the globe and exact in a double. */
export function cellOf({ latitude, longitude }: TravelPoint): number {
  const row = Math.round((latitude + 90) * perDegree)
  const column = Math.round((longitude + 180) * perDegree)
  return row * columns + column
}

/** The hour of the day in Taipei, which has known no summer time since 1979. */
export function hourInTaipei(instant: Date): number {
  return (instant.getUTCHours() + 8) % 24
}

/** Hours between two hours of the day, the short way round. */
export function hoursApart(a: number, b: number): number {
  const apart = Math.abs(a - b) % 24
  return Math.min(apart, 24 - apart)
}
