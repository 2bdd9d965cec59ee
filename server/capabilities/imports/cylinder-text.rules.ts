import {
  type CylinderType,
  cylinderTypes,
  type ProductCode,
  productCodes,
  products,
} from '../../../contract/kernel/cylinders.ts'
import { compact } from './cell-text.rules.ts'
import { maxCylinders } from './cell-values.rules.ts'
import type { Reading } from './remarks.rules.ts'

/** Sizes the trade fills, in kilograms of gas, largest first. */
export const sizesKilograms = [50, 20, 16, 10, 4] as const
export type SizeKilograms = (typeof sizesKilograms)[number]
/** Cylinders by size; an absent size is none. */
export type SizeCounts = Partial<Record<SizeKilograms, number>>
/** Cylinders by legacy product; an absent product is none. */
export type ProductQuantities = Partial<Record<ProductCode, number>>

/** The plain product of each size, which is what a household member holds. */
const plainProducts: Record<SizeKilograms, ProductCode> = { 50: '50', 20: '20', 16: '16', 10: '10', 4: '4' }

/** One 使用區域 of a site: cylinders in use and standing by behind one changeover. */
export interface UsageArea {
  sizeKilograms: SizeKilograms
  inUse: number
  standby: number
}

function sizeOf(digits: string): SizeKilograms | undefined {
  return sizesKilograms.find(size => size === Number(digits))
}

/** 系統上鋼瓶數量, `20*3+16*1`: size in kilograms times number. */
export function readCylinderText(text: string): Reading<SizeCounts> {
  const dense = compact(text).toLowerCase()
  const value: SizeCounts = {}
  if (dense === '' || dense === '0') return { value }
  for (const part of dense.split(/[+,、，;；]/)) {
    const match = /^(\d{1,2})(?:kg|公斤)?[*x×✕＊](\d{1,3})(?:桶|支|瓶)?$/.exec(part)
    const size = sizeOf(match?.[1] ?? '')
    const count = Number(match?.[2])
    if (match === null || size === undefined || count > maxCylinders)
      return { fault: 'cylinders.not-understood' }
    value[size] = (value[size] ?? 0) + count
  }
  return /^\d+\*\d+(\+\d+\*\d+)*$/.test(text) ? { value } : { value, note: 'cylinders.cleaned' }
}

/** The legacy spelling, largest size first; empty for none. */
export function formatCylinderText(counts: SizeCounts): string {
  return sizesKilograms.flatMap(size => (counts[size] ? [`${size}*${counts[size]}`] : [])).join('+')
}

/** Cylinders of all products by size. */
export function sizeCountsOf(quantities: ProductQuantities): SizeCounts {
  const counts: SizeCounts = {}
  for (const code of productCodes) {
    const quantity = quantities[code] ?? 0
    const size = sizeOf(String(cylinderTypes[products[code].type].gasGrams / 1000))
    if (quantity > 0 && size !== undefined) counts[size] = (counts[size] ?? 0) + quantity
  }
  return counts
}

/** Whether the text and the quantity columns declare the same cylinders of every size. */
export function sizesAgree(one: SizeCounts, other: SizeCounts): boolean {
  return sizesKilograms.every(size => (one[size] ?? 0) === (other[size] ?? 0))
}

/** A household member's cylinders as products of the plain brand. */
export function plainQuantities(counts: SizeCounts): ProductQuantities {
  const quantities: ProductQuantities = {}
  for (const size of sizesKilograms) if (counts[size]) quantities[plainProducts[size]] = counts[size]
  return quantities
}

/** 使用區域, `50KG:2+2`: two in use, two standing by. Empty and 0 are no area. */
export function readUsageArea(text: string): Reading<UsageArea | null> {
  const dense = compact(text).toLowerCase()
  if (dense === '' || dense === '0') return { value: null }
  const match = /^(\d{1,2})(?:kg|公斤)?[:：*](\d{1,3})(?:\+(\d{1,3}))?$/.exec(dense)
  const size = sizeOf(match?.[1] ?? '')
  if (match === null || size === undefined) return { fault: 'usage-area.not-understood' }
  const value = { sizeKilograms: size, inUse: Number(match[2]), standby: Number(match[3] ?? 0) }
  if (value.inUse > maxCylinders || value.standby > maxCylinders)
    return { fault: 'usage-area.not-understood' }
  if (value.inUse + value.standby === 0) return { value: null, note: 'usage-area.cleaned' }
  return text === formatUsageArea(value) ? { value } : { value, note: 'usage-area.cleaned' }
}

export function formatUsageArea(area: UsageArea): string {
  return `${area.sizeKilograms}KG:${area.inUse}+${area.standby}`
}

/**
 * The cylinder type that stands in a usage area. The legacy cell names the size only; the site's most numerous
 * declared type of that size is taken, the plain one where nothing is declared.
 */
export function areaCylinderType(area: UsageArea, quantities: ProductQuantities): CylinderType {
  let best: CylinderType = products[plainProducts[area.sizeKilograms]].type
  let most = 0
  for (const code of productCodes) {
    const type = products[code].type
    const quantity = quantities[code] ?? 0
    if (cylinderTypes[type].gasGrams === area.sizeKilograms * 1000 && quantity > most)
      [best, most] = [type, quantity]
  }
  return best
}
