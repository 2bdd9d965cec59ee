import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DataFolderError, openDataFolder } from './data-folder.ts'

let place: string
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'luckygas-data-'))
})
afterEach(() => rmSync(place, { recursive: true, force: true }))

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

test('[P1] only its owner may look into a data folder, whatever the folder was before', () => {
  const path = join(place, 'data')
  openDataFolder(path)
  chmodSync(path, 0o755)
  chmodSync(join(path, 'secrets'), 0o777)
  openDataFolder(path)
  expect([path, join(path, 'secrets'), join(path, 'tls')].map(modeOf)).toEqual(['700', '700', '700'])
})

test('[P1] a data folder that cannot be one is refused with what to do about it', () => {
  const path = join(place, 'file')
  writeFileSync(path, '')
  expect(() => openDataFolder(path)).toThrow(DataFolderError)
  expect(() => openDataFolder(path)).toThrow('LUCKYGAS_DATA')
})

test('[P1] a secret is made once, is the same ever after and is readable by its owner alone', () => {
  const folder = openDataFolder(place)
  let made = 0
  const make = () => `secret ${++made}`
  expect(folder.secretFile('key', make).toString()).toBe('secret 1')
  chmodSync(folder.file('secrets', 'key'), 0o644)
  expect(openDataFolder(place).secretFile('key', make).toString()).toBe('secret 1')
  expect(made).toBe(1)
  expect(modeOf(folder.file('secrets', 'key'))).toBe('600')
})

test('[P1] of two that make the same secret at once both get the one that was stored', () => {
  const folder = openDataFolder(place)
  let inner: Buffer | undefined
  const outer = folder.secretFile('key', () => {
    inner = folder.secretFile('key', () => 'the quicker')
    return 'the slower'
  })
  expect([inner?.toString(), outer.toString()]).toEqual(['the quicker', 'the quicker'])
  expect(readdirSync(folder.file('secrets'))).toEqual(['key'])
})
