import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { makeOwnCache } from '../../ports/cache/cache.memory.ts'
import { startEmbeddedPostgres } from '../embedded-postgres/embedded-postgres.ts'
import { openDatabase } from './database.ts'
import { type AnswerSource, makeFreshAnswers, readDataMark } from './fresh-answers.ts'

/** A server of its own, on which nobody else writes: the mark changes with every commit on it, in any database. */
const folder = mkdtempSync(joinPath(tmpdir(), 'luckygas-fresh-'))
let server: Awaited<ReturnType<typeof startEmbeddedPostgres>>
beforeAll(async () => {
  server = await startEmbeddedPostgres({
    dataFolder: folder,
    isThrowAway: true,
    settings: { autovacuum: 'off' },
  })
})
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** The server's only database, emptied. */
async function emptied() {
  const { connectionString } = server
  const opened = openDatabase({ connectionString, maxConnections: 10 })
  onTestFinished(() => opened.close())
  await sql`drop table if exists tally, anything`.execute(opened.db)
  return { db: opened.db, connectionString }
}

/** A counter in a table, and processes that read it through one cache. */
async function counted() {
  const { db, connectionString } = await emptied()
  await sql`create table tally (value integer not null)`.execute(db)
  await sql`insert into tally values (0)`.execute(db)
  const cache = makeOwnCache()
  const sources: AnswerSource[] = []
  const join = () => {
    const own = openDatabase({ connectionString, maxConnections: 4 })
    onTestFinished(() => own.close())
    const answers = makeFreshAnswers({ cache, onAsked: (_name, source) => sources.push(source) })
    const read = async () =>
      (await sql<{ value: number }>`select value from tally`.execute(own.db)).rows[0]?.value ?? -1
    return { db: own.db, ask: () => answers(own.db, 'tally', 'all', read) }
  }
  return { db, sources, join }
}

test('[S18] between two writes an answer is made once, whoever asks', async () => {
  const { db, sources, join } = await counted()
  const [one, other] = [join(), join()]
  expect([await one.ask(), await other.ask(), await one.ask()]).toEqual([0, 0, 0])
  await sql`update tally set value = 1`.execute(db)
  expect([await other.ask(), await one.ask()]).toEqual([1, 1])
  expect(sources).toEqual(['made', 'kept', 'kept', 'made', 'kept'])
})

test('[S18] no read is behind a write that was acknowledged before it, in any process, however they overlap', async () => {
  const { sources, join } = await counted()
  let acknowledged = 0
  let isWriting = true
  const behind: string[] = []
  const writer = async () => {
    const { db } = join()
    for (let value = 1; value <= 150; value += 1) {
      // Half of them long: begun before others' reads, committed after.
      await db.transaction().execute(async tx => {
        await sql`update tally set value = ${value}`.execute(tx)
        if (value % 2 === 0) await sql`select pg_sleep(0.01)`.execute(tx)
      })
      acknowledged = value
      await new Promise(resolve => setTimeout(resolve, (value % 4) * 3))
    }
    isWriting = false
  }
  const reader = async () => {
    const { ask } = join()
    while (isWriting) {
      const least = acknowledged
      const value = await ask()
      if (value < least) behind.push(`${value} after ${least}`)
    }
    expect(await ask()).toBe(150)
  }
  await Promise.all([writer(), reader(), reader(), reader()])
  expect(behind).toEqual([])
  expect(sources.filter(source => source !== 'made').length).toBeGreaterThan(20)
})

test('[S18] the mark changes with a commit and not before it', async () => {
  const { db } = await emptied()
  const before = await readDataMark(db)
  expect(await readDataMark(db)).toBe(before)
  await db.transaction().execute(async tx => {
    await sql`create table anything (value integer)`.execute(tx)
    expect(await readDataMark(db)).toBe(before)
  })
  expect(await readDataMark(db)).not.toBe(before)
})

test('[S18] an answer that could not be made is told to those who wait and made again for the next', async () => {
  const { db } = await emptied()
  const answers = makeFreshAnswers({ cache: makeOwnCache(), onAsked: () => undefined })
  let tries = 0
  const make = async () => {
    tries += 1
    if (tries === 1) throw new Error('not now')
    return tries
  }
  await expect(answers(db, 'test', '', make)).rejects.toThrow('not now')
  expect(await answers(db, 'test', '', make)).toBe(2)
})
