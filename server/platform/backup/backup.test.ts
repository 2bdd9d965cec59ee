import { execFileSync, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../clock.ts'
import { openDataFolder } from '../data-folder/data-folder.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres/embedded-postgres.ts'
import { archiveSettings } from '../embedded-postgres/postgres-settings.ts'
import { installationKey, openBackupFolder } from './backup-folder.ts'
import { newKeyText, parseKey } from './backup-key.ts'
import { takeBaseBackup } from './base-backup.ts'
import { makeKeeper } from './keeper.ts'
import { inspectPiece, writePiece } from './piece.ts'
import { pruneBackup } from './prune-backup.ts'
import { restoreBackup, type Target } from './restore-backup.ts'
import { shipWal } from './ship.ts'

/** One cluster that archives for all tests of this file; every test restores into a folder of its own. */
let root: string
let server: EmbeddedPostgres
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'luckygas-backup-'))
  server = await startEmbeddedPostgres({
    dataFolder: join(root, 'data'),
    isThrowAway: true,
    settings: { ...archiveSettings, max_wal_senders: '2' },
  })
  await ask(
    server.connectionString,
    'create table sale (n int primary key, at timestamptz default clock_timestamp())',
  )
}, 60_000)
afterAll(async () => {
  await server.stop()
  rmSync(root, { recursive: true, force: true })
})

async function ask(connectionString: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  return client
    .query(text)
    .then(({ rows }) => rows)
    .finally(() => client.end())
}

const sell = (n: number) => ask(server.connectionString, `insert into sale (n) values (${n})`)
const soldIn = async (connectionString: string) =>
  (await ask(connectionString, 'select n from sale order by n')).map(row => row.n)
const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

function openBackup(path = join(root, `backup-${randomUUID()}`)) {
  const data = openDataFolder(join(root, 'data'))
  const backup = openBackupFolder(path)
  const { key, text: keyText } = installationKey(data)
  const { connectionString } = server
  const keeper = makeKeeper({ data, backup, key, connectionString, clock: systemClock })
  const take = (signal = new AbortController().signal) =>
    takeBaseBackup({
      data,
      backup,
      key,
      keeper,
      connectionString,
      readTotals: async client => {
        const { rows } = await client.query('select count(*)::text as sales from sale')
        return { sales: rows[0].sales }
      },
      signal,
    })
  const restore = async (target: Target, into = join(root, `restored-${randomUUID()}`)) => {
    const restored = await restoreBackup({
      backup,
      key,
      keyText,
      target,
      into,
      isThrowAway: true,
      onProgress: () => undefined,
    })
    onTestFinished(() => restored.postgres.stop())
    return { ...restored, into, sold: await soldIn(restored.postgres.connectionString) }
  }
  /** Everything committed so far is in the backup. */
  const catchUp = async () => {
    const mark = await ask(server.connectionString, 'select clock_timestamp() as at')
    await pause(1_100)
    await keeper.ship()
    await ask(server.connectionString, 'select pg_switch_wal()')
    const deadline = performance.now() + 30_000
    for (;;) {
      await keeper.ship()
      const reach = JSON.parse(
        await Promise.resolve(readFileSync(join((await keeper.line()).path, 'reach.json'), 'utf8')).catch(
          () => '{}',
        ),
      )
      if (new Date(reach.until) >= (mark[0]?.at as Date)) return
      if (performance.now() > deadline) throw new Error(`the backup reaches only ${reach.until}`)
      await pause(100)
    }
  }
  return { data, backup, key, keyText, keeper, take, restore, catchUp }
}

