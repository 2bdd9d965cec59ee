import { expect, test } from 'vitest'
import { testDatabase } from '../../testkit/test-database.ts'
import type { Database } from '../database/database.ts'
import { type SharedPages, sharePages } from './shared-pages.ts'

/** Pages of a database whose questions are counted, and a way to let events happen. */
async function countedPages(): Promise<{
  pages: SharedPages
  asked(): number
  /** The next question fails. */
  breakOnce(): void
  happen(stream: string, sequence: number): Promise<void>
}> {
  const { db } = await testDatabase()
  let count = 0
  let isBroken = false
  const counted: Database = db.withPlugin({
    transformQuery: ({ node }) => {
      count += 1
      if (!isBroken) return node
      isBroken = false
      throw new Error('the database is away')
    },
    transformResult: async ({ result }) => result,
  }) as Database
  const happen = async (stream: string, sequence: number) => {
    await db
      .insertInto('outbox_event')
      .values({
        stream,
        sequence: BigInt(sequence),
        kind: 'orders.changed',
        entity_id: `e${sequence}`,
        payload: '{}',
        at: new Date('2026-11-22T01:00:00Z'),
      })
      .execute()
  }
  const breakOnce = () => {
    isBroken = true
  }
  return { pages: sharePages(counted, 600_000), asked: () => count, breakOnce, happen }
}

const sequences = async (page: ReturnType<SharedPages['read']>) =>
  (await page).frames.map(({ sequence }) => sequence)

test('[S23] a thousand listeners at one place cost one question and share its text', async () => {
  const { pages, asked, happen } = await countedPages()
  await happen('office:1', 1)
  const read = await Promise.all(Array.from({ length: 1_000 }, () => pages.read('office:1', 0)))
  expect(asked()).toBe(1)
  expect(new Set(read.map(({ frames }) => frames[0]?.text)).size).toBe(1)
  expect(JSON.parse(read[0]?.frames[0]?.text ?? '')).toEqual({
    type: 'event',
    stream: 'office:1',
    sequence: 1,
    kind: 'orders.changed',
    entityId: 'e1',
    payload: {},
    at: '2026-11-22T01:00:00.000Z',
  })
})

test('[S23] whoever asks after something new was told of is never given what was read before it', async () => {
  const { pages, asked, happen } = await countedPages()
  await happen('office:1', 1)
  const before = pages.read('office:1', 0)
  await before
  await happen('office:1', 2)
  expect(await sequences(pages.read('office:1', 0))).toEqual([1])
  pages.forget('office:2')
  expect(await sequences(pages.read('office:1', 0))).toEqual([1])
  pages.forget('office:1')
  expect(await sequences(pages.read('office:1', 0))).toEqual([1, 2])
  expect(await sequences(pages.read('office:1', 1))).toEqual([2])
  await happen('office:1', 3)
  pages.forget()
  expect(await sequences(pages.read('office:1', 1))).toEqual([2, 3])
  expect(asked()).toBe(4)
})

test('[S23] a question that failed is asked again by the next', async () => {
  const { pages, breakOnce, happen } = await countedPages()
  await happen('office:1', 1)
  breakOnce()
  await expect(pages.read('office:1', 0)).rejects.toThrow('away')
  expect(await sequences(pages.read('office:1', 0))).toEqual([1])
})

test('[S23] listeners who all stand elsewhere are each read for, and only the latest pages are kept', async () => {
  const { pages, asked, happen } = await countedPages()
  for (let sequence = 1; sequence <= 40; sequence += 1) await happen('office:1', sequence)
  for (let after = 0; after < 40; after += 1)
    expect((await sequences(pages.read('office:1', after)))[0]).toBe(after + 1)
  expect(asked()).toBe(40)
  await pages.read('office:1', 0)
  expect(asked()).toBe(41)
})
