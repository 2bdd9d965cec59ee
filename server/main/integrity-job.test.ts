import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { keepIntegrityResult, readIntegrityResult } from '../capabilities/integrity/integrity.api.ts'
import { settableClock } from '../platform/clock.ts'
import { makeDirectoryFiles } from '../ports/files/files.directory.ts'
import { idleJob } from '../testkit/idle-job.ts'
import { testDatabase } from '../testkit/test-database.ts'
import { makeIntegrityJob } from './integrity-job.ts'

async function nightly() {
  const { db } = await testDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-integrity-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const clock = settableClock('2026-11-22T20:20:00Z')
  const files = makeDirectoryFiles(folder)
  const job = makeIntegrityJob({ db, clock, files, logger: pino({ level: 'silent' }) })
  /** Does something behind the back of every constraint. */
  const tamper = (act: ReturnType<typeof sql>) =>
    db.transaction().execute(async tx => {
      await sql`set local session_replication_role = replica`.execute(tx)
      await act.execute(tx)
    })
  return { db, clock, job, tamper, check: () => job.jobs['platform.integrity']?.({}, idleJob()) }
}

test('[S25] the nightly check keeps what it found, by check, and a clean night clears it', async () => {
  const { db, clock, check, job, tamper } = await nightly()
  expect(job.dailyJobs).toEqual([{ name: 'platform.integrity', minuteOfDay: 260 }])
  expect(await readIntegrityResult(db)).toMatchObject({ checkedAt: null, faults: {} })
  await check()
  expect(await readIntegrityResult(db)).toMatchObject({ checkedAt: clock.now(), faults: {} })

  await tamper(sql`insert into cylinder_movement (id, kind, business_date, occurred_at, recorded_at, source, source_id)
    select gen_random_uuid(), 'deliver', '2026-11-20', now(), now(), 'delivery', gen_random_uuid()
    from generate_series(1, 2)`)
  clock.set('2026-11-23T20:20:00Z')
  await check()
  expect(await readIntegrityResult(db)).toMatchObject({
    checkedAt: clock.now(),
    faults: { 'cylinders.movements-have-entries': 2 },
  })

  await tamper(sql`delete from cylinder_movement`)
  clock.set('2026-11-24T20:20:00Z')
  await check()
  expect((await readIntegrityResult(db))?.faults).toEqual({})
})

test('[S25] a restored installation without the row gets it back with the next check', async () => {
  const { db, clock } = await nightly()
  await db.deleteFrom('integrity_result').execute()
  expect(await readIntegrityResult(db)).toBeUndefined()
  await keepIntegrityResult(db, { checkedAt: clock.now(), faults: { 'cash.cash-posted': 1 } })
  expect((await readIntegrityResult(db))?.faults).toEqual({ 'cash.cash-posted': 1 })
})
