import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { systemActor } from '../../platform/actor.ts'
import { settableClock } from '../../platform/clock.ts'
import { runWrite, type WriteContext } from '../../platform/database/write.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { doorMovements } from './cash.rules.ts'
import {
  type DoorMoney,
  depotTill,
  driverHand,
  pay,
  postCash,
  readCashInHand,
  readOwedBySites,
  reverseCash,
} from './payments.api.ts'

const day = '2026-11-23'

async function books() {
  const { db } = await testDatabase()
  const clock = settableClock('2026-11-23T01:00:00Z')
  const write = async <T>(work: (context: WriteContext) => Promise<T>): Promise<T> =>
    (await runWrite({ db, clock }, { actor: systemActor, traceId: 'test' }, work)).answer
  const deliver = (door: DoorMoney, sourceId: string) =>
    write(async context => {
      const common = { businessDate: day, occurredAt: context.now, source: 'delivery', sourceId }
      for (const movement of doorMovements(door)) await postCash(context, { ...common, ...movement })
    })
  const undo = (sourceId: string) =>
    write(context =>
      reverseCash(context, {
        source: 'delivery',
        sourceId,
        businessDate: day,
        occurredAt: context.now,
        reason: '',
      }),
    )
  return { db, write, deliver, undo }
}

const [driverId, siteId, depotId] = [randomUUID(), randomUUID(), randomUUID()]
const ntd = (max: bigint) => fc.bigInt(0n, max)
const door = fc.record({
  hand: fc.constant(driverHand(driverId)),
  siteId: fc.constant(siteId),
  gasNtd: ntd(5000n),
  depositNtd: ntd(3000n),
  creditNtd: ntd(400n),
  payment: fc.constantFrom(
    'cash' as const,
    'transfer' as const,
    'monthly' as const,
    'short' as const,
    'none' as const,
  ),
  amountPaidNtd: fc.bigInt(-300n, 8000n),
})

test('[F4] whatever happens at the door, each movement sums to zero and hand and debt say what happened', async () => {
  const { db, deliver, undo } = await books()
  let hand = 0n
  let owed = 0n
  await fc.assert(
    fc.asyncProperty(door, fc.boolean(), async (money, isUndone) => {
      const id = randomUUID()
      await deliver(money, id)
      const handled = money.payment === 'transfer' || money.payment === 'monthly' ? 0n : money.amountPaidNtd
      if (isUndone) {
        await undo(id)
        expect(await undo(id)).toEqual([])
      } else {
        hand += handled
        owed += money.gasNtd + money.depositNtd - money.creditNtd - handled
      }
      expect((await readCashInHand(db, [driverId])).get(driverId)).toBe(hand)
      expect((await readOwedBySites(db, [siteId])).get(siteId) ?? 0n).toBe(owed)
    }),
    { numRuns: 40 },
  )
  const { rows } =
    await sql`select movement_id from cash_entry group by movement_id having sum(amount_ntd) <> 0`.execute(db)
  expect(rows).toEqual([])
})

test('[F4] hand-ins at once leave exactly what was not handed in', async () => {
  const { db, write } = await books()
  await Promise.all(
    Array.from({ length: 20 }, () =>
      write(context =>
        postCash(context, {
          kind: 'hand_in',
          businessDate: day,
          occurredAt: context.now,
          source: 'test',
          sourceId: randomUUID(),
          entries: pay(driverHand(driverId), depotTill(depotId), 50n),
        }),
      ),
    ),
  )
  expect((await readCashInHand(db, [driverId])).get(driverId)).toBe(-1000n)
})

test('[F4] the books refuse money that appears from nowhere, in the program and in the database', async () => {
  const { db, write } = await books()
  const lopsided = [{ holder: driverHand(driverId), amountNtd: 100n }]
  const movement = { kind: 'sale' as const, businessDate: day, source: 'test', sourceId: randomUUID() }
  await expect(
    write(context => postCash(context, { ...movement, occurredAt: context.now, entries: lopsided })),
  ).rejects.toThrow(/off by 100/)
  const id = await write(context =>
    postCash(context, {
      ...movement,
      occurredAt: context.now,
      entries: pay(driverHand(driverId), depotTill(depotId), 5n),
    }),
  )
  await expect(
    sql`insert into cash_entry select movement_id, 9, account_id, 1 from cash_entry where movement_id = ${id} limit 1`.execute(
      db,
    ),
  ).rejects.toThrow(/does not sum to zero/)
  await expect(sql`delete from cash_entry where movement_id = ${id}`.execute(db)).rejects.toThrow(
    /never changed/,
  )
})
