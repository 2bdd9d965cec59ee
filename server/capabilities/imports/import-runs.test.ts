import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import iconv from 'iconv-lite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { listImportChanges, listImportFindings, listImports } from '../../../contract/endpoints/imports.ts'
import { uuidv7 } from '../../../contract/kernel/ids.ts'
import { dirtyHistory, dirtyMembers } from '../../../tools/dirty-legacy/dirty-text-files.ts'
import { systemActor } from '../../platform/actor.ts'
import type { OpenDatabase } from '../../platform/database/database.ts'
import { runWrite } from '../../platform/database/write.ts'
import type { ReadContext } from '../../platform/http/route.ts'
import { makeDirectoryFiles } from '../../ports/files/files.directory.ts'
import { FilesUnavailable } from '../../ports/files/files.port.ts'
import { AtlasGeocoder } from '../../ports/geocoder/geocoder.atlas.ts'
import { usualPace } from '../../ports/queue/account-jobs.ts'
import { JobStopped } from '../../ports/queue/queue.port.ts'
import { makePostgresQueue } from '../../ports/queue/queue.postgres.ts'
import { send, testApp } from '../../testkit/test-app.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { makeJobs } from '../jobs/jobs.api.ts'
import type { ImportDeps } from './import-deps.ts'
import { insertRun, readRun } from './import-runs.store.ts'
import { importRoutes } from './imports.routes.ts'
import { contentOf, importsOn } from './imports.test-support.ts'
import { makeImports } from './make-imports.ts'
import { withFile } from './read-legacy.test-support.ts'
import { type RunImportPayload, runImport } from './run-import.action.ts'
import { startImport } from './start-import.action.ts'

const encode = (text: string) => iconv.encode(text, 'cp950')
let lastId = Date.UTC(2026, 10, 22)
function newId(): string {
  lastId += 1
  return uuidv7(lastId)
}

/** Imports with real files and a queue that keeps what it was given. */
async function importsWithFiles(database: OpenDatabase) {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-imports-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const files = makeDirectoryFiles(folder)
  const jobs: RunImportPayload[] = []
  const queue = {
    enqueue: async (_db: unknown, _name: string, job: unknown) => void jobs.push(job as RunImportPayload),
    list: async () => [{ state: 'waiting' }],
  }
  const imports = await importsOn(database, { files, queue: queue as unknown as ImportDeps['queue'] })
  const upload = async (bytes: Buffer) => {
    const id = newId()
    await files.append(id, 0, Readable.from([bytes]), 10_000_000)
    await files.finish(id, createHash('sha256').update(bytes).digest('hex'))
    return id
  }
  const start = async (kind: 'members' | 'history', fileId: string, isDryRun: boolean) => {
    const request = { id: newId(), kind, fileId, isDryRun }
    const written = await runWrite(imports.deps, imports.request, context =>
      startImport(imports.deps, context, request),
    )
    return written.answer
  }
  const context: ReadContext = {
    db: database.db,
    actor: systemActor,
    now: imports.clock.now(),
    today: '2026-11-22',
    traceId: 'test',
  }
  const ask = async (id: string, params: object, query: object) => {
    const route = importRoutes(imports.deps).find(one => one.endpoint.id === id)
    return route?.handle(
      context as never,
      { params, query: { limit: 500, ...query } } as never,
      undefined as never,
    )
  }
  return { ...imports, jobs, upload, start, ask }
}

