import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import type { getFleet } from '@luckygas/ui/api/routes/dispatch.ts'

export type Fleet = EndpointAnswer<NonNullable<(typeof getFleet)['types']>>

/** `08:00` → 480; undefined where it is not a time of day. */
export function minuteOf(text: string): number | undefined {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text)
  if (match === null) return undefined
  const minute = Number(match[1]) * 60 + Number(match[2])
  return minute < 24 * 60 ? minute : undefined
}
