import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { systemActor } from '../../platform/actor.ts'
import { settableClock } from '../../platform/clock.ts'
import { runWrite, type WriteContext } from '../../platform/database/write.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import {
  depotTill,
  driverHand,
  holdCash,
  pay,
  postCash,
  readCashInHand,
  readOwedBySites,
  reverseCash,
  sales,
} from './payments.api.ts'

const day = '2026-11-23'
const [driverId, depotId] = [randomUUID(), randomUUID()]

test('[F4] cash that cancels out is not written, what does not sum to zero is refused, and nothing is taken back twice', async () => {
  const { db } = await testDatabase()
  const clock = settableClock('2026-11-23T01:00:00Z')
  const write = async <T>(work: (context: WriteContext) => Promise<T>): Promise<T> =>
    (await runWrite({ db, clock }, { actor: systemActor, traceId: 'test' }, work)).answer
  const post = (entries: Parameters<typeof postCash>[1]['entries'], sourceId = randomUUID()) =>
    write(context =>
      postCash(context, {
        kind: 'collect',
        businessDate: day,
        occurredAt: context.now,
        source: 'test',
        sourceId,
        entries,
        reason: '測試',
      }),
    )
  const takeBack = (sourceId: string) =>
    write(context =>
      reverseCash(context, {
        source: 'test',
        sourceId,
        businessDate: day,
        occurredAt: context.now,
        reason: '',
      }),
    )

  expect(
    await post([...pay(sales, driverHand(driverId), 100n), ...pay(driverHand(driverId), sales, 100n)]),
  ).toBeNull()
  await expect(post([{ holder: driverHand(driverId), amountNtd: 5n }])).rejects.toThrow('is off by 5')
  expect(await takeBack(randomUUID())).toEqual([])

  const sourceId = randomUUID()
  await write(context => holdCash(context, driverHand(driverId)))
  expect(await post(pay(driverHand(driverId), depotTill(depotId), 250n), sourceId)).not.toBeNull()
  expect(await readCashInHand(db, [driverId])).toEqual(new Map([[driverId, -250n]]))
  expect(await takeBack(sourceId)).toHaveLength(1)
  expect(await takeBack(sourceId)).toEqual([])
  expect(await readCashInHand(db, [driverId, depotId])).toEqual(
    new Map([
      [driverId, 0n],
      [depotId, 0n],
    ]),
  )
  expect(await readCashInHand(db, [])).toEqual(new Map())
  expect(await readOwedBySites(db, [randomUUID()])).toEqual(new Map())
})