describe('import runs', () => {
  test('[A1] a dry run and the import after it list each change and each refused cell', async () => {
    const database = await testDatabase()
    const { deps, jobs, upload, start, ask } = await importsWithFiles(database)
    const members = dirtyMembers({ seed: 9, cleanRows: 3 })
    const fileId = await upload(members.bytes)
    for (const isDryRun of [true, false]) {
      const run = await start('members', fileId, isDryRun)
      expect(run.status).toBe('queued')
      await runImport(deps, jobs.at(-1) as RunImportPayload)
      const done = await readRun(deps.db, run.id)
      expect(done).toMatchObject({
        status: 'done',
        isDryRun,
        result: { rows: members.rows, accepted: members.accepted, rejectedCount: members.refused },
      })
      const findings = listImportFindings.answer?.parse(
        await ask('imports.list-findings', { id: run.id }, { severity: 'rejected' }),
      )
      const refused = members.expectations.filter(one => one.fate === 'refused')
      expect(findings?.findings.map(({ row, column, code }) => [row, column, code])).toEqual(
        refused.map(({ row, column, code }) => [row, column, code]),
      )
      const changes = listImportChanges.answer?.parse(await ask('imports.list-changes', { id: run.id }, {}))
      expect(changes?.changes).toHaveLength(members.accepted)
      expect(changes?.changes[0]?.cells).toContainEqual({ column: '區域', before: null, after: '市東' })
    }
    const list = listImports.answer?.parse(await ask('imports.list', {}, {}))
    expect(list?.runs.map(run => run.isDryRun)).toEqual([false, true])
  })

  test('[A1] a file that cannot be read fails its run with the reason and changes nothing', async () => {
    const database = await testDatabase()
    const { deps, jobs, upload, start } = await importsWithFiles(database)
    const before = await contentOf(database)
    const run = await start('history', await upload(Buffer.from('編號,業務員\r\n1,2\r\n')), false)
    await runImport(deps, jobs.at(-1) as RunImportPayload)
    expect(await readRun(deps.db, run.id)).toMatchObject({
      status: 'failed',
      failure: 'imports.header-missing: 交易日期、交易時間',
    })
    expect(await contentOf(database)).toBe(before)
  })

  test('[S20] an import tells how far it is; one that somebody stops stores nothing and says so', async () => {
    const database = await testDatabase()
    const { deps, jobs, upload, start } = await importsWithFiles(database)
    const before = await contentOf(database)
    const fileId = await upload(dirtyHistory({ seed: 4, cleanRows: 20_000, encode }).bytes)
    const run = await start('history', fileId, false)
    const stopping = new AbortController()
    const told: [number, string][] = []
    const progress = (share: number, words = '') => {
      told.push([share, words])
      if (share > 0.3) stopping.abort(new JobStopped('cancelled'))
    }
    const running = runImport(deps, jobs.at(-1) as RunImportPayload, { signal: stopping.signal, progress })
    await expect(running).rejects.toThrow('cancelled')
    expect(await contentOf(database)).toBe(before)
    expect(await readRun(deps.db, run.id)).toMatchObject({ status: 'cancelled', failure: null })
    expect(told.length).toBeGreaterThan(1)
    expect(told.at(-1)?.[0]).toBeLessThanOrEqual(1)
    expect(told.at(-1)?.[1]).toMatch(/^\d+ 列$/)
    expect((await start('history', fileId, true)).status).toBe('queued')
  })

  test('[S20] an import whose worker stops goes on with the next', async () => {
    const database = await testDatabase()
    const { deps, jobs, upload, start } = await importsWithFiles(database)
    const members = dirtyMembers({ seed: 9, cleanRows: 3 })
    const run = await start('members', await upload(members.bytes), false)
    const payload = jobs.at(-1) as RunImportPayload
    const signal = AbortSignal.abort(new JobStopped('stopping'))
    await expect(runImport(deps, payload, { signal, progress: () => undefined })).rejects.toThrow('stopping')
    expect((await readRun(deps.db, run.id))?.status).toBe('running')
    await runImport(deps, payload)
    expect(await readRun(deps.db, run.id)).toMatchObject({ status: 'done', result: { rows: members.rows } })
  })

  test('[S20] an import whose waiting job somebody takes away is cancelled, and the next one starts at once', async () => {
    const database = await testDatabase()
    const { db, connectionString } = database
    const { deps: usual, request, clock, upload } = await importsWithFiles(database)
    const account = { ...usualPace, onJob: () => undefined, onFault: () => undefined }
    const queue = await makePostgresQueue({ ...account, db, connectionString })
    const deps = { ...usual, queue }
    const fileId = await upload(dirtyMembers({ seed: 9, cleanRows: 3 }).bytes)
    const start = async () => {
      const asked = { id: newId(), kind: 'members', fileId, isDryRun: false } as const
      return (await runWrite(deps, request, context => startImport(deps, context, asked))).answer
    }
    const onlyJob = async () => (await queue.list(db, { limit: 5 })).map(job => job.id)
    const first = await start()
    await expect(start()).rejects.toMatchObject({ code: 'imports.already-running' })
    const afterRemoval = makeImports(deps).closeLostRuns
    const app = await testApp({ db, clock, routes: makeJobs({ desk: queue, afterRemoval }).routes })
    const [firstJob] = await onlyJob()
    expect((await send(app, 'POST', `/api/jobs/${firstJob}/cancel`, 'manager', undefined)).json()).toEqual({
      outcome: 'removed',
    })
    expect(await readRun(db, first.id)).toMatchObject({ status: 'cancelled', failure: null })
    // Whoever takes a job away without a word leaves its run to the next who asks.
    const second = await start()
    const [secondJob] = await onlyJob()
    await db.transaction().execute(tx => queue.cancel(tx, secondJob ?? ''))
    expect((await readRun(db, second.id))?.status).toBe('queued')
    expect((await start()).status).toBe('queued')
    expect((await readRun(db, second.id))?.status).toBe('cancelled')
  })

  test('[S13] an import waits for a file server that is away, and is done when it is back', async () => {
    const database = await testDatabase()
    const { deps, jobs, upload, start } = await importsWithFiles(database)
    const members = dirtyMembers({ seed: 9, cleanRows: 3 })
    const run = await start('members', await upload(members.bytes), false)
    const payload = jobs.at(-1) as RunImportPayload
    const localCopy = async () => {
      throw new FilesUnavailable('the file server is away')
    }
    const away = runImport({ ...deps, files: { ...deps.files, localCopy } }, payload)
    await expect(away).rejects.toThrow(FilesUnavailable)
    expect(await readRun(deps.db, run.id)).toMatchObject({ status: 'queued', failure: null })
    await runImport(deps, payload)
    expect(await readRun(deps.db, run.id)).toMatchObject({ status: 'done', result: { rows: members.rows } })
  })

  test('[A1] one import at a time; one that lost its process does not stand in the way', async () => {
    const database = await testDatabase()
    const { deps, jobs, upload, start } = await importsWithFiles(database)
    const fileId = await upload(dirtyMembers({ seed: 9, cleanRows: 3 }).bytes)
    const first = await start('members', fileId, false)
    await expect(start('members', fileId, false)).rejects.toMatchObject({ code: 'imports.already-running' })
    await database.db
      .updateTable('import_run')
      .set({ status: 'running' })
      .where('id', '=', first.id)
      .execute()
    const second = await start('members', fileId, false)
    expect(await readRun(deps.db, first.id)).toMatchObject({
      status: 'failed',
      failure: 'imports.interrupted',
    })
    for (const job of jobs) await runImport(deps, job)
    expect((await readRun(deps.db, second.id))?.result?.changes.create).toBeGreaterThan(0)
    expect((await readRun(deps.db, first.id))?.status).toBe('failed')
  })

  test('[A1] an import that breaks in the middle stores nothing', async () => {
    const database = await testDatabase()
    const atlas = new AtlasGeocoder()
    let asked = 0
    const geocoder = {
      locate: async (address: string) => {
        asked += 1
        if (asked > 1_200) throw new Error('cut')
        return atlas.locateNow(address)
      },
    }
    const { importBytes } = await importsOn(database, { geocoder })
    const before = await contentOf(database)
    await expect(importBytes('members', dirtyMembers({ seed: 2, cleanRows: 1_500 }).bytes)).rejects.toThrow(
      'cut',
    )
    expect(await contentOf(database)).toBe(before)
  })

  test('[A1] a process killed in the middle of a history leaves nothing, and the next run stores all of it', async () => {
    const database = await testDatabase()
    const { deps, request, clock } = await importsOn(database)
    const history = dirtyHistory({ seed: 4, cleanRows: 60_000, encode })
    await withFile(history.bytes, async path => {
      const runId = newId()
      const run = {
        id: runId,
        kind: 'history',
        fileName: 'history.csv',
        isDryRun: false,
        status: 'running',
        actorId: systemActor.id,
        now: clock.now(),
      } as const
      await runWrite(deps, request, context => insertRun(context.db, run))
      const child = spawn(
        process.execPath,
        [join(import.meta.dirname, 'import-history.child.ts'), database.connectionString, path, runId],
        { stdio: 'ignore' },
      )
      const ended = once(child, 'exit')
      while (child.exitCode === null && ((await readRun(deps.db, runId))?.progressRows ?? 0) === 0)
        await sleep(20)
      child.kill('SIGKILL')
      expect((await ended)[1]).toBe('SIGKILL')
      const count = async () =>
        Number(
          (await database.pool.query('select count(*)::integer as count from delivery_history')).rows[0]
            .count,
        )
      expect(await count()).toBe(0)
      expect((await readRun(deps.db, runId))?.status).toBe('running')
      const payload = { runId, fileId: 'here', actor: systemActor }
      const files = { localCopy: async () => ({ path, release: async () => {} }) } as never
      await runImport({ ...deps, files }, payload)
      expect(await count()).toBe(history.accepted)
      expect(await readRun(deps.db, runId)).toMatchObject({
        status: 'done',
        result: { changes: { create: history.accepted, update: 0, same: 0 } },
      })
    })
  })
})
