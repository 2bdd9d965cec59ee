/**
 * What the trade carries. A cylinder type is a thing a driver lifts; a product is a way of selling it: the same
 * 50 kg cylinder is product `50` at a site billed by the cylinder and `F50` at a site billed by its meter (流量).
 */
export const cylinderTypes = {
  '50': { label: '50', gasGrams: 50_000, tareGrams: 38_000 },
  P20: { label: '營20', gasGrams: 20_000, tareGrams: 17_500 },
  P16: { label: '營16', gasGrams: 16_000, tareGrams: 15_000 },
  '20': { label: '20', gasGrams: 20_000, tareGrams: 17_500 },
  '16': { label: '16', gasGrams: 16_000, tareGrams: 15_000 },
  '10': { label: '10', gasGrams: 10_000, tareGrams: 10_500 },
  '4': { label: '4', gasGrams: 4_000, tareGrams: 5_000 },
  H16: { label: '好運16', gasGrams: 16_000, tareGrams: 15_000 },
  B10: { label: '瓶安10', gasGrams: 10_000, tareGrams: 5_000 },
  X4: { label: '幸福丸', gasGrams: 4_000, tareGrams: 5_000 },
  H20: { label: '好運20', gasGrams: 20_000, tareGrams: 17_500 },
} as const satisfies Record<string, { label: string; gasGrams: number; tareGrams: number }>

export type CylinderType = keyof typeof cylinderTypes
export const cylinderTypeCodes = Object.keys(cylinderTypes).sort(
  (a, b) => cylinderTypes[b as CylinderType].gasGrams - cylinderTypes[a as CylinderType].gasGrams,
) as CylinderType[]

export type BillingMethod = 'cylinder' | 'metered'

/**
 * The sixteen legacy products in the order of the 上傳清單 columns. `workbook` is the header in the customer
 * workbook, `history` the header in the delivery history (營20 there is 丙烷20).
 */
export const products = {
  '50': { type: '50', method: 'cylinder', workbook: '50KG', history: '50KG' },
  P20: { type: 'P20', method: 'cylinder', workbook: '營20', history: '丙烷20' },
  P16: { type: 'P16', method: 'cylinder', workbook: '營16', history: '丙烷16' },
  '20': { type: '20', method: 'cylinder', workbook: '20KG', history: '20KG' },
  '16': { type: '16', method: 'cylinder', workbook: '16KG', history: '16KG' },
  '10': { type: '10', method: 'cylinder', workbook: '10KG', history: '10KG' },
  '4': { type: '4', method: 'cylinder', workbook: '4KG', history: '4KG' },
  H16: { type: 'H16', method: 'cylinder', workbook: '好運16', history: '好運16' },
  B10: { type: 'B10', method: 'cylinder', workbook: '瓶安桶10', history: '瓶安桶10' },
  X4: { type: 'X4', method: 'cylinder', workbook: '幸福丸', history: '幸福丸' },
  H20: { type: 'H20', method: 'cylinder', workbook: '好運20', history: '好運20' },
  F50: { type: '50', method: 'metered', workbook: '流量50', history: '流量50' },
  F20: { type: '20', method: 'metered', workbook: '流量20', history: '流量20' },
  F16: { type: '16', method: 'metered', workbook: '流量16', history: '流量16' },
  FH20: { type: 'H20', method: 'metered', workbook: '流量好運20', history: '流量好運20' },
  FH16: { type: 'H16', method: 'metered', workbook: '流量好運16', history: '流量好運16' },
} as const satisfies Record<
  string,
  { type: CylinderType; method: BillingMethod; workbook: string; history: string }
>

export type ProductCode = keyof typeof products
/**
 * Product codes in the order of the legacy columns; stored quantities are in this order. Written out, because a
 * program lists the keys of `products` that look like numbers before all others.
 */
export const productCodes: readonly ProductCode[] = [
  '50',
  'P20',
  'P16',
  '20',
  '16',
  '10',
  '4',
  'H16',
  'B10',
  'X4',
  'H20',
  'F50',
  'F20',
  'F16',
  'FH20',
  'FH16',
]

/** Cylinders by type; an absent type is none. */
export type CylinderCounts = Partial<Record<CylinderType, number>>

/** Nominal gas in grams of a number of full cylinders. */
export function gasGramsOf(counts: CylinderCounts): number {
  let grams = 0
  for (const code of cylinderTypeCodes) grams += (counts[code] ?? 0) * cylinderTypes[code].gasGrams
  return grams
}

/** Cylinders as the trade writes them: `50×2 20×3`, largest first; empty text for none. */
export function formatCylinders(counts: CylinderCounts): string {
  return cylinderTypeCodes
    .filter(code => (counts[code] ?? 0) !== 0)
    .map(code => `${cylinderTypes[code].label}×${counts[code]}`)
    .join(' ')
}
