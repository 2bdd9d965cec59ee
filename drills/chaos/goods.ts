import type pg from 'pg'
import type { Ledger } from './ledger.ts'

/** A line of an order. */
interface Ordered {
  product: string
  quantity: number
}
/** A line of a delivery: fulls handed over, empties taken back. */
export interface Handed {
  product: string
  fullOut: number
  emptyIn: number
}

const inOrder = (words: readonly string[]) => [...words].sort().join(' ')
/** `16×1 20×2`, whatever order the lines came in. */
export const goodsText = (lines: readonly Ordered[]) =>
  inOrder(lines.map(({ product, quantity }) => `${product}×${quantity}`))
/** `20×2-1`: two fulls handed over, one empty taken back. */
export const handedText = (lines: readonly Handed[]) =>
  inOrder(lines.map(({ product, fullOut, emptyIn }) => `${product}×${fullOut}-${emptyIn}`))

/**
 * Orders and deliveries that have other sizes or quantities than were sent last. What was acknowledged counts, and what
 * was left in doubt where its key says that it was done.
 */
export async function findAltered(
  client: pg.Client,
  { operations }: Ledger,
  keys: ReadonlySet<string>,
): Promise<string[]> {
  const orders = new Map<string, string>()
  const deliveries = new Map<string, string>()
  for (const { outcome, key, goods, effect, orderId, deliveryId } of operations) {
    if (goods === undefined || !(outcome === 'acknowledged' || keys.has(key))) continue
    if (deliveryId === undefined) orders.set(orderId ?? effect, goods)
    else deliveries.set(deliveryId, goods)
  }
  const ordered = await readLines<Ordered>(
    client,
    'select order_id::text as id, product_code as product, quantity from order_line',
    goodsText,
  )
  const handed = await readLines<Handed>(
    client,
    `select delivery_id::text as id, product_code as product, full_out as "fullOut", empty_in as "emptyIn"
      from delivery_line`,
    handedText,
  )
  return [...differing('order', orders, ordered), ...differing('delivery', deliveries, handed)]
}

async function readLines<Line>(
  client: pg.Client,
  query: string,
  textOf: (lines: readonly Line[]) => string,
): Promise<Map<string, string>> {
  const { rows } = await client.query<Line & { id: string }>(query)
  const lines = Map.groupBy(rows, ({ id }) => id)
  return new Map([...lines].map(([id, own]) => [id, textOf(own)]))
}

/** What is not there at all is lost, which others say. */
const differing = (what: string, sent: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>) =>
  [...sent].flatMap(([id, goods]) => {
    const is = found.get(id)
    return is === undefined || is === goods ? [] : [`${what} ${id}: ${goods} was sent, ${is} is there`]
  })