test('[S24] a backup restores twice to the same named second, row by row, beside the original', async () => {
  const { data, take, restore, catchUp } = openBackup()
  mkdirSync(data.file('files', 'ab'), { recursive: true })
  writeFileSync(data.file('files', 'ab', 'signature'), '簽名')
  writeFileSync(data.file('secrets', 'postgres-note'), 'kept')
  await sell(1)
  const manifest = await take()
  expect(manifest.point).toMatchObject({ before: { sales: '1' }, after: { sales: '1' } })
  await sell(2)
  await pause(1_100)
  const moment = new Date()
  await pause(1_100)
  await sell(3)
  await ask(server.connectionString, 'delete from sale where n = 1')
  await catchUp()
  for (const round of [1, 2]) {
    const { sold, into, postgres } = await restore({ kind: 'moment', at: moment })
    expect([round, ...sold]).toEqual([round, 1, 2])
    expect(readFileSync(join(into, 'files', 'ab', 'signature'), 'utf8')).toBe('簽名')
    expect(readFileSync(join(into, 'secrets', 'postgres-note'), 'utf8')).toBe('kept')
    // It takes writes: it is a server of its own from here on.
    await ask(postgres.connectionString, 'insert into sale (n) values (77)')
  }
  expect((await restore({ kind: 'end' })).sold).toEqual([2, 3])
  expect((await restore({ kind: 'point' })).sold).toEqual([1])
  expect(await soldIn(server.connectionString)).toEqual([2, 3])
}, 180_000)

test('[S24] a moment after the last commit, outside the reach, or in a filled folder', async () => {
  const { take, restore, catchUp, backup, keeper } = openBackup()
  await take()
  const before = await soldIn(server.connectionString)
  await pause(1_100)
  const quiet = new Date()
  await catchUp()
  expect((await restore({ kind: 'moment', at: quiet })).sold).toEqual(before)
  await expect(restore({ kind: 'moment', at: new Date(Date.now() + 3_600_000) })).rejects.toThrow(
    'reaches to',
  )
  await expect(restore({ kind: 'moment', at: new Date('2020-01-01') })).rejects.toThrow('lies before it')
  const line = await keeper.line()
  await expect(restore({ kind: 'end' }, line.path)).rejects.toThrow('not empty')
  expect(readdirSync(backup.path)).toContain('lines')
}, 180_000)

test('[S24] a damaged, a missing and a foreign piece are each told by name', async () => {
  const { take, restore, backup, keeper } = openBackup()
  const manifest = await take()
  const file = manifest.files.find(({ path }) => path.endsWith('PG_VERSION'))
  const object = backup.objectPath(file?.object ?? '')
  const whole = readFileSync(object)
  writeFileSync(object, Buffer.concat([whole.subarray(0, -20), Buffer.from([1]), whole.subarray(-19)]))
  await expect(restore({ kind: 'end' })).rejects.toThrow(object)
  rmSync(object)
  await expect(restore({ kind: 'end' })).rejects.toThrow(`${object} is missing`)
  writeFileSync(object, whole)
  const line = await keeper.line()
  rmSync(line.walPath(manifest.lastSegment))
  await expect(restore({ kind: 'end' })).rejects.toThrow(`${line.walPath(manifest.lastSegment)} is missing`)
  const otherKey = newKeyText()
  const restoring = restoreBackup({
    backup,
    key: parseKey(otherKey),
    keyText: otherKey,
    target: { kind: 'end' },
    into: join(root, 'wrong-key'),
    onProgress: () => undefined,
  })
  await expect(restoring).rejects.toThrow('The key does not fit')
}, 120_000)

test('[S24] a base backup that was ended in the middle does not count, and the next one uses what it left', async () => {
  const { take, restore, backup, keeper } = openBackup()
  const broken = new AbortController()
  const taking = take(broken.signal)
  setTimeout(() => broken.abort(), 300)
  await expect(taking).rejects.toThrow()
  expect(await (await keeper.line()).baseIds()).toEqual([])
  await expect(restore({ kind: 'end' })).rejects.toThrow('no finished base backup')
  await take()
  expect((await restore({ kind: 'end' })).sold).toEqual(await soldIn(server.connectionString))
  expect(backup.path).toBeTruthy()
}, 120_000)

