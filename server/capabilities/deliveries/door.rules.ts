import {
  type CylinderCounts,
  type CylinderType,
  cylinderTypes,
  type ProductCode,
  products,
} from '../../../contract/kernel/cylinders.ts'
import {
  type DoorAmount,
  type DoorResidual,
  doorAmount,
  type Settlement,
} from '../../../contract/kernel/door-amount.ts'
import { scaleNtd } from '../../../contract/kernel/money.ts'
import type { PriceFacts } from './deliveries-deps.ts'
import type { StopLineFacts } from './dispatch-needs.ts'

export interface ReportedLine {
  product: ProductCode
  fullOut: number
  emptyIn: number
  depositsTaken: number
}

/** One line a product: a phone may report a product twice, and the two mean their sum. */
export function mergeLines(lines: readonly ReportedLine[]): ReportedLine[] {
  const merged = new Map<ProductCode, ReportedLine>()
  for (const line of lines) {
    const known = merged.get(line.product)
    merged.set(line.product, {
      product: line.product,
      fullOut: line.fullOut + (known?.fullOut ?? 0),
      emptyIn: line.emptyIn + (known?.emptyIn ?? 0),
      depositsTaken: line.depositsTaken + (known?.depositsTaken ?? 0),
    })
  }
  return [...merged.values()]
}

/** Cylinders by physical type: products `50` and `F50` are the same cylinder. */
export function countByType<L extends { product: ProductCode }>(
  lines: readonly L[],
  quantity: (line: L) => number,
): CylinderCounts {
  const counts: CylinderCounts = {}
  for (const line of lines) {
    const { type } = products[line.product]
    if (quantity(line) !== 0) counts[type] = (counts[type] ?? 0) + quantity(line)
  }
  return counts
}

/** NT$ of one full cylinder at list price; a price by the kilogram is taken times the nominal gas. */
export function cylinderListPrice(product: ProductCode, price: PriceFacts): bigint {
  if (price.unit !== 'kg') return price.unitPriceNtd
  return scaleNtd(price.unitPriceNtd, BigInt(cylinderTypes[products[product].type].gasGrams), 1000n)
}

export interface PricedLine extends ReportedLine {
  unitPriceNtd: bigint
}

/** The price each line is charged at: what was agreed when the stop was planned, else the list price of the day. */
export function priceLines(
  lines: readonly ReportedLine[],
  planned: readonly StopLineFacts[],
  prices: ReadonlyMap<ProductCode, PriceFacts>,
): PricedLine[] {
  const agreed = new Map(planned.map(line => [line.product, line.unitPriceNtd]))
  return lines.map(line => {
    const price = prices.get(line.product)
    const listed = price ? cylinderListPrice(line.product, price) : 0n
    return { ...line, unitPriceNtd: agreed.get(line.product) ?? listed }
  })
}

/** What is due at the door by the company's own prices. */
export function amountAtDoor(
  lines: readonly PricedLine[],
  residuals: readonly DoorResidual[],
  prices: ReadonlyMap<ProductCode, PriceFacts>,
  depositRefundNtd = 0n,
): DoorAmount {
  return doorAmount({
    lines: lines.map(line => ({ ...line, unitDepositNtd: prices.get(line.product)?.depositNtd ?? 0n })),
    residuals,
    listPrices: new Map([...prices].map(([code, price]) => [code, cylinderListPrice(code, price)])),
    depositRefundNtd,
  })
}

/**
 * Empties that should have come back and neither did nor were covered by a deposit, by type; undefined when as many
 * cylinders came back in all as were to be swapped (a 16 for a 20).
 * An exchange is planned where the stop's line takes empties back, and for anything sold that was not planned.
 */
export function emptiesShort(
  lines: readonly ReportedLine[],
  planned: readonly StopLineFacts[],
): CylinderCounts | undefined {
  const plannedEmpty = countByType(planned, line => line.emptyIn)
  const isPlanned = new Set(planned.map(line => products[line.product].type))
  const fullOut = countByType(lines, line => line.fullOut)
  const back = countByType(lines, line => line.emptyIn + line.depositsTaken)
  const short: CylinderCounts = {}
  let expected = 0
  for (const [type, full] of Object.entries(fullOut) as [CylinderType, number][]) {
    const wanted = isPlanned.has(type) ? Math.min(plannedEmpty[type] ?? 0, full) : full
    expected += wanted
    if (wanted > (back[type] ?? 0)) short[type] = wanted - (back[type] ?? 0)
  }
  const returned = Object.values(back).reduce((sum, quantity) => sum + quantity, 0)
  return returned < expected ? short : undefined
}

/** Whether the driver gave credit that this account does not have: 月結 or 少收 at a customer who pays at the door. */
export function isCreditUnagreed(
  settlement: Settlement,
  payment: 'cash' | 'transfer' | 'monthly' | 'short' | 'none',
  dueNtd: bigint,
  paidNtd: bigint,
): boolean {
  if (settlement === 'monthly' || payment === 'transfer') return false
  if (payment === 'monthly') return dueNtd > 0n
  return dueNtd > 0n && paidNtd < dueNtd
}
