import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { seededRandom } from '../../server/capabilities/forecasting/simulated-site.test-support.ts'
import {
  type DayNumber,
  type Delivery,
  dayNumberOf,
  type SiteHistory,
} from '../../server/capabilities/forecasting/site-history.rules.ts'
import type { Outcome } from './score.ts'

/** A metered home: what it used on each day, in grams of LPG. */
export interface MeteredHome {
  key: string
  firstDay: DayNumber
  useGrams: Float64Array
}

/** A home whose gas came in cylinders: what the company saw of it, and what only its meter knew. */
export interface ReplayedSite {
  history: SiteHistory
  /** Gas on site on the evening of each day. */
  stockGrams: Float64Array
  /** Days that began without gas, or ended so before their use was served. */
  dryDays: number
}

/** 12,000 kcal/kg, the upper heating value of LPG as Taiwan's energy balances convert it. */
const kwhPerKg = 13.95
const unitGrams = 20_000
/** Companies choose a bank that lasts about so many days of mean use; never one cylinder alone. */
const lastingDays = 12
const dueShare = 0.15
/** The planner guesses the stock to within so much of capacity, either way. */
const guessShare = 0.1
/** An opened cylinder with less than this left goes along with the empties. */
const swapShare = 0.15
const sunday = 6

/** Reads one column a meter, one row a day, kWh. */
export function readMeters(folder: string): MeteredHome[] {
  const [head = '', ...lines] = readFileSync(join(folder, 'gas_daily_kwh_wide.csv'), 'utf8')
    .trim()
    .split(/\r?\n/)
  const rows = lines.map(line => line.split(','))
  const firstDay = dayNumberOf(rows[0]?.[0] ?? '')
  return head
    .split(',')
    .slice(1)
    .map((key, column) => ({
      key,
      firstDay,
      useGrams: Float64Array.from(rows, row => (Number(row[column + 1]) / kwhPerKg) * 1000),
    }))
}

/**
 * Lets a home live on 20 kg cylinders: a planner looks in on working mornings, comes when he takes the stock to be at
 * or under 15 %, and swaps what is empty. Gas that was not there is not used.
 * @returns null for a home that never needs a second delivery
 */
export function replay(home: MeteredHome): ReplayedSite | null {
  const random = seededRandom(hashOf(home.key))
  const days = home.useGrams.length
  const mean = home.useGrams.reduce((sum, use) => sum + use, 0) / days
  const cylinders = Math.max(2, Math.ceil((mean * lastingDays) / unitGrams))
  const capacity = cylinders * unitGrams
  const deliveries: Delivery[] = []
  const stockGrams = new Float64Array(days)
  let dryDays = 0
  let stock = capacity
  for (let index = 0; index < days; index += 1) {
    const day = home.firstDay + index
    const guessed = stock / capacity + (random() - 0.5) * 2 * guessShare
    if (guessed <= dueShare && (day + 3) % 7 !== sunday) {
      const swapped = swappable(stock, cylinders)
      if (swapped > 0) deliveries.push({ day, grams: swapped * unitGrams, unitGrams })
      stock = afterSwap(stock, swapped)
    }
    const use = home.useGrams[index] ?? 0
    if (stock < use) dryDays += 1
    stock = Math.max(0, stock - use)
    stockGrams[index] = stock
  }
  if (deliveries.length < 2) return null
  return { history: historyOf(home.key, capacity, deliveries), stockGrams, dryDays }
}

function swappable(stock: number, cylinders: number): number {
  const full = Math.floor(stock / unitGrams)
  const opened = stock - full * unitGrams
  return cylinders - full - (opened >= swapShare * unitGrams ? 1 : 0)
}

/** What was left in an opened cylinder that was swapped goes back with it (退氣). */
function afterSwap(stock: number, swapped: number): number {
  const opened = stock % unitGrams
  const left = opened < swapShare * unitGrams ? stock - opened : stock
  return left + swapped * unitGrams
}

function historyOf(key: string, capacityGrams: number, deliveries: Delivery[]): SiteHistory {
  return {
    key,
    kind: 'commercial',
    segment: 'meters',
    capacityGrams,
    hasTelemetry: false,
    closedWeekdays: 0,
    closedOnHolidays: false,
    deliveries,
    residualRatio: null,
  }
}

/** When the site is really due and empty if nobody comes after the evening of `asOf`; null past the last metered day. */
export function outcomeOf(home: MeteredHome, site: ReplayedSite, asOf: DayNumber): Outcome {
  const { capacityGrams } = site.history
  let stock = site.stockGrams[asOf - home.firstDay] ?? 0
  const outcome: Outcome = { dueDay: null, runOutDay: null }
  for (let index = asOf - home.firstDay + 1; index < home.useGrams.length; index += 1) {
    stock -= home.useGrams[index] ?? 0
    if (outcome.dueDay === null && stock <= dueShare * capacityGrams) outcome.dueDay = home.firstDay + index
    if (stock <= 0) return { ...outcome, runOutDay: home.firstDay + index }
  }
  return outcome
}

/** Half of the meters may choose numbers of the method; the other half only judges them. Never changes with the files. */
export function isHeldOut(key: string): boolean {
  return (hashOf(key) >>> 8) % 2 === 1
}

/** FNV-1a, 32 bits. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5
  for (const character of key) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0
  return hash
}
