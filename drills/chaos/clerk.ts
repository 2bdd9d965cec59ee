import { randomUUID } from 'node:crypto'
import type { OrderView } from '../../contract/endpoints/orders.ts'
import { addDays } from '../../contract/kernel/dates.ts'
import type { Desk } from './desk.ts'
import { goodsText } from './goods.ts'
import type { Ledger } from './ledger.ts'

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
/** Between two things a clerk does. */
const breathMs = 250
/** So many orders have a second size, and so many changes of tomorrow's orders are of goods, not of the note alone. */
const [secondSizeShare, goodsShare] = [0.3, 0.6]

export interface Clerk {
  desk: Desk
  ledger: Ledger
  siteIds: readonly string[]
  today: string
  /** Numbers in [0, 1): what he does is drawn, when he is answered is not. */
  random(): number
  isOver(): boolean
}

/** Takes orders, changes some of his own, looks for customers, reads the day's figures. */
export async function workAsClerk(clerk: Clerk): Promise<void> {
  const own: string[] = []
  const duties = [
    { upTo: 0.55, work: () => placeOrder(clerk, own) },
    { upTo: 0.75, work: () => changeOrder(clerk, own) },
    { upTo: 0.9, work: () => clerk.desk.read('search', `/api/search?q=${encodeURIComponent('演練')}`) },
    { upTo: 1, work: () => clerk.desk.read('orders', `/api/orders?date=${clerk.today}&limit=50`) },
  ]
  while (!clerk.isOver()) {
    const drawn = clerk.random()
    await duties.find(({ upTo }) => drawn < upTo)?.work()
    await pause(breathMs * (0.5 + clerk.random()))
  }
}

/** One to three of a cylinder of 20 kg, now and then some of 16 kg with them. */
function drawLines(random: () => number) {
  const some = () => 1 + Math.floor(random() * 3)
  const twenties = { product: '20', quantity: some() }
  return random() < secondSizeShare ? [twenties, { product: '16', quantity: some() }] : [twenties]
}

async function placeOrder({ desk, ledger, siteIds, today, random }: Clerk, own: string[]): Promise<void> {
  const id = randomUUID()
  const siteId = siteIds[Math.floor(random() * siteIds.length)]
  const requestedOn = random() < 0.4 ? today : addDays(today, 1)
  const lines = drawLines(random)
  const reply = await desk.write(ledger.begin('order', id, { goods: goodsText(lines) }), {
    method: 'POST',
    path: '/api/orders',
    body: { id, siteId, requestedOn, lines, isDuplicateAccepted: true },
  })
  if (reply !== undefined && reply.status < 300) own.push(id)
}

/** A change is told from others by its reason, which stays in the order's trail. What is on the road today keeps its goods. */
async function changeOrder({ desk, ledger, today, random }: Clerk, own: readonly string[]): Promise<void> {
  const id = own[Math.floor(random() * own.length)]
  if (id === undefined) return
  const order = (await desk.read('order', `/api/orders/${id}`)) as OrderView | undefined
  if (order === undefined) return
  const reason = `變更 ${randomUUID()}`
  const lines = order.requestedOn !== today && random() < goodsShare ? drawLines(random) : undefined
  const goods = lines && { goods: goodsText(lines) }
  await desk.write(ledger.begin('order-change', reason, { orderId: id, ...goods }), {
    method: 'PATCH',
    path: `/api/orders/${id}`,
    body: {
      ...{ version: order.version, note: `按門鈴 ${Math.floor(random() * 1_000_000)}`, reason },
      ...(lines && { lines }),
    },
  })
}
