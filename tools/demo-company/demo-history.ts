import { addDays, daysBetween, isoWeekday, toRocDigits } from '../../contract/kernel/dates.ts'
import type { Random } from '../dirty-legacy/random.ts'
import type { DemoUse } from './demo-customers.ts'
import { spread } from './demo-random.ts'

/** One line of the legacy history: a visit that swapped `cylinders` of the site's product. */
export interface DemoVisit {
  code: string
  zone: string
  date: string
  minute: number
  product: string
  cylinders: number
}

/**
 * Lives through the days from `from` to `until` (both included) at one site: gas is used by weekday, season and
 * chance; when the bank is down to the site's trigger, somebody comes on the next open day and swaps what is empty.
 */
export function livedHistory(use: DemoUse, from: string, until: string, random: Random): DemoVisit[] {
  const visits: DemoVisit[] = []
  const capacity = use.cylinders * use.kilogramsEach
  let stock = capacity * (0.3 + 0.7 * random.next())
  let drift = 1
  const days = daysBetween(from, until)
  for (let day = 0; day <= days; day += 1) {
    const date = addDays(from, day)
    const weekday = isoWeekday(date)
    drift = Math.max(0.5, Math.min(1.8, drift * (1 + 0.006 * (random.next() - 0.5))))
    const isClosed = use.closedWeekdays.has(weekday)
    const share = isClosed ? 0.03 : weekday >= 6 ? use.weekend : 1
    stock = Math.max(
      0,
      stock - use.kilogramsPerDay * share * season(date, use.winter) * drift * spread(random, 0.25),
    )
    if (isClosed || stock > capacity * use.trigger * (0.85 + 0.3 * random.next())) continue
    // Somebody comes four times out of five; otherwise the list was long and it is tomorrow.
    if (random.next() > 0.8 && stock > capacity * 0.05) continue
    const empties = Math.max(
      1,
      Math.min(use.cylinders, Math.floor((capacity - stock) / use.kilogramsEach + 0.15)),
    )
    stock = Math.min(capacity, stock + empties * use.kilogramsEach * (1 - use.residual))
    visits.push({
      code: use.code,
      zone: use.zone,
      date,
      minute: 485 + random.whole(0, 470),
      product: use.product,
      cylinders: empties,
    })
  }
  return visits
}

/** A year of the house's weather: 1 in May, highest at the end of January. */
function season(date: string, winter: number): number {
  const dayOfYear = daysBetween(`${date.slice(0, 4)}-01-01`, date)
  return 1 + ((winter - 1) / 2) * Math.cos((2 * Math.PI * (dayOfYear - 25)) / 365.25)
}

/** A visit as a line of the 上傳清單, without its line end. */
export function historyLine(visit: DemoVisit, columns: readonly string[]): string {
  const quantities = columns.map(column => (column === visit.product ? String(visit.cylinders) : ''))
  const time = `${String(Math.floor(visit.minute / 60)).padStart(2, '0')}:${String(visit.minute % 60).padStart(2, '0')}`
  return [visit.code, visit.zone, toRocDigits(visit.date), time, ...quantities].join(',')
}
