import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { CylinderType } from '../../../contract/kernel/cylinders.ts'
import { systemActor } from '../../platform/actor.ts'
import { settableClock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { runWrite, type WriteContext } from '../../platform/database/write.ts'
import { get, send, testApp } from '../../testkit/test-app.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import {
  depot,
  type HolderNames,
  makeCylinders,
  openDepot,
  openSites,
  plant,
  postMovement,
  readHeldBySites,
  readHoldingsOf,
  reverseMovements,
  site,
  transfer,
  truck,
} from './cylinders.api.ts'
import type { Entry, Holder } from './cylinders.rules.ts'

const day = '2026-11-23'
const names: HolderNames = {
  readHolders: async (_db, kind, ids) =>
    new Map(kind === 'depot' ? ids.map(id => [id, { name: '總站', depotId: id }]) : []),
}

async function ledger() {
  const { db } = await testDatabase()
  const clock = settableClock('2026-11-23T01:00:00Z')
  const write = async <T>(work: (context: WriteContext) => Promise<T>): Promise<T> =>
    (await runWrite({ db, clock }, { actor: systemActor, traceId: 'test' }, work)).answer
  const post = (entries: Entry[], sourceId = randomUUID()) =>
    write(context =>
      postMovement(context, {
        kind: 'load',
        businessDate: day,
        occurredAt: context.now,
        source: 'test',
        sourceId,
        entries,
      }),
    )
  return { db, clock, write, post }
}

/** Sums that must be nothing: entries by movement and type, and balances against their entries. */
async function faults(db: Database): Promise<number> {
  const { rows } = await sql<{ faults: bigint }>`select
    (select count(*) from (select 1 from cylinder_entry group by movement_id, cylinder_type having sum(quantity) <> 0) x)
    + (select count(*) from cylinder_balance b full join (select account_id, cylinder_type, condition, sum(quantity) as total
       from cylinder_entry group by 1, 2, 3) e using (account_id, cylinder_type, condition)
       where coalesce(b.quantity, 0) <> coalesce(e.total, 0)) as faults`.execute(db)
  return Number(rows[0]?.faults)
}

const someHolders: Holder[] = [
  depot(randomUUID()),
  truck(randomUUID()),
  truck(randomUUID()),
  site(randomUUID()),
  plant,
]
const move = fc.record({
  from: fc.integer({ min: 0, max: 4 }),
  to: fc.integer({ min: 0, max: 4 }),
  condition: fc.constantFrom('full' as const, 'empty' as const),
  type: fc.constantFrom<CylinderType>('20', '50', '16'),
  quantity: fc.integer({ min: 1, max: 9 }),
  isReversed: fc.boolean(),
})
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never
const entriesOf = (each: Move) =>
  transfer(someHolders[each.from] as Holder, someHolders[each.to] as Holder, each.condition, {
    [each.type]: each.quantity,
  })

test('[G1] any sequence of movements and reversals keeps every movement at zero and every balance the sum of its entries', async () => {
  const { db, write, post } = await ledger()
  await fc.assert(
    fc.asyncProperty(fc.array(move, { maxLength: 12 }), async moves => {
      for (const each of moves) {
        const sourceId = randomUUID()
        await post(entriesOf(each), sourceId)
        const back = () =>
          write(context =>
            reverseMovements(context, {
              source: 'test',
              sourceId,
              businessDate: day,
              occurredAt: context.now,
              reason: 'back',
            }),
          )
        if (!each.isReversed) continue
        const isNothing = each.from === each.to
        expect(await back()).toHaveLength(isNothing ? 0 : 1)
        expect(await back()).toEqual([])
      }
      expect(await faults(db)).toBe(0)
    }),
    { numRuns: 25 },
  )
})

test('[G1] postings at once on the same accounts lose nothing', async () => {
  const { db, post } = await ledger()
  const [from, to] = [depot(randomUUID()), truck(randomUUID())]
  await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      post(
        index % 2 === 0 ? transfer(from, to, 'full', { '20': 3 }) : transfer(to, from, 'full', { '20': 1 }),
      ),
    ),
  )
  expect((await readHoldingsOf(db, to)).get('20')?.full).toBe(40)
  expect((await readHoldingsOf(db, from)).get('20')?.full).toBe(-40)
  expect(await faults(db)).toBe(0)
})

test('[G1] the database itself refuses a movement that does not balance, and any change to a posted one', async () => {
  const { db, post } = await ledger()
  const id = await post(transfer(plant, depot(randomUUID()), 'full', { '20': 1 }))
  await expect(
    sql`insert into cylinder_entry select movement_id, 9, account_id, cylinder_type, condition, 1
      from cylinder_entry where movement_id = ${id} limit 1`.execute(db),
  ).rejects.toThrow(/does not sum to zero/)
  await expect(
    sql`update cylinder_entry set quantity = 7 where movement_id = ${id}`.execute(db),
  ).rejects.toThrow(/never changed or removed/)
  await expect(sql`delete from cylinder_movement where id = ${id}`.execute(db)).rejects.toThrow(
    /never changed or removed/,
  )
})

