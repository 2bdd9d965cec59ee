import type { PricedLineView } from '@luckygas/contract/endpoints/prices.ts'
import type { ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import { quotePrices } from '@luckygas/ui/api/routes/prices.ts'
import { useRead } from '../../shell/queries.ts'

/** The prices of what is being ordered, each with the rule that made it, by product. */
export function useQuote(
  siteId: string,
  on: string,
  lines: readonly { product: ProductCode; quantity: number }[],
): ReadonlyMap<ProductCode, PricedLineView> {
  const quote = useRead(
    'products',
    quotePrices,
    { body: { siteId, on, lines: [...lines] } },
    { isEnabled: lines.length > 0 && siteId !== '', keepsPrevious: true },
  )
  return new Map((quote.data?.lines ?? []).map(line => [line.product, line]))
}

/** Whole NT$ for the lines; what is billed by the meter adds nothing here. */
export const totalOf = (
  quote: ReadonlyMap<ProductCode, PricedLineView>,
  lines: readonly { product: ProductCode; quantity: number }[],
): bigint =>
  lines.reduce(
    (sum, line) => sum + BigInt(quote.get(line.product)?.doorPriceNtd ?? '0') * BigInt(line.quantity),
    0n,
  )
