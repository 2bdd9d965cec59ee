import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { searchCheckCommand, searchRebuildCommand } from '../capabilities/search/search.api.ts'
import { settableClock } from '../platform/clock.ts'
import { makeMetrics } from '../platform/telemetry/metrics.ts'
import { hasOpenSearch, type OpenSearchServer, startOpenSearch } from '../testkit/engines/opensearch.ts'
import { foundTestCompany } from '../testkit/test-company.ts'
import { testDatabase } from '../testkit/test-database.ts'
import { openSearchEngine } from './search-engine.ts'

const now = '2026-11-22T01:00:00Z'
const folder = mkdtempSync(join(tmpdir(), 'luckygas-search-'))
let server: OpenSearchServer
/** A busy machine needs minutes to start a Java server. */
const startMs = 400_000
const patienceMs = 110_000
let count = 0

/** A company whose searches OpenSearch answers, as the server wires it. */
async function searchedCompany() {
  const { db, connectionString } = await testDatabase()
  await foundTestCompany(db, { drivers: 2, sites: 5 })
  const metrics = makeMetrics()
  count += 1
  const search = openSearchEngine({
    ...{ db, connectionString, metrics, clock: settableClock(now), logger: pino({ level: 'silent' }) },
    config: { url: server.url, username: 'gas', password: crypto.randomUUID(), name: `company${count}` },
  })
  const feed = search.startFeed()
  onTestFinished(async () => {
    await feed.stop()
    await search.close()
  })
  const rename = (title: string) => db.updateTable('customer').set({ short_name: title }).execute()
  const find = async (text: string) => {
    const question = { whole: text, words: [text], kinds: ['customer'], limit: 20 }
    return (await search.index.find(question)).map(hit => hit.title)
  }
  const sheltered = async () =>
    (await metrics.registry.getSingleMetric('luckygas_search_sheltered_total')?.get())?.values[0]?.value ?? 0
  const check = () => searchCheckCommand(db, search.engine, new Date(now))
  const isBuilt = () => search.engine?.engine.isBuilt()
  const inEngine = async (text: string) =>
    (await search.engine?.engine.find({ whole: text, words: [text], kinds: ['customer'], limit: 20 }))?.length
  return { db, search, rename, find, sheltered, check, isBuilt, inEngine }
}

describe.skipIf(!hasOpenSearch())('a company that is searched in OpenSearch', { timeout: startMs }, () => {
  beforeAll(async () => {
    server = await startOpenSearch(folder)
  }, startMs)
  afterAll(async () => {
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('[S21] the index is built by itself, follows what is saved, and agrees with the tables', async () => {
    const { db, search, rename, sheltered, check, isBuilt, inEngine, find } = await searchedCompany()
    await expect.poll(isBuilt, { timeout: patienceMs }).toBe(true)
    await rename('臺灣羊肉爐')
    await expect.poll(() => inEngine('羊肉'), { timeout: patienceMs }).toBe(5)
    const before = await sheltered()
    expect(await find('台灣')).toHaveLength(5)
    expect(await sheltered()).toBe(before)
    expect(await check()).toMatchObject({ exit: 0, json: { isClean: true, wrong: 0 } })
    const { json } = await searchRebuildCommand(db, search.engine)
    expect(json.copied).toBe(json.documents)
    expect(await inEngine('羊肉')).toBe(5)
  })

  test('[S21] what somebody deletes in the engine is found by the check and comes back by the rebuild', async () => {
    const { db, search, check, isBuilt, rename, inEngine } = await searchedCompany()
    await expect.poll(isBuilt, { timeout: patienceMs }).toBe(true)
    await rename('幸福小館')
    await expect.poll(() => inEngine('小館'), { timeout: patienceMs }).toBe(5)
    const gone = await db.selectFrom('customer').select('id').executeTakeFirstOrThrow()
    await search.engine?.engine.remove('customer', [gone.id])
    expect(await check()).toMatchObject({
      exit: 2,
      json: { engine: { drift: [{ kind: 'customer', id: gone.id, what: 'document-missing' }] } },
    })
    await searchRebuildCommand(db, search.engine)
    expect((await check()).exit).toBe(0)
  })

  test('[S13] [S21] when the engine is killed PostgreSQL answers, and what was saved meanwhile is in the engine when it is back', async () => {
    const { rename, find, sheltered, check, isBuilt, inEngine } = await searchedCompany()
    await expect.poll(isBuilt, { timeout: patienceMs }).toBe(true)
    server.signal('SIGKILL')
    await server.ended
    await rename('停電時存的')
    expect(await find('停電')).toHaveLength(5)
    expect(await sheltered()).toBeGreaterThan(0)
    server = await server.restart()
    await expect.poll(() => inEngine('停電').catch(() => 0), { timeout: patienceMs }).toBe(5)
    await expect.poll(async () => (await check()).exit, { timeout: patienceMs }).toBe(0)
  })
})
