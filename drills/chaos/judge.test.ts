import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { Database } from '../../server/platform/database/database.ts'
import { testDatabase } from '../../server/testkit/test-database.ts'
import { findAltered, goodsText, handedText } from './goods.ts'
import { judge } from './judge.ts'
import { type Deed, type Outcome, openLedger } from './ledger.ts'

let db: Database
let connectionString: string
let ledger: ReturnType<typeof openLedger>

beforeEach(async () => {
  const made = await testDatabase()
  db = made.db
  connectionString = made.connectionString
  ledger = openLedger()
})

function told(deed: Deed, outcome: Outcome, effect: string = randomUUID()) {
  return Object.assign(ledger.begin(deed, effect), { outcome })
}
const keep = (key: string) =>
  sql`insert into idempotency_key (actor_id, key, request_hash, status, answer, created_at)
    values (${randomUUID()}, ${key}, '\\x00', 200, '{}', now())`.execute(db)
const keepFile = (id: string) =>
  sql`insert into file_object (id, owner_id, purpose, content_type, size_bytes, received_bytes, sha256, created_at, completed_at)
    values (${id}, ${randomUUID()}, 'photo', 'image/jpeg', 1, 1, '\\x00', now(), now())`.execute(db)
const keepImport = (id: string, status: string) =>
  sql`insert into import_run (id, kind, file_name, is_dry_run, status, created_at)
    values (${id}, 'customers', 'x', false, ${status}, now())`.execute(db)

const twoSizes = [
  { product: '20', quantity: 3 },
  { product: '16', quantity: 1 },
]

test('[S26] what was acknowledged and is not there is lost, by its key and by its effect', async () => {
  const order = told('order', 'acknowledged')
  const verdict = await judge(connectionString, ledger, [])
  expect(verdict.lost).toEqual([`key of order ${order.effect}`, `order ${order.effect}`])
  expect(verdict.told).toMatchObject({ order: { acknowledged: 1, doubtful: 0, refused: 0 } })
})

test('[S26] what is in doubt may be absent, and is torn when only its key is there', async () => {
  told('order', 'doubtful')
  const half = told('order', 'doubtful')
  await keep(half.key)
  const { lost, torn } = await judge(connectionString, ledger, [])
  expect({ lost, torn }).toEqual({ lost: [], torn: [`order ${half.effect}`] })
})

test('[S26] what was refused and was done all the same is found, and so is what nobody sent', async () => {
  const refused = told('publish', 'refused')
  await keep(refused.key)
  const stranger = randomUUID()
  await keepFile(stranger)
  const { foreign } = await judge(connectionString, ledger, [])
  expect(foreign).toEqual([`refused publish ${refused.effect}`, `photo ${stranger}`])
})

test('[S26] a whole photo is well, and an import that failed or whose customers are not there is lost', async () => {
  const photo = told('photo', 'acknowledged')
  await keepFile(photo.effect)
  const failed = told('import', 'acknowledged')
  await keep(failed.key)
  await keepImport(failed.effect, 'failed')
  const done = told('import', 'acknowledged')
  await keep(done.key)
  await keepImport(done.effect, 'done')
  const { lost, foreign } = await judge(connectionString, ledger, [{ operation: done, customers: 1 }])
  expect(lost).toEqual([`import ${failed.effect}`, 'imported customer 1500007'])
  expect(foreign).toEqual([])
})

test('[S26] a move that was acknowledged and left no step on the board is lost', async () => {
  const move = told('board-move', 'acknowledged')
  await keep(move.key)
  const { lost, doubled } = await judge(connectionString, ledger, [])
  expect({ lost, doubled }).toEqual({ lost: ['1 steps of board-move'], doubled: [] })
})

test('[S26] an order and a delivery with other sizes or quantities than were sent last are found', async () => {
  const altered = told('order', 'acknowledged')
  altered.goods = goodsText([{ product: '20', quantity: 2 }])
  const changed = told('order', 'acknowledged')
  changed.goods = goodsText([{ product: '20', quantity: 1 }])
  const change = told('order-change', 'acknowledged')
  Object.assign(change, { orderId: changed.effect, goods: goodsText(twoSizes) })
  const refused = told('order-change', 'refused')
  Object.assign(refused, { orderId: changed.effect, goods: goodsText([{ product: '4', quantity: 9 }]) })
  const found = new Map([
    [altered.effect, [{ product: '20', quantity: 3 }]],
    [changed.effect, twoSizes],
  ])
  const delivered = told('driver-fact', 'acknowledged')
  delivered.deliveryId = randomUUID()
  delivered.goods = handedText([{ product: '20', fullOut: 1, emptyIn: 1 }])
  const handed = [{ id: delivered.deliveryId, product: '20', fullOut: 1, emptyIn: 0 }]
  const rows = [...found].flatMap(([id, lines]) => lines.map(line => ({ id, ...line })))
  const client = { query: async (text: string) => ({ rows: text.includes('order_line') ? rows : handed }) }
  expect(await findAltered(client as never, ledger, new Set())).toEqual([
    `order ${altered.effect}: 20×2 was sent, 20×3 is there`,
    `delivery ${delivered.deliveryId}: 20×1-1 was sent, 20×1-0 is there`,
  ])
})

test('[S26] a change of goods that nobody was told of counts where its key was kept', async () => {
  const order = told('order', 'acknowledged')
  order.goods = '20×1'
  const change = told('order-change', 'doubtful')
  Object.assign(change, { orderId: order.effect, goods: '20×2' })
  const rows = [{ id: order.effect, product: '20', quantity: 2 }]
  const client = { query: async (text: string) => ({ rows: text.includes('order_line') ? rows : [] }) }
  expect(await findAltered(client as never, ledger, new Set([change.key]))).toEqual([])
  expect(await findAltered(client as never, ledger, new Set())).toEqual([
    `order ${order.effect}: 20×1 was sent, 20×2 is there`,
  ])
})
