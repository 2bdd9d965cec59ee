import {
  cylinderTypes,
  type ProductCode,
  productCodes,
  products,
} from '../../../contract/kernel/cylinders.ts'
import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import { quantitiesOf } from './customer-record.rules.ts'
import type { ProductQuantities } from './cylinder-text.rules.ts'
import type { HistoryCells } from './history-columns.rules.ts'

/** One delivery of the legacy history, which is also one line of the 上傳清單 that goes back. */
export interface HistoryRecord {
  code: string
  salesperson: string
  date: BusinessDate
  /** Minute of the day, 0–1439. */
  minute: number
  quantities: ProductQuantities
}

const gasGramsOfProduct = Object.fromEntries(
  productCodes.map(code => [code, cylinderTypes[products[code].type].gasGrams]),
) as Record<ProductCode, number>

export function historyRecord(cells: HistoryCells): HistoryRecord {
  const { code, salesperson, date, minute } = cells
  return { code, salesperson, date, minute, quantities: quantitiesOf(cells) }
}

/** Nominal gas of a delivery in grams. */
export function deliveredGrams(quantities: ProductQuantities): number {
  let grams = 0
  for (const code of Object.keys(quantities) as ProductCode[])
    grams += (quantities[code] ?? 0) * gasGramsOfProduct[code]
  return grams
}
