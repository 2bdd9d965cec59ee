import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openBackupFolder } from '../backup-folder.ts'
import { newKeyText, parseKey } from '../backup-key.ts'
import { type Manifest, writeManifest } from '../manifest.ts'
import { makeOffSiteCopy } from './copy-off-site.ts'
import type { CopyStore } from './copy-store.ts'
import { fetchOffSite } from './fetch-off-site.ts'
import { withPatience } from './patience.ts'

const keyText = newKeyText()
const key = parseKey(keyText)
const dayMs = 86_400_000

/** A store that keeps its promises in memory and notes the order of what it keeps; `cutAfter` lets the line break. */
function memoryStore() {
  const kept = new Map<string, { bytes: Buffer; keptAt: Date }>()
  const order: string[] = []
  const line = { cutAfter: Number.POSITIVE_INFINITY }
  const store: CopyStore = {
    name: 'memory',
    list: async prefix =>
      new Map(
        [...kept]
          .filter(([name]) => name.startsWith(prefix))
          .map(([name, { bytes, keptAt }]) => [name, { bytes: bytes.length, keptAt }]),
      ),
    put: async (name, path) => {
      if (order.length >= line.cutAfter) throw new Error('the line was cut')
      kept.set(name, { bytes: readFileSync(path), keptAt: new Date('2026-11-22T00:00:00Z') })
      order.push(name)
    },
    fetch: async (name, path) => {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, kept.get(name)?.bytes ?? Buffer.alloc(0))
      order.push(`fetched ${name}`)
    },
    remove: async names => {
      for (const name of names) kept.delete(name)
    },
    close: () => undefined,
  }
  return { store, kept, order, line }
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'luckygas-offsite-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** A backup folder with one line, laid out by hand; `base` adds a base backup with one content and one log segment. */
function shop(lineId: string = randomUUID()) {
  const path = folder()
  const backup = openBackupFolder(path)
  const line = backup.line(lineId)
  const put = (name: string, text = name) => {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  put(`lines/${lineId}/line.json`, JSON.stringify({ startedAt: '2026-11-01T00:00:00.000Z' }))
  const base = async (at: string, segment: string) => {
    const object = randomUUID().replaceAll('-', '')
    put(`objects/${object.slice(0, 2)}/${object}`)
    put(`lines/${lineId}/wal/${segment}`)
    mkdirSync(join(line.path, 'bases'), { recursive: true })
    const manifest: Manifest = {
      version: 1,
      id: `${at.replaceAll(':', '-')}-abcd`,
      startedAt: at,
      stoppedAt: at,
      firstSegment: segment,
      lastSegment: segment,
      postgresVersion: '18',
      migrations: [],
      point: { name: 'point', before: {}, after: {} },
      folders: [],
      files: [{ path: 'postgres/a', bytes: 1, sha256: '', object }],
      documents: [],
    }
    await writeManifest(line, key, manifest)
    return { name: `lines/${lineId}/bases/${manifest.id}`, object: `objects/${object.slice(0, 2)}/${object}` }
  }
  const reach = (until: string) => put(`lines/${lineId}/reach.json`, JSON.stringify({ until }))
  const copyTo = (store: CopyStore, clock = { now: new Date('2026-11-22T10:00:00Z') }) =>
    makeOffSiteCopy({
      backup,
      store,
      keepDays: 14,
      ownLineId: async () => lineId,
      now: () => clock.now,
      signal: new AbortController().signal,
    })
  return { path, lineId, put, base, reach, copyTo }
}

const segmentOf = (n: number) => `0000000100000000000000${n.toString(16).toUpperCase().padStart(2, '0')}`

test('[P3] a base goes after its contents and the reach last, and a second round copies only what is new', async () => {
  const { store, order } = memoryStore()
  const { lineId, put, base, reach, copyTo } = shop()
  const first = await base('2026-11-22T01:00:00.000Z', segmentOf(1))
  put(`lines/${lineId}/files/ab/photo`)
  reach('2026-11-22T09:59:00.000Z')
  const copy = copyTo(store)
  expect(await copy.round()).toMatchObject({ copied: 4, reachesTo: new Date('2026-11-22T09:59:00.000Z') })
  expect(order.at(-1)).toBe(`lines/${lineId}/reach.json`)
  expect(order.indexOf(first.name)).toBeGreaterThan(order.indexOf(first.object))
  put(`lines/${lineId}/wal/${segmentOf(2)}`)
  put(`lines/${lineId}/wal/${segmentOf(3)}.${randomUUID()}.draft`)
  const before = order.length
  expect(await copy.round()).toMatchObject({ copied: 1, bytes: `lines/${lineId}/wal/${segmentOf(2)}`.length })
  expect(order.slice(before)).toEqual([`lines/${lineId}/wal/${segmentOf(2)}`])
})

test('[P3] a cut line tells no reach it has not, and the next round goes on where it stopped', async () => {
  const { store, order, line, kept } = memoryStore()
  const { lineId, base, reach, copyTo } = shop()
  await base('2026-11-22T01:00:00.000Z', segmentOf(1))
  reach('2026-11-22T09:59:00.000Z')
  line.cutAfter = 1
  const copy = copyTo(store)
  await expect(copy.round()).rejects.toThrow('the line was cut')
  expect(kept.has(`lines/${lineId}/reach.json`)).toBe(false)
  line.cutAfter = Number.POSITIVE_INFINITY
  expect((await copy.round()).copied).toBe(2)
  expect(new Set(order).size).toBe(order.length)
})

test('[P3] what retention forgot in the shop is forgotten off site', async () => {
  const { store, kept } = memoryStore()
  const { path, lineId, base, copyTo } = shop()
  const old = await base('2026-11-01T01:00:00.000Z', segmentOf(1))
  await base('2026-11-22T01:00:00.000Z', segmentOf(2))
  await copyTo(store).round()
  for (const name of [old.name, old.object, `lines/${lineId}/wal/${segmentOf(1)}`]) rmSync(join(path, name))
  expect((await copyTo(store).round()).removed).toBe(3)
  expect(kept.has(old.object)).toBe(false)
  expect(kept.has(`lines/${lineId}/wal/${segmentOf(2)}`)).toBe(true)
})

test('[P3] a lost or unmounted backup disk takes nothing off site with it; its days run out by themselves', async () => {
  const { store, kept } = memoryStore()
  const before = shop()
  await before.base('2026-11-20T01:00:00.000Z', segmentOf(1))
  await before.copyTo(store).round()
  const all = kept.size
  rmSync(before.path, { recursive: true })
  mkdirSync(before.path)
  expect((await before.copyTo(store).round()).removed).toBe(0)
  const after = shop()
  await after.base('2026-11-22T01:00:00.000Z', segmentOf(1))
  const clock = { now: new Date('2026-11-22T10:00:00Z') }
  const copy = after.copyTo(store, clock)
  expect((await copy.round()).removed).toBe(0)
  expect(kept.size).toBe(all + 4)
  clock.now = new Date(clock.now.getTime() + 15 * dayMs)
  expect((await copy.round()).removed).toBe(all)
  expect([...kept.keys()].every(name => !name.includes(before.lineId))).toBe(true)
})

test('[P3] a restore fetches the lists, one base, its log and the documents, and nothing twice', async () => {
  const { store, order } = memoryStore()
  const { lineId, put, base, copyTo } = shop()
  const old = await base('2026-11-20T01:00:00.000Z', segmentOf(1))
  const latest = await base('2026-11-22T01:00:00.000Z', segmentOf(2))
  put(`lines/${lineId}/wal/${segmentOf(3)}`)
  put(`lines/${lineId}/files/ab/photo`)
  await copyTo(store).round()
  const into = folder()
  const fetching = { store, key, target: { kind: 'end' }, into, onProgress: () => undefined } as const
  await fetchOffSite(fetching)
  const fetched = order.flatMap(line => line.match(/^fetched (.*)/)?.[1] ?? [])
  expect(fetched).toEqual(expect.arrayContaining([old.name, latest.name, latest.object]))
  expect(fetched).toContain(`lines/${lineId}/wal/${segmentOf(3)}`)
  expect(fetched).toContain(`lines/${lineId}/files/ab/photo`)
  expect(fetched).not.toContain(old.object)
  expect(fetched).not.toContain(`lines/${lineId}/wal/${segmentOf(1)}`)
  const before = order.length
  await fetchOffSite(fetching)
  expect(order.slice(before)).toEqual([`fetched lines/${lineId}/line.json`])
  await expect(fetchOffSite({ ...fetching, store: memoryStore().store })).rejects.toThrow('no backup')
})

test('[P3] [S13] a cut line is tried again, a refusal and a missing file are not', async () => {
  const tries = { count: 0 }
  const failing = (error: object) => () => {
    tries.count += 1
    return Promise.reject(error)
  }
  await expect(withPatience(failing(new Error('ECONNRESET')), 1)).rejects.toThrow('ECONNRESET')
  expect(tries.count).toBe(4)
  const refused = Object.assign(new Error('no'), { $metadata: { httpStatusCode: 403 } })
  await expect(withPatience(failing(refused), 1)).rejects.toThrow('no')
  await expect(
    withPatience(failing(Object.assign(new Error('gone'), { code: 'ENOENT' })), 1),
  ).rejects.toThrow()
  expect(tries.count).toBe(6)
})