test('[G1] sites open once from what the old system declares, products of one cylinder together', async () => {
  const { db, write } = await ledger()
  const [one, two] = [randomUUID(), randomUUID()]
  const open = (declared: Parameters<typeof openSites>[1]['declared']) =>
    write(context => openSites(context, { asOf: day, declared }))
  const first = await open([
    { siteId: one, product: '50', quantity: 2 },
    { siteId: one, product: 'F50', quantity: 4 },
    { siteId: one, product: '20', quantity: 1 },
  ])
  expect(first).toEqual({ opened: 1, cylinders: { '50': 6, '20': 1 } })
  const again = await open([
    { siteId: one, product: '50', quantity: 9 },
    { siteId: two, product: '16', quantity: 3 },
  ])
  expect(again).toEqual({ opened: 1, cylinders: { '16': 3 } })
  const held = await readHeldBySites(db, [one, two, randomUUID()])
  expect(Object.fromEntries(held)).toEqual({ [one]: { '50': 6, '20': 1 }, [two]: { '16': 3 } })
  const stock = { depotId: randomUUID(), asOf: day, full: { '20': 5 }, empty: {} } as const
  expect(await write(context => openDepot(context, stock))).toBe(true)
  expect(await write(context => openDepot(context, stock))).toBe(false)
  expect((await readHoldingsOf(db, depot(stock.depotId))).get('20')?.full).toBe(5)
  expect(await faults(db)).toBe(0)
})

test('[G1] 1,300 sites open in one go', async () => {
  const { db, write } = await ledger()
  const declared = Array.from({ length: 1300 }, () => ({
    siteId: randomUUID(),
    product: '20' as const,
    quantity: 2,
  }))
  expect(await write(context => openSites(context, { asOf: day, declared }))).toMatchObject({ opened: 1300 })
  expect(await faults(db)).toBe(0)
})

test('[G1] receiving from the plant, counting with a reason, and the lists that show it', async () => {
  const { db, clock } = await ledger()
  const depotId = randomUUID()
  const app = await testApp({ db, clock, routes: makeCylinders({ names }).routes })
  const receipt = {
    id: randomUUID(),
    depotId,
    full: [{ cylinderType: '20', quantity: 30 }],
    empty: [{ cylinderType: '20', quantity: 12 }],
  }
  expect((await send(app, 'POST', '/api/cylinders/receipts', 'office', receipt)).statusCode).toBe(200)
  // The same receipt under another key is still one receipt.
  expect((await send(app, 'POST', '/api/cylinders/receipts', 'office', receipt)).statusCode).toBe(200)
  const balances = (await get(app, '/api/cylinders/balances?kind=depot', 'office')).json()
  expect(balances.holders[0]).toMatchObject({
    name: '總站',
    balances: [{ cylinderType: '20', full: 30, empty: -12, held: 0 }],
  })
  const accountId = balances.holders[0].accountId
  const count = {
    id: randomUUID(),
    accountId,
    counted: [{ cylinderType: '20', full: 29, empty: 0 }],
    reason: '盤點',
  }
  const counted = (await send(app, 'POST', '/api/cylinders/counts', 'office', count)).json()
  expect(counted.differences).toEqual([{ cylinderType: '20', full: -1, empty: 12 }])
  const recount = (
    await send(app, 'POST', '/api/cylinders/counts', 'office', { ...count, id: randomUUID() })
  ).json()
  expect(recount).toEqual({ movementId: null, differences: [] })
  const movements = (await get(app, `/api/cylinders/movements?accountId=${accountId}`, 'office')).json()
    .movements
  expect(movements.map((movement: { kind: string }) => movement.kind).sort()).toEqual([
    'count',
    'fill',
    'receive',
  ])
  const all = (await get(app, '/api/cylinders/balances?limit=1', 'office')).json()
  expect(all.nextCursor).toMatch(/^\d\./)
  const rest = (await get(app, `/api/cylinders/balances?cursor=${all.nextCursor}`, 'office')).json()
  expect(rest.holders.map((holder: { kind: string }) => holder.kind)).toEqual(['plant', 'lost'])
  // Everything that exists came from the plant: its account says how many, and all holders together hold nothing.
  expect(rest.totals).toEqual([{ cylinderType: '20', quantity: 0 }])
  const plantId = rest.holders[0].accountId
  const refused = await send(app, 'POST', '/api/cylinders/counts', 'office', { ...count, accountId: plantId })
  expect(refused.json().code).toBe('cylinders.holder-not-countable')
  const nothing = { ...receipt, id: randomUUID(), full: [], empty: [] }
  expect((await send(app, 'POST', '/api/cylinders/receipts', 'office', nothing)).json().code).toBe(
    'cylinders.nothing-moved',
  )
})
