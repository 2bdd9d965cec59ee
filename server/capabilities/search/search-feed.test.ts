import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import type { SearchDocument } from '../../ports/search/search.port.ts'
import { makePostgresSearch } from '../../ports/search/search.postgres.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { runIntegrity } from '../integrity/integrity.api.ts'
import { compareEngine } from './compare-engine.ts'
import { feedOnce, startFeed } from './feed-engine.ts'
import { makeMemoryEngine } from './memory-engine.fixture.ts'
import { RebuildUnderWay, rebuildEngine } from './rebuild-engine.ts'
import { searchCheckCommand } from './search.api.ts'
import { countWaitingChanges, endFollowing } from './search-feed.store.ts'

const now = new Date('2026-11-22T01:00:00Z')
const idOf = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`
const documentOf = (number: number, title: string): SearchDocument => ({
  ...{ kind: 'customer', id: idOf(number), drawer: 'customers', key: String(number), title, detail: '' },
  ...{ also: ['台東市'], exacts: [], state: 'active', isClosed: false, sortKey: BigInt(number) },
})

async function fixture() {
  const { db, connectionString } = await testDatabase()
  await sql`delete from search_document`.execute(db)
  const documents = makePostgresSearch({ db })
  await documents.put([documentOf(1, '甲'), documentOf(2, '乙')])
  const engine = makeMemoryEngine()
  const faults: Error[] = []
  const waiting: number[] = []
  const deps = { connectionString, db, engine }
  const start = () => {
    const feed = startFeed({
      ...deps,
      onFault: error => faults.push(error),
      onWaiting: count => waiting.push(count),
    })
    onTestFinished(() => feed.stop())
    return feed
  }
  return { db, documents, engine, deps, start, faults, waiting }
}

test('[S21] an engine without an index is given one, and follows every change from there on', async () => {
  const { db, documents, engine, start } = await fixture()
  start()
  await expect.poll(() => engine.titles(), { timeout: 10_000 }).toEqual(['乙', '甲'])
  await documents.put([documentOf(1, '丙'), documentOf(3, '丁')])
  await documents.remove('customer', [idOf(2)])
  await expect.poll(() => engine.titles(), { timeout: 10_000 }).toEqual(['丁', '丙'])
  await expect.poll(() => countWaitingChanges(db)).toBe(0)
  const undone = db.transaction().execute(async tx => {
    await tx.updateTable('search_document').set({ title: '沒存成' }).execute()
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  expect(await feedOnce(db, engine)).toBe(0)
})

test('[S13] [S21] while the engine is away changes wait, and reach it when it is back', async () => {
  const { db, documents, engine, start, faults, waiting } = await fixture()
  start()
  await expect.poll(() => engine.titles(), { timeout: 10_000 }).toEqual(['乙', '甲'])
  engine.isAway = true
  await documents.put([documentOf(1, '丙')])
  await documents.put([documentOf(1, '丁')])
  await expect.poll(() => faults.length, { timeout: 10_000 }).toBeGreaterThan(0)
  await expect.poll(() => waiting.at(-1)).toBe(2)
  expect(await countWaitingChanges(db)).toBe(2)
  engine.isAway = false
  await expect.poll(() => engine.titles(), { timeout: 20_000 }).toEqual(['丁', '乙'])
  await expect.poll(() => waiting.at(-1)).toBe(0)
})

test('[S21] one process feeds; when it ends the other takes over', async () => {
  const { documents, engine, start } = await fixture()
  const first = start()
  await expect.poll(() => engine.titles(), { timeout: 10_000 }).toHaveLength(2)
  start()
  await first.stop()
  await documents.put([documentOf(3, '丙')])
  await expect.poll(() => engine.titles(), { timeout: 10_000 }).toContain('丙')
})

test('[S21] nothing that changes during a rebuild is lost, and two rebuilds at once are refused', async () => {
  const { db, documents, engine, deps } = await fixture()
  await rebuildEngine(deps)
  engine.beforeAdd = async () => {
    engine.beforeAdd = async () => undefined
    await documents.put([documentOf(1, '改了'), documentOf(4, '新的')])
    await documents.remove('customer', [idOf(2)])
    expect(await feedOnce(db, engine)).toBe(3)
    await expect(rebuildEngine(deps)).rejects.toThrow(RebuildUnderWay)
  }
  await rebuildEngine(deps)
  expect(engine.titles()).toEqual(['改了', '新的'].sort())
  expect((await compareEngine(deps, now)).drift).toEqual([])
})

test('[S21] a rebuild that fails leaves what is searched as it was', async () => {
  const { engine, deps } = await fixture()
  await rebuildEngine(deps)
  engine.beforeAdd = async () => {
    engine.isAway = true
  }
  await expect(rebuildEngine(deps)).rejects.toThrow('away')
  engine.isAway = false
  expect(engine.titles()).toEqual(['乙', '甲'])
})

test('[S21] [S19] every kind of drift is found and told by integrity, and what only waits is none', async () => {
  const { db, documents, engine, deps } = await fixture()
  await documents.put([documentOf(3, '丙'), documentOf(4, '丁')])
  await rebuildEngine(deps)
  expect((await compareEngine(deps, now)).drift).toEqual([])
  engine.spoil(index => {
    const [first] = index.values()
    if (!first?.document) throw new Error('nothing to spoil')
    index.delete(`customer ${idOf(1)}`)
    index.set(`customer ${idOf(2)}`, { version: 5n, document: { ...first.document, id: idOf(2) } })
    index.set(`customer ${idOf(9)}`, { version: 5n, document: { ...first.document, id: idOf(9) } })
  })
  await documents.put([documentOf(3, '還在路上')])
  const { drift, waiting, documents: count } = await compareEngine(deps, now)
  const found = drift.toSorted((a, b) => a.id.localeCompare(b.id)).map(({ id, what }) => [id, what])
  expect(found).toEqual([
    [idOf(1), 'document-missing'],
    [idOf(2), 'document-differs'],
    [idOf(9), 'document-orphan'],
  ])
  expect({ waiting, count }).toEqual({ waiting: 1, count: 4 })
  const told = (await runIntegrity(db)).checks.find(({ name }) => name === 'search.engine-agrees')
  expect(told?.findings.map(({ what }) => what).toSorted()).toEqual([
    'document-differs',
    'document-missing',
    'document-orphan',
  ])
  const check = await searchCheckCommand(db, deps, now)
  expect(check).toMatchObject({ exit: 2, json: { engine: { drift: { length: 3 } } } })
  expect(check.text).toContain('search rebuild')
  await rebuildEngine(deps)
  expect((await compareEngine(deps, now)).drift).toEqual([])
})

test('[S21] where no engine follows nothing is noted, and who follows again is given everything', async () => {
  const { db, documents, engine, deps, start } = await fixture()
  await documents.put([documentOf(3, '丙')])
  expect(await countWaitingChanges(db)).toBe(0)
  await rebuildEngine(deps)
  await documents.put([documentOf(3, '丁')])
  expect(await countWaitingChanges(db)).toBe(1)
  await endFollowing(db)
  await endFollowing(db)
  expect(await countWaitingChanges(db)).toBe(0)
  await documents.put([documentOf(3, '沒人聽到')])
  start()
  await expect.poll(() => engine.titles(), { timeout: 10_000 }).toContain('沒人聽到')
})
