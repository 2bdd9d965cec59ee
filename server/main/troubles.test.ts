import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDataFolder } from '../platform/data-folder/data-folder.ts'
import { noteBackupOutcome } from './backup-status.ts'
import { readTroubles, troublesOf } from './troubles.ts'

const now = new Date('2026-11-22T02:00:00Z')
const plenty = { state: 'ample', freeBytes: 100 * 1024 ** 3 } as const
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString()

test('[P5] [L1] a failed backup and a failed proof are troubles, fresh good ones and new installations are none', () => {
  expect(troublesOf({}, plenty, now)).toEqual([])
  const base = { at: hoursAgo(8), isGood: false, detail: 'no space left on device' }
  const verification = { at: hoursAgo(7), isGood: true, detail: 'restored' }
  expect(troublesOf({ base, verification }, plenty, now)).toEqual([
    { what: 'base', state: 'failed', at: base.at, detail: 'no space left on device' },
  ])
  const long = { at: hoursAgo(7), isGood: false, detail: 'x'.repeat(2_000) }
  expect(troublesOf({ verification: long }, plenty, now)[0]?.detail).toHaveLength(300)
})

test('[P5] [L1] what has not been done for too long is overdue, each part by its own patience', () => {
  const good = (hours: number) => ({ at: hoursAgo(hours), isGood: true, detail: '' })
  expect(
    troublesOf({ shipping: good(2), base: good(29), verification: good(55) }, plenty, now).map(
      ({ what, state }) => [what, state],
    ),
  ).toEqual([
    ['shipping', 'overdue'],
    ['verification', 'overdue'],
  ])
})

test('[P5] [L1] a nearly full disk is a trouble by itself', () => {
  expect(troublesOf({}, { state: 'low', freeBytes: 1.5 * 1024 ** 3 }, now)).toEqual([
    { what: 'disk', state: 'low', at: null, detail: '1.5 GiB' },
  ])
  expect(troublesOf({}, { state: 'full', freeBytes: 0 }, now)[0]?.state).toBe('full')
})

test('[P5] [L1] the notes of every process are read, unless somebody else backs up', async () => {
  const path = mkdtempSync(join(tmpdir(), 'luckygas-troubles-'))
  try {
    const data = openDataFolder(path)
    await noteBackupOutcome(data, 'shipping', { at: now.toISOString(), isGood: false, detail: 'offline' })
    const whats = async (isHere: boolean) =>
      (await readTroubles(data, isHere, plenty, now)).map(({ what }) => what)
    expect(await whats(true)).toContain('shipping')
    expect(await whats(false)).not.toContain('shipping')
  } finally {
    rmSync(path, { recursive: true, force: true })
  }
})
