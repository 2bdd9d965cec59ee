import {
  type CylinderCounts,
  type CylinderType,
  cylinderTypeCodes,
  cylinderTypes,
  type ProductCode,
  products,
} from '@luckygas/contract/kernel/cylinders.ts'
import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { formatNtd } from '@luckygas/contract/kernel/money.ts'
import type { Stop } from '../offline/day.rules.ts'

/** Sizes sold only by their weight read `20 kg`; brands keep their name. */
export function sizeText(type: CylinderType): string {
  const { label } = cylinderTypes[type]
  return /^\d+$/.test(label) ? `${label} kg` : label
}
export const productText = (product: ProductCode): string => sizeText(products[product].type)

export const ntd = (amount: bigint | number): string => `NT$${formatNtd(BigInt(amount))}`

/** `10:30–11:30`, several with a space between. */
export const windowsText = (windows: Stop['windows']): string =>
  windows.map(({ fromMinute, toMinute }) => `${formatMinute(fromMinute)}–${formatMinute(toMinute)}`).join(' ')

/** `20 kg × 2`, several with a wide space between; empty where nothing is carried. */
export function linesText(lines: readonly { product: ProductCode; fullOut: number }[]): string {
  return lines
    .filter(line => line.fullOut > 0)
    .map(line => `${productText(line.product)} × ${line.fullOut}`)
    .join('　')
}

export function countsText(counts: CylinderCounts): string {
  return cylinderTypeCodes
    .filter(code => (counts[code] ?? 0) > 0)
    .map(code => `${sizeText(code)} × ${counts[code]}`)
    .join('　')
}

export const sumOf = <T>(all: readonly T[], pick: (one: T) => number): number =>
  all.reduce((sum, one) => sum + pick(one), 0)
