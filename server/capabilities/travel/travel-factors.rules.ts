import type { TravelFactors } from '../../ports/travel-times/travel-times.port.ts'

/** Parts of the day with traffic of their own, and `day` for all of it. */
export const travelBands = ['night', 'morning', 'midday', 'afternoon', 'evening'] as const
export type TravelBand = (typeof travelBands)[number] | 'day'

/** From this hour on (Taipei) until the next row. */
const bandStarts: readonly [hour: number, band: TravelBand][] = [
  [0, 'night'],
  [6, 'morning'],
  [10, 'midday'],
  [15, 'afternoon'],
  [19, 'evening'],
  [22, 'night'],
]

export function bandOf(hour: number): TravelBand {
  return bandStarts.findLast(([start]) => hour >= start)?.[1] ?? 'night'
}

/** One way that a truck drove, from leaving a door to reaching the next one. */
export interface DrivenLeg {
  fromZone: string
  toZone: string
  /** Hour of departure in Taipei. */
  hour: number
  drivenSeconds: number
  /** What the built-in estimate says without any factor. */
  estimatedSeconds: number
}

export interface LearnedFactor {
  /** Both empty: the whole company. */
  fromZone: string
  toZone: string
  band: TravelBand
  /** Driven over estimated time. */
  factor: number
  samples: number
}

/** Shorter ways are parking and door to door; longer ones held a break. */
const [shortestSeconds, longestSeconds] = [60, 2 * 3_600]
/** Beyond these the truck did something else on the way. */
const [leastRatio, mostRatio] = [0.2, 5]
/** No town is slower or faster than our estimate by more; the bound also keeps a fault of the data from the plans. */
export const [leastFactor, mostFactor] = [0.5, 2.5]
/** The parent's estimate weighs as much as this many ways of one's own (empirical Bayes with a fixed prior weight). */
const priorSamples = 10
/** A pair of zones with fewer ways is not told apart from the company. */
const fewestSamples = 5

/**
 * Factors of the company and of pairs of zones, over the day and by band: the median of log ratios, drawn towards the
 * next wider group the fewer ways there are (company → 1, band → company, pair → company, pair's band → pair). Medians
 * of logs, because a ratio of 2 is as wrong as one of ½ and a lunch on the way must not count.
 */
export function learnFactors(legs: readonly DrivenLeg[]): LearnedFactor[] {
  const usable = legs.flatMap(leg => {
    const logRatio = Math.log(leg.drivenSeconds / leg.estimatedSeconds)
    return isUsable(leg) ? [{ ...leg, logRatio, band: bandOf(leg.hour) }] : []
  })
  if (usable.length === 0) return []
  const company = drawn(logs(usable), 0)
  const bands = new Map(
    travelBands.map(band => [
      band as TravelBand,
      drawn(logs(usable.filter(leg => leg.band === band)), company),
    ]),
  )
  const pairs = Map.groupBy(usable, leg => JSON.stringify([leg.fromZone, leg.toZone]))
  const whole = { fromZone: '', toZone: '' }
  return [
    factorOf(whole, 'day', company, usable.length),
    ...[...Map.groupBy(usable, leg => leg.band)].map(([band, own]) =>
      factorOf(whole, band, bands.get(band) ?? company, own.length),
    ),
    ...[...pairs.values()].flatMap(own => {
      const [first] = own
      if (!first || own.length < fewestSamples || (first.fromZone === '' && first.toZone === '')) return []
      const pair = drawn(logs(own), company)
      const byBand = [...Map.groupBy(own, leg => leg.band)].filter(([, part]) => part.length >= fewestSamples)
      return [
        factorOf(first, 'day', pair, own.length),
        ...byBand.map(([band, part]) =>
          factorOf(
            first,
            band,
            drawn(logs(part), pair + (bands.get(band) ?? company) - company),
            part.length,
          ),
        ),
      ]
    }),
  ]
}

function isUsable({ drivenSeconds, estimatedSeconds }: DrivenLeg): boolean {
  const ratio = drivenSeconds / estimatedSeconds
  return (
    estimatedSeconds >= shortestSeconds &&
    drivenSeconds <= longestSeconds &&
    ratio >= leastRatio &&
    ratio <= mostRatio
  )
}

const logs = (legs: readonly { logRatio: number }[]) => legs.map(leg => leg.logRatio).sort((a, b) => a - b)

/** The median of sorted values, drawn towards the parent's value. */
function drawn(sorted: readonly number[], parent: number): number {
  if (sorted.length === 0) return parent
  const middle = (sorted.length - 1) / 2
  const median = ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2
  return (median * sorted.length + parent * priorSamples) / (sorted.length + priorSamples)
}

function factorOf(
  { fromZone, toZone }: { fromZone: string; toZone: string },
  band: TravelBand,
  logFactor: number,
  samples: number,
): LearnedFactor {
  const factor = Math.min(mostFactor, Math.max(leastFactor, Math.exp(logFactor)))
  return { fromZone, toZone, band, factor: Math.round(factor * 1000) / 1000, samples }
}

/**
 * Looks a factor up: the pair's at that band, the pair's of the day with the company's swing of that band, the
 * company's, 1.
 */
export function factorsFrom(rows: readonly LearnedFactor[]): TravelFactors | undefined {
  if (rows.length === 0) return undefined
  const key = (from: string, to: string, band: TravelBand) => `${from} ${to} ${band}`
  const known = new Map(rows.map(row => [key(row.fromZone, row.toZone, row.band), row.factor]))
  const company = known.get(key('', '', 'day')) ?? 1
  return (fromZone, toZone, hour) => {
    const band = bandOf(hour)
    const [from, to] = [fromZone ?? '', toZone ?? '']
    const ofBand = known.get(key('', '', band)) ?? company
    const pair = known.get(key(from, to, 'day'))
    return known.get(key(from, to, band)) ?? (pair === undefined ? ofBand : (pair * ofBand) / company)
  }
}
