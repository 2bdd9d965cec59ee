import type { Stop } from '../../offline/day.rules.ts'
import type { SettingValues } from '../../offline/settings.store.ts'

export type Guide = SettingValues['guide']

/** Safari on a phone; it asks Apple's map where Android asks whoever answers a `geo:` address. */
const isApple = (userAgent: string) => /iPhone|iPad|iPod/.test(userAgent)

/**
 * Hands over to the phone's own navigation. A coarse point would lead to the middle of a village, so the address goes
 * instead. `google` is Google's map (Maps URLs, "Directions", api=1: the app where there is one, the map in a browser
 * elsewhere); `phone` is what the phone offers (RFC 5870 `geo:`, on Apple's the Map Links scheme).
 */
export function navigationLink(
  stop: Pick<Stop, 'point' | 'isPointCoarse' | 'address' | 'shortName'>,
  guide: Guide = 'google',
  userAgent: string = globalThis.navigator?.userAgent ?? '',
): string {
  const exact = stop.isPointCoarse ? null : stop.point
  const place = exact === null ? stop.address : `${exact.latitude},${exact.longitude}`
  if (guide === 'google')
    return `https://www.google.com/maps/dir/?api=1&travelmode=driving&destination=${encodeURIComponent(place)}`
  if (isApple(userAgent)) return `maps://?dirflg=d&daddr=${encodeURIComponent(place)}`
  const point = exact === null ? '0,0' : place
  const label = exact === null ? place : `${place}(${stop.shortName})`
  return `geo:${point}?q=${encodeURIComponent(label)}`
}
