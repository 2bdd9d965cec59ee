import { type BusinessDate, businessDateOf } from '@luckygas/contract/kernel/dates.ts'
import { uuidv7 } from '@luckygas/contract/kernel/ids.ts'

/** The two apps' only clock. Device clocks lie, so the difference to the server's clock is measured and kept here. */
let offsetMs: number | null = null

/** Milliseconds since the epoch by this device's clock. */
export function nowMs(): number {
  return Date.now()
}

/**
 * Notes the server's time as an answer brought it.
 * @param serverNow instant in the answer
 * @param sentAtMs this device's clock when the request left; half the round trip is taken as the way back
 */
export function noteServerTime(serverNow: string, sentAtMs: number): void {
  const receivedAtMs = nowMs()
  offsetMs = Math.round(Date.parse(serverNow) - (sentAtMs + receivedAtMs) / 2)
}

/** Server minus device clock in milliseconds; null until the server has been met. */
export function clockOffsetMs(): number | null {
  return offsetMs
}

/** The server's clock as well as we know it, in milliseconds since the epoch. */
export function serverNowMs(): number {
  return nowMs() + (offsetMs ?? 0)
}

/** Today's business day in Taipei by the server's clock. */
export function today(): BusinessDate {
  return businessDateOf(new Date(serverNowMs()))
}

/** A new id for a record made here; it doubles as the idempotency key of the write that creates it. */
export function newId(): string {
  return uuidv7(nowMs())
}
