import { expect, test } from 'vitest'
import { uuidv7 } from '../../../contract/kernel/ids.ts'
import { Problem } from '../../../contract/kernel/problem.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { systemActor } from '../actor.ts'
import { settableClock } from '../clock.ts'
import { runWrite, type WriteRequest } from './write.ts'

const clock = settableClock('2026-11-22T09:00:00+08:00')
const request = (key: string, body: string): WriteRequest => ({
  actor: systemActor,
  traceId: 'trace',
  idempotency: { key, requestHash: Buffer.from(body.padEnd(32, ' ')) },
})
const newKey = () => uuidv7(clock.now().getTime())

async function auditRows(db: Awaited<ReturnType<typeof testDatabase>>['db']): Promise<number> {
  return Number(
    (
      await db
        .selectFrom('audit')
        .select(eb => eb.fn.countAll().as('count'))
        .executeTakeFirstOrThrow()
    ).count,
  )
}

test('[C3] the same key at once from twenty connections does the work once and answers all alike', async () => {
  const { db } = await testDatabase()
  const key = newKey()
  let runs = 0
  const results = await Promise.all(
    Array.from({ length: 20 }, () =>
      runWrite({ db, clock }, request(key, 'same'), async context => {
        runs += 1
        await context.audit({ action: 'test.do', entity: 'test', entityId: '1' })
        return { answer: 'first', run: runs }
      }),
    ),
  )
  expect(await auditRows(db)).toBe(1)
  for (const result of results) expect(result.answer).toEqual(results[0]?.answer)
  expect(results.filter(result => !result.isReplay)).toHaveLength(1)
})

test('[C3] a key used again for another request is refused with 422', async () => {
  const { db } = await testDatabase()
  const key = newKey()
  await runWrite({ db, clock }, request(key, 'one'), async () => 1)
  const again = runWrite({ db, clock }, request(key, 'two'), async () => 2)
  await expect(again).rejects.toMatchObject({ code: 'idempotency.key-reused', status: 422 })
})

test('[C3] work that is refused leaves nothing behind, and its key may be used again', async () => {
  const { db } = await testDatabase()
  const key = newKey()
  const refusal = runWrite({ db, clock }, request(key, 'same'), async context => {
    await context.audit({ action: 'test.do', entity: 'test', entityId: '1' })
    await context.announce({ stream: 'office:x', kind: 'plan.changed', entityId: '1' })
    throw new Problem('refused', 'test.no', { status: 409 })
  })
  await expect(refusal).rejects.toMatchObject({ code: 'test.no' })
  expect(await auditRows(db)).toBe(0)
  expect((await runWrite({ db, clock }, request(key, 'same'), async () => 'now')).answer).toBe('now')
})

test('[C3] two writes that deadlock both succeed, because the loser runs again', async () => {
  const { db } = await testDatabase()
  await db
    .insertInto('outbox_stream')
    .values([
      { stream: 'a', last_sequence: 0n },
      { stream: 'b', last_sequence: 0n },
    ])
    .execute()
  const bump = (first: string, second: string) =>
    runWrite({ db, clock }, { actor: systemActor, traceId: 't' }, async context => {
      await context.db
        .updateTable('outbox_stream')
        .set(eb => ({ last_sequence: eb('last_sequence', '+', 1n) }))
        .where('stream', '=', first)
        .execute()
      await new Promise(resolve => setTimeout(resolve, 150))
      await context.db
        .updateTable('outbox_stream')
        .set(eb => ({ last_sequence: eb('last_sequence', '+', 1n) }))
        .where('stream', '=', second)
        .execute()
    })
  await Promise.all([bump('a', 'b'), bump('b', 'a')])
  const rows = await db
    .selectFrom('outbox_stream')
    .select(['stream', 'last_sequence'])
    .orderBy('stream')
    .execute()
  expect(rows).toEqual([
    { stream: 'a', last_sequence: 2n },
    { stream: 'b', last_sequence: 2n },
  ])
})
