import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDataFolder } from '../platform/data-folder/data-folder.ts'
import { noteBackupOutcome } from './backup-status.ts'
import { readTroubles, type Signs, troublesOf } from './troubles.ts'

const now = new Date('2026-11-22T02:00:00Z')
const plenty = { state: 'ample', freeBytes: 100 * 1024 ** 3 } as const
const troubles = (signs: Partial<Signs>) =>
  troublesOf({ outcomes: {}, disk: plenty, integrity: undefined, now, ...signs })
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString()

test('[P5] [L1] a failed backup and a failed proof are troubles, fresh good ones and new installations are none', () => {
  expect(troubles({})).toEqual([])
  const base = { at: hoursAgo(8), isGood: false, detail: 'no space left on device' }
  const verification = { at: hoursAgo(7), isGood: true, detail: 'restored' }
  expect(troubles({ outcomes: { base, verification } })).toEqual([
    { what: 'base', state: 'failed', at: base.at, detail: 'no space left on device' },
  ])
  const long = { at: hoursAgo(7), isGood: false, detail: 'x'.repeat(2_000) }
  expect(troubles({ outcomes: { verification: long } })[0]?.detail).toHaveLength(300)
})

test('[P5] [L1] what has not been done for too long is overdue, each part by its own patience', () => {
  const good = (hours: number) => ({ at: hoursAgo(hours), isGood: true, detail: '' })
  expect(
    troubles({ outcomes: { shipping: good(2), base: good(29), verification: good(55) } }).map(
      ({ what, state }) => [what, state],
    ),
  ).toEqual([
    ['shipping', 'overdue'],
    ['verification', 'overdue'],
  ])
})

test('[P5] [L1] a nearly full disk is a trouble by itself', () => {
  expect(troubles({ disk: { state: 'low', freeBytes: 1.5 * 1024 ** 3 } })).toEqual([
    { what: 'disk', state: 'low', at: null, detail: '1.5 GiB' },
  ])
  expect(troubles({ disk: { state: 'full', freeBytes: 0 } })[0]?.state).toBe('full')
})

test('[S25] [L1] what the integrity check found is a trouble until it is mended, and a check that is two days away too', () => {
  const check = (hours: number | null, faults = {}, since = 1_000) =>
    troubles({
      integrity: {
        awaitedSince: new Date(hoursAgo(since)),
        checkedAt: hours === null ? null : new Date(hoursAgo(hours)),
        faults,
      },
    })
  expect(check(20)).toEqual([])
  expect(check(47)).toEqual([])
  expect(check(49)).toEqual([{ what: 'integrity', state: 'unchecked', at: hoursAgo(49), detail: '' }])
  expect(check(null)).toEqual([{ what: 'integrity', state: 'unchecked', at: null, detail: '' }])
  expect(check(null, {}, 47)).toEqual([])
  expect(check(80, { 'cash.cash-posted': 2, 'files.bytes-agree': 1 })).toEqual([
    {
      what: 'integrity',
      state: 'faulty',
      at: hoursAgo(80),
      detail: 'cash.cash-posted ×2、files.bytes-agree ×1',
    },
  ])
  const all = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`cylinders.check-${index}`, 100]))
  expect(check(1, all)[0]?.detail).toHaveLength(300)
})

test('[P5] [L1] the notes of every process are read, unless somebody else backs up', async () => {
  const path = mkdtempSync(join(tmpdir(), 'luckygas-troubles-'))
  try {
    const data = openDataFolder(path)
    await noteBackupOutcome(data, 'shipping', { at: now.toISOString(), isGood: false, detail: 'offline' })
    const whats = async (isHere: boolean) =>
      (await readTroubles({ data, isBackedUpHere: isHere, disk: plenty, integrity: undefined, now })).map(
        ({ what }) => what,
      )
    expect(await whats(true)).toContain('shipping')
    expect(await whats(false)).not.toContain('shipping')
  } finally {
    rmSync(path, { recursive: true, force: true })
  }
})
