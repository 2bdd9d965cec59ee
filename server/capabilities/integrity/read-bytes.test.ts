import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../platform/database/database.ts'
import { makeDirectoryFiles } from '../../ports/files/files.directory.ts'
import type { Files } from '../../ports/files/files.port.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { integrityCommand } from './integrity.api.ts'
import { checkBytes } from './read-bytes.ts'
import { repairOf } from './repairs.rules.ts'
import { checks } from './run-integrity.ts'

interface Shelf {
  db: Database
  files: Files
  pathOf(id: string): string
}

async function shelf(): Promise<Shelf> {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-bytes-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const { db } = await testDatabase()
  return { db, files: makeDirectoryFiles(folder), pathOf: id => join(folder, id.slice(-2), id) }
}

async function keepFile({ db, files }: Shelf, text: string): Promise<string> {
  const [id, bytes] = [randomUUID(), Buffer.from(text)]
  const sha256 = createHash('sha256').update(bytes).digest()
  await files.append(id, 0, Readable.from([bytes]), 1_000)
  await files.finish(id, sha256.toString('hex'))
  const [at, size] = [new Date('2026-11-22T02:00:00Z'), BigInt(bytes.length)]
  await db
    .insertInto('file_object')
    .values({
      id,
      owner_id: randomUUID(),
      purpose: 'photo',
      content_type: 'image/jpeg',
      size_bytes: size,
      received_bytes: size,
      sha256,
      created_at: at,
      completed_at: at,
    })
    .execute()
  return id
}

test('[S25] files whose bytes are gone, changed or known to no row are found, each by name', async () => {
  const own = await shelf()
  const [good, gone, changed, orphan] = await Promise.all(
    ['a door', 'a signature', 'a receipt', 'a gauge'].map(text => keepFile(own, text)),
  )
  const findings = async () =>
    (await checkBytes(own.db, own.files)).flatMap(check =>
      check.findings.map(({ what, params }) => [check.name, what, params.fileId]),
    )
  expect(await findings()).toEqual([])
  rmSync(own.pathOf(gone as string))
  writeFileSync(own.pathOf(changed as string), 'a receiqt')
  await own.db
    .deleteFrom('file_object')
    .where('id', '=', orphan as string)
    .execute()
  const found = await findings()
  expect(found).toHaveLength(3)
  expect(found).toEqual(
    expect.arrayContaining([
      ['files.bytes-agree', 'bytes-missing', gone],
      ['files.bytes-agree', 'bytes-differ', changed],
      ['files.bytes-belong', 'bytes-without-row', orphan],
    ]),
  )
  expect(found.flat()).not.toContain(good)
})

test('[S25] the command says what to do about each finding, and does none of it', async () => {
  const own = await shelf()
  expect(await integrityCommand(own.db, own.files)).toMatchObject({ exit: 0, json: { isClean: true } })
  const id = await keepFile(own, 'a door')
  rmSync(own.pathOf(id))
  const said = await integrityCommand(own.db, own.files)
  expect(said.exit).toBe(2)
  expect(said.text).toContain(
    `✗ files.bytes-agree\n    bytes-missing {"fileId":"${id}","purpose":"photo"}\n    → `,
  )
  expect(said.text).toContain('npx luckygas restore')
  expect(said.json.checks.find(check => !check.isClean)).toMatchObject({
    repair: repairOf('files.bytes-agree'),
  })
  expect((await integrityCommand(own.db, own.files)).exit).toBe(2)
})

test('[S25] a reading that is stopped ends at the next file', async () => {
  const own = await shelf()
  await keepFile(own, 'a door')
  await expect(checkBytes(own.db, own.files, AbortSignal.abort(new Error('stopped')))).rejects.toThrow(
    'stopped',
  )
})

test('[S25] every check proposes a repair, in both languages; one that nobody thought about is an error', () => {
  for (const { name } of checks)
    expect(repairOf(name), name).toEqual(
      expect.objectContaining({ zh: expect.stringMatching(/\S/), en: expect.stringMatching(/\S/) }),
    )
  expect(() => repairOf('unheard.of')).toThrow('no repair')
})
