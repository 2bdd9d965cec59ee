import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import type { getPriceBoard, listPriceHistory, PricedLineView } from '@luckygas/contract/endpoints/prices.ts'
import { addDays, type BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import { readTogether } from '../../platform/database/read-together.ts'
import { readCompany } from '../admin/admin.api.ts'
import { readPriceHistory, readPricesOn, readProducts } from './price.store.ts'
import { inSaleUnit, type PricedLine } from './pricing.rules.ts'

/** Two years and a day: J0130062 §7 has a shop keep its prices for two years. */
const historyDays = 731

export const showLine = (line: PricedLine): PricedLineView => ({
  ...line,
  unitPriceNtd: String(line.unitPriceNtd),
  doorPriceNtd: String(line.doorPriceNtd),
  depositNtd: String(line.depositNtd),
  steps: line.steps.map(step => ({
    ...step,
    unitPriceNtd: step.unitPriceNtd === null ? null : String(step.unitPriceNtd),
    amountNtd: String(step.amountNtd),
  })),
})

/** List prices that held within the last two years, and those announced. */
export async function showHistory(
  db: Reader,
  today: BusinessDate,
): Promise<EndpointAnswer<typeof listPriceHistory>> {
  const since = addDays(today, -historyDays)
  const prices = await readPriceHistory(db, since)
  return {
    since,
    prices: prices.map(price => ({
      product: price.product,
      effectiveFrom: price.effectiveFrom,
      unitPriceNtd: String(price.unitPriceNtd),
      unit: price.unit,
      depositNtd: String(price.depositNtd),
      source: price.source,
      setAt: price.setAt.toISOString(),
    })),
  }
}

/**
 * 價目表: name and today's price of each size; for metered gas the price of a unit and of the two months before
 * (J0130062 §7). A month's price is the one that held on its last day.
 */
export async function showBoard(
  db: Reader,
  today: BusinessDate,
): Promise<EndpointAnswer<typeof getPriceBoard>> {
  const products = await readProducts(db)
  const prices = await readPricesOn(db, today)
  const lastDays = monthsBefore(today, 2)
  const earlier = await readTogether(db, ...lastDays.map(day => () => readPricesOn(db, day)))
  const cylinders: EndpointAnswer<typeof getPriceBoard>['cylinders'] = []
  const metered: EndpointAnswer<typeof getPriceBoard>['metered'] = []
  for (const { code, label, billingMethod } of products) {
    const price = prices.get(code)
    if (!price) continue
    const sale = inSaleUnit(code, price.unitPriceNtd, price.unit)
    if (billingMethod === 'cylinder')
      cylinders.push({
        product: code,
        label,
        unitPriceNtd: String(sale.amountNtd),
        since: price.effectiveFrom,
      })
    else
      metered.push({
        product: code,
        label,
        unit: sale.unit,
        unitPriceNtd: String(sale.amountNtd),
        months: lastDays.map((day, index) => {
          const before = earlier[index]?.get(code)
          return { month: day.slice(0, 7), unitPriceNtd: before ? String(before.unitPriceNtd) : null }
        }),
      })
  }
  const { name } = await readCompany(db)
  return { company: name, on: today, cylinders, metered }
}

/** The last days of the months before the one a day is in, the nearest first. */
function monthsBefore(day: BusinessDate, count: number): BusinessDate[] {
  const days: BusinessDate[] = []
  for (let last = addDays(`${day.slice(0, 7)}-01`, -1); days.length < count; )
    last = addDays(`${days[days.push(last) - 1]?.slice(0, 7)}-01`, -1)
  return days
}
