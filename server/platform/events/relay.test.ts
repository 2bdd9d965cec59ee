import { expect, onTestFinished, test } from 'vitest'
import type { PubSub } from '../../ports/pubsub/pubsub.port.ts'
import { makePostgresPubSub } from '../../ports/pubsub/pubsub.postgres.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { systemActor } from '../actor.ts'
import { systemClock } from '../clock.ts'
import { openDirectConnection } from '../database/database.ts'
import { runWrite } from '../database/write.ts'
import { readEventsAfter } from './events.store.ts'
import { startRelay } from './relay.ts'

const failTest = (error: Error) => {
  throw error
}

async function startedRelay(
  connectionString: string,
  change: { publish?: PubSub['publish']; onFault?: (error: Error) => void } = {},
) {
  const pubsub = await makePostgresPubSub(connectionString, failTest)
  const { publish = pubsub.publish, onFault = failTest } = change
  const relay = startRelay({ connectionString, pubsub: { ...pubsub, publish }, onFault })
  onTestFinished(async () => {
    await relay.stop()
    await pubsub.close()
  })
  return relay
}

const insertEvent = `insert into outbox_event (stream, kind, entity_id, at) values ('office:x', 'plan.changed', $1, now())`

test('[S3] an event of a transaction that began first and committed last is never skipped', async () => {
  const { db, connectionString } = await testDatabase()
  await startedRelay(connectionString)
  const slow = await openDirectConnection(connectionString)
  const quick = await openDirectConnection(connectionString)
  await slow.query('begin')
  await slow.query(insertEvent, ['slow'])
  await quick.query(insertEvent, ['quick'])
  // While the older transaction runs, nothing younger may get a sequence.
  await new Promise(resolve => setTimeout(resolve, 700))
  expect(await readEventsAfter(db, 'office:x', 0, 10)).toEqual([])
  await slow.query('commit')
  await expect
    .poll(async () =>
      (await readEventsAfter(db, 'office:x', 0, 10)).map(event => [event.sequence, event.entityId]),
    )
    .toEqual([
      [1, 'slow'],
      [2, 'quick'],
    ])
  await Promise.all([slow.end(), quick.end()])
})

test('[S3] under concurrent writers every stream counts 1, 2, 3 … without a gap, and nothing is lost', async () => {
  const { db, connectionString } = await testDatabase()
  await startedRelay(connectionString)
  const writers = 8
  const each = 25
  await Promise.all(
    Array.from({ length: writers }, async (_item, writer) => {
      for (let number = 0; number < each; number += 1) {
        await runWrite({ db, clock: systemClock }, { actor: systemActor, traceId: 't' }, context =>
          context.announce({
            stream: `office:${number % 3}`,
            kind: 'plan.changed',
            entityId: `${writer}-${number}`,
          }),
        )
      }
    }),
  )
  const streams = ['office:0', 'office:1', 'office:2']
  await expect
    .poll(
      async () =>
        (await Promise.all(streams.map(stream => readEventsAfter(db, stream, 0, 500)))).flat().length,
      { timeout: 10_000 },
    )
    .toBe(writers * each)
  for (const stream of streams) {
    const events = await readEventsAfter(db, stream, 0, 500)
    expect(events.map(event => event.sequence)).toEqual(events.map((_event, index) => index + 1))
  }
})

test('[S3] what pub/sub refused is announced again, the newest of each stream, until it is told; events go on meanwhile', async () => {
  const { db, connectionString, pool } = await testDatabase()
  const told: { stream: string; sequence: number }[] = []
  const faults: string[] = []
  let refusals = 0
  let isAway = true
  await startedRelay(connectionString, {
    publish: async (_channel, message) => {
      if (isAway) {
        refusals += 1
        throw new Error('pub/sub is away')
      }
      told.push(JSON.parse(message))
    },
    onFault: error => faults.push(error.message),
  })
  const happen = (stream: string) =>
    pool.query(insertEvent.replace('office:x', stream), [crypto.randomUUID()])
  for (const stream of ['office:x', 'office:y']) await happen(stream)
  await expect.poll(() => refusals).toBeGreaterThan(3)
  await happen('office:x')
  await expect.poll(async () => (await readEventsAfter(db, 'office:x', 0, 10)).length).toBe(2)
  isAway = false
  await expect.poll(() => told.length).toBe(2)
  expect(told).toContainEqual({ stream: 'office:x', sequence: 2 })
  expect(told).toContainEqual({ stream: 'office:y', sequence: 1 })
  expect(new Set(faults)).toEqual(new Set(['pub/sub is away']))
  await happen('office:y')
  await expect.poll(() => told.slice(2)).toEqual([{ stream: 'office:y', sequence: 2 }])
})
