import { weeksOfYear } from './day-axis.rules.ts'

/** The coldest week of the year north of the equator, when most gas is used: the end of January. */
const coldestWeek = 3
/** So many weeks seen must speak before a swing of the year is believed. */
const swingRidge = 2

/**
 * Weekly factors of a whole year, mean 1, from those of the weeks seen: what is not seen yet swings with the year as
 * far as the seen weeks do, and meets them at both ends.
 */
export function wholeYear(medians: Float64Array): Float64Array {
  const seen = Array.from(medians.keys()).filter(week => (medians[week] as number) > 0)
  if (seen.length === 0) return new Float64Array(weeksOfYear).fill(1)
  const logs = medians.map(value => Math.log(value))
  const wave = Float64Array.from(medians, (_, week) =>
    Math.cos((2 * Math.PI * (week - coldestWeek)) / weeksOfYear),
  )
  const meanOf = (values: Float64Array) =>
    seen.reduce((sum, week) => sum + (values[week] as number), 0) / seen.length
  const [meanLog, meanWave] = [meanOf(logs), meanOf(wave)]
  let product = 0
  let square = 0
  for (const week of seen) {
    const deviation = (wave[week] as number) - meanWave
    product += deviation * ((logs[week] as number) - meanLog)
    square += deviation * deviation
  }
  const swing = product / (square + swingRidge)
  const swings = wave.map(value => meanLog + swing * (value - meanWave))
  const filled = logs.map((value, week) => {
    if (!Number.isNaN(value)) return value
    const before = seen.findLast(each => each < week) ?? (seen.at(-1) as number) - weeksOfYear
    const after = seen.find(each => each > week) ?? (seen[0] as number) + weeksOfYear
    const off = (at: number) => {
      const own = (at + weeksOfYear) % weeksOfYear
      return (logs[own] as number) - (swings[own] as number)
    }
    const share = (week - before) / (after - before)
    return (swings[week] as number) + (1 - share) * off(before) + share * off(after)
  })
  const factors = filled.map(value => Math.exp(value))
  const mean = factors.reduce((sum, value) => sum + value, 0) / weeksOfYear
  return factors.map(value => value / mean)
}
