import type { Stop } from '../../offline/day.rules.ts'

/**
 * Hands over to the phone's own navigation. A coarse point would lead to the middle of a village, so the address goes
 * instead. (Google Maps URLs, "Directions", api=1: opens the app where there is one, the map in a browser elsewhere.)
 */
export function navigationLink(stop: Pick<Stop, 'point' | 'isPointCoarse' | 'address'>): string {
  const isExact = stop.point !== null && !stop.isPointCoarse
  const destination = isExact ? `${stop.point?.latitude},${stop.point?.longitude}` : stop.address
  return `https://www.google.com/maps/dir/?api=1&travelmode=driving&destination=${encodeURIComponent(destination)}`
}
