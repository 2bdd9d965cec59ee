import type { DayNumber, Delivery, SiteHistory } from './site-history.rules.ts'

/** A repeatable source of numbers in [0, 1): mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface SimulatedSite {
  history: SiteHistory
  /** True stock on the evening of the last day, grams. */
  stockGrams: number
  /** First day after the last on whose evening the stock is at or under 15 %. */
  dueDay: DayNumber
}

export interface SimulationShape {
  unitGrams: number
  cylinders: number
  dailyUseGrams: number
  /** Bit 0 is Monday; nothing is used on these days. */
  closedWeekdays: number
  /** Use on Friday and Saturday against the other days. */
  weekendFactor: number
}

/**
 * A site that burns its cylinders one after the other and is visited on the first morning on which somebody takes its
 * stock to be at or under 15 %; cylinders with less than 3 % left are swapped.
 */
export function simulateSite(
  key: string,
  shape: SimulationShape,
  firstDay: DayNumber,
  lastDay: DayNumber,
  random: () => number,
): SimulatedSite {
  const capacity = shape.unitGrams * shape.cylinders
  const deliveries: Delivery[] = []
  let stock = capacity * random()
  const useOn = (day: DayNumber, noise: number) => {
    const weekday = (day + 3) % 7
    if ((shape.closedWeekdays >> weekday) & 1) return 0
    return shape.dailyUseGrams * (weekday === 4 || weekday === 5 ? shape.weekendFactor : 1) * noise
  }
  for (let day = firstDay; day <= lastDay; day += 1) {
    const seen = stock / capacity + (random() - 0.5) * 0.08
    if (seen <= 0.15) {
      const empties = Math.floor((capacity - stock) / shape.unitGrams + 0.03)
      if (empties > 0) {
        deliveries.push({ day, grams: empties * shape.unitGrams, unitGrams: shape.unitGrams })
        stock = Math.min(capacity, stock + empties * shape.unitGrams)
      }
    }
    stock = Math.max(0, stock - useOn(day, 0.75 + random() / 2))
  }
  let left = stock
  let dueDay = lastDay
  while (left > 0.15 * capacity || dueDay === lastDay) {
    dueDay += 1
    left -= useOn(dueDay, 1)
  }
  return {
    history: {
      key,
      kind: 'commercial',
      segment: '餐廳',
      capacityGrams: capacity,
      hasTelemetry: true,
      closedWeekdays: shape.closedWeekdays,
      closedOnHolidays: false,
      deliveries,
      residualRatio: null,
    },
    stockGrams: stock,
    dueDay,
  }
}

/** A segment of sites of every size, closing on Mondays or not at all. */
export function simulateSegment(
  count: number,
  firstDay: DayNumber,
  lastDay: DayNumber,
  seed: number,
): SimulatedSite[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, index) => {
    const unitGrams = [20_000, 16_000, 50_000][index % 3] ?? 20_000
    const cylinders = 2 + Math.floor(random() * 6)
    const shape = {
      unitGrams,
      cylinders,
      dailyUseGrams: (unitGrams * cylinders) / (5 + random() * 12),
      closedWeekdays: index % 4 === 0 ? 1 : 0,
      weekendFactor: 1.8,
    }
    return simulateSite(`S${index}`, shape, firstDay, lastDay, random)
  })
}
