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
import type { Translate } from '../words/words.ts'

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
  return goodsText(lines, line => line.fullOut)
}

/** The same of the empties that come out. */
export function emptiesText(lines: readonly { product: ProductCode; emptyIn: number }[]): string {
  return goodsText(lines, line => line.emptyIn)
}

function goodsText<L extends { product: ProductCode }>(
  lines: readonly L[],
  count: (line: L) => number,
): string {
  return lines
    .filter(line => count(line) > 0)
    .map(line => `${productText(line.product)} × ${count(line)}`)
    .join('　')
}

/** What a stop is for in one line: the fulls it gets, or where it gets none, the empties to fetch. */
export function visitText(t: Translate, lines: Stop['lines']): string {
  const empties = emptiesText(lines)
  return linesText(lines) || (empties === '' ? '' : t('stop.collects', { empties }))
}

export function countsText(counts: CylinderCounts): string {
  return cylinderTypeCodes
    .filter(code => (counts[code] ?? 0) > 0)
    .map(code => `${sizeText(code)} × ${counts[code]}`)
    .join('　')
}

export const sumOf = <T>(all: readonly T[], pick: (one: T) => number): number =>
  all.reduce((sum, one) => sum + pick(one), 0)
