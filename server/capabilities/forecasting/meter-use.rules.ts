import type { DayNumber } from './site-history.rules.ts'

export interface MeterShape {
  /** Digits of the counter, after which it begins again. */
  digits: number
  gramsPerUnit: number
}
export interface MeterUse {
  sinceDay: DayNumber
  day: DayNumber
  grams: number
}

/** A counter that seems to run back by more than this share of its range was exchanged or misread, not rolled over. */
const rollOverShare = 0.5

/**
 * Gas used between readings of one meter, a day apart or more. A counter that passed its last digit rolls over; one
 * that ran back otherwise says nothing about that interval.
 * @param readings oldest first, thousandths of the meter's unit
 */
export function meterUse(
  readings: readonly { day: DayNumber; milliUnits: number }[],
  meter: MeterShape,
): MeterUse[] {
  const range = 10 ** meter.digits * 1000
  const uses: MeterUse[] = []
  let before = readings[0]
  for (const reading of readings.slice(1)) {
    if (!before || reading.day <= before.day) continue
    const advanced = reading.milliUnits - before.milliUnits
    const milliUnits = advanced >= 0 ? advanced : advanced + range
    if (milliUnits < range * rollOverShare)
      uses.push({
        sinceDay: before.day,
        day: reading.day,
        grams: Math.round((milliUnits / 1000) * meter.gramsPerUnit),
      })
    before = reading
  }
  return uses
}
