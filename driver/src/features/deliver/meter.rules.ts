import type { Stop } from '../../offline/day.rules.ts'

/** Reading a flow meter. A register shows whole 度 in dark drums and two decimals; we count in thousandths. */
export type Meter = NonNullable<Stop['meter']>

export const decimals = 2
const milliPerStep = 10

/** Typed digits (two decimals at the end) → thousandths of a unit; empty text reads as nothing. */
export function milliUnitsOf(digits: string): number | null {
  return digits === '' ? null : Number(digits) * milliPerStep
}

/** Typed digits as the drums show them: whole part and decimals, filled with zeros. */
export function drumsOf(digits: string, wholeDigits: number): { whole: string; fraction: string } {
  const filled = digits.padStart(wholeDigits + decimals, '0')
  return { whole: filled.slice(0, -decimals), fraction: filled.slice(-decimals) }
}

/** Thousandths → `1284.36`, with thousands separators. */
export function unitsText(milliUnits: number): string {
  const sign = milliUnits < 0 ? '−' : ''
  const steps = Math.round(Math.abs(milliUnits) / milliPerStep)
  const whole = Math.floor(steps / 100)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
  return `${sign}${whole}.${String(steps % 100).padStart(2, '0')}`
}

/** How the use since last time compares with what is usual here; `unknown` where nothing is known to compare with. */
export type Plausibility = 'usual' | 'much' | 'little' | 'backwards' | 'unknown'

/** Half to double of the usual use is called usual; a rush and a holiday both fit in it, a misread digit does not. */
const usualRange = { from: 0.5, to: 2 }
const dayMs = 86_400_000

export interface MeterUse {
  usedMilliUnits: number | null
  plausibility: Plausibility
}

/**
 * Use since the last reading and a word for it.
 * @param nowMs the moment of reading, milliseconds since the epoch
 */
export function meterUse(meter: Meter, milliUnits: number | null, nowMs: number): MeterUse {
  if (milliUnits === null || meter.lastMilliUnits === null)
    return { usedMilliUnits: null, plausibility: 'unknown' }
  const usedMilliUnits = milliUnits - meter.lastMilliUnits
  if (usedMilliUnits < 0) return { usedMilliUnits, plausibility: 'backwards' }
  if (meter.usualMilliUnitsPerDay === null || meter.lastReadAt === null)
    return { usedMilliUnits, plausibility: 'unknown' }
  const days = Math.max(1, (nowMs - Date.parse(meter.lastReadAt)) / dayMs)
  const share = usedMilliUnits / Math.max(1, meter.usualMilliUnitsPerDay * days)
  if (share < usualRange.from) return { usedMilliUnits, plausibility: 'little' }
  return { usedMilliUnits, plausibility: share > usualRange.to ? 'much' : 'usual' }
}
