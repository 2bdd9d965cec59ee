import { cylinderTypes, type ProductCode, products } from '@luckygas/contract/kernel/cylinders.ts'

export type ProductCounts = Partial<Record<ProductCode, number>>

const nominalGrams = (product: ProductCode) => cylinderTypes[products[product].type].gasGrams

/** Nominal gas of a number of products, grams. */
export function nominalGramsOf(counts: ProductCounts): number {
  let grams = 0
  for (const [product, quantity] of Object.entries(counts))
    grams += quantity * nominalGrams(product as ProductCode)
  return grams
}

/** A cylinder with less than this left is swapped rather than kept. */
const swapShare = 0.15

/**
 * What to load for a visit: the products of the site's recent deliveries in their usual proportion, as many as will
 * be empty, at least one cylinder and never more than the site has taken or holds.
 * @param recent latest deliveries, in any order; may be empty
 * @param held what the site holds (declared or by the ledger); may be empty
 * @param emptyGrams capacity less the expected stock at the visit
 */
export function whatToBring(
  recent: readonly ProductCounts[],
  held: ProductCounts,
  emptyGrams: number,
): ProductCounts {
  const most = mostOf(recent, held)
  const mix = recent.length > 0 ? meanOf(recent) : held
  const mixGrams = nominalGramsOf(mix)
  if (mixGrams === 0) return {}
  const scale = Math.max(0, emptyGrams) / mixGrams
  const counts: ProductCounts = {}
  for (const [code, usual] of Object.entries(mix)) {
    const product = code as ProductCode
    const quantity = Math.min(most[product] ?? 0, Math.ceil(usual * scale - swapShare))
    if (quantity > 0) counts[product] = quantity
  }
  if (Object.keys(counts).length > 0) return counts
  const main = Object.entries(mix).sort(
    ([a, x], [b, y]) => y * nominalGrams(b as ProductCode) - x * nominalGrams(a as ProductCode),
  )[0]
  return main ? { [main[0]]: 1 } : {}
}

function meanOf(recent: readonly ProductCounts[]): ProductCounts {
  const mean: ProductCounts = {}
  for (const counts of recent)
    for (const [product, quantity] of Object.entries(counts))
      mean[product as ProductCode] = (mean[product as ProductCode] ?? 0) + quantity / recent.length
  return mean
}

function mostOf(recent: readonly ProductCounts[], held: ProductCounts): ProductCounts {
  const most: ProductCounts = { ...held }
  for (const counts of recent)
    for (const [product, quantity] of Object.entries(counts))
      most[product as ProductCode] = Math.max(most[product as ProductCode] ?? 0, quantity)
  return most
}