test('[P5] base backups and the log behind the oldest kept one are forgotten, and what is left restores', async () => {
  const { take, restore, backup, key, keeper } = openBackup()
  const first = await take()
  await sell(50)
  const second = await take()
  const line = await keeper.line()
  const prune = (days: number) =>
    pruneBackup({
      backup,
      key,
      ownLineId: line.id,
      now: new Date(Date.now() + days * 86_400_000),
      keepDays: 14,
    })
  expect(await prune(1)).toMatchObject({ bases: 0 })
  const pruned = await prune(15)
  expect(pruned.bases).toBe(1)
  expect(pruned.segments).toBeGreaterThan(0)
  expect(pruned.objects).toBeGreaterThan(0)
  expect(await line.baseIds()).toEqual([second.id])
  expect(await line.walSegments()).not.toContain(first.firstSegment)
  expect((await restore({ kind: 'end' })).sold).toContain(50)
}, 120_000)

test('[S24] the same part of the log twice is fine, another one under its name is refused and kept', async () => {
  const { backup, key } = openBackup()
  const line = backup.line('one')
  const handedOver = join(root, 'handed-over')
  for (const folder of [handedOver, join(line.path, 'wal')]) mkdirSync(folder, { recursive: true })
  const part = join(handedOver, '000000010000000000000001')
  const hand = (text: string) => writeFileSync(part, text)
  hand('log')
  expect(await shipWal(handedOver, line, key)).toBe(1)
  hand('log')
  expect(await shipWal(handedOver, line, key)).toBe(1)
  hand('another log')
  await expect(shipWal(handedOver, line, key)).rejects.toThrow('holds something else')
  expect(readFileSync(part, 'utf8')).toBe('another log')
})

/** Debian's mount package, which other systems may lack. */
const diskTools = { mount: 'mount', unmount: 'umount' }

/** A disk of 1 MiB; only root on Linux can make one. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-disk-'))
  if (spawnSync(diskTools.mount, ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status !== 0)
    return undefined
  onTestFinished(() => {
    execFileSync(diskTools.unmount, [folder])
    rmSync(folder, { recursive: true })
  })
  return folder
}

test('[P5] a full backup disk leaves no half piece, keeps the log, and the next round goes on', async context => {
  const disk = smallDisk()
  if (!disk) return context.skip('a small disk cannot be mounted here')
  const { key } = openBackup()
  const line = openBackupFolder(disk).line('one')
  const handedOver = mkdtempSync(join(root, 'handed-'))
  mkdirSync(join(line.path, 'wal'), { recursive: true })
  const part = join(handedOver, '000000010000000000000001')
  writeFileSync(part, Buffer.from(Array.from({ length: 400 }, () => randomUUID()).join('')))
  const filler = join(disk, 'filler')
  spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1k'])
  await expect(shipWal(handedOver, line, key)).rejects.toThrow('ENOSPC')
  expect(readdirSync(handedOver)).toHaveLength(1)
  expect(readdirSync(dirname(line.walPath('x')))).toEqual([])
  rmSync(filler)
  expect(await shipWal(handedOver, line, key)).toBe(1)
  expect(readdirSync(handedOver)).toEqual([])
})

test('[S24] a key survives paper and a slip of the pen is found', async () => {
  const text = newKeyText()
  const spoken = text.toUpperCase().replaceAll('-', ' ')
  expect(parseKey(spoken).id.equals(parseKey(text).id)).toBe(true)
  const slipped = text.slice(0, -1) + (text.endsWith('0') ? '1' : '0')
  expect(() => parseKey(slipped)).toThrow('no backup key')
  const file = join(root, 'piece')
  await writePiece(file, parseKey(text), [Buffer.from('瓦斯')])
  expect(readFileSync(file).includes('瓦斯')).toBe(false)
  cpSync(file, `${file}-copy`)
  expect((await inspectPiece(`${file}-copy`, parseKey(text))).bytes).toBe(6)
})
