import { BrokenCircuitError } from 'cockatiel'
import { sql } from 'kysely'
import { expect, expectTypeOf, onTestFinished, test } from 'vitest'
import { testDatabase } from '../../testkit/test-database.ts'
import type { Database, Reader } from './database.ts'
import { openReplicaReports, primaryReports, type ReportPlace, type ReportReader } from './report-reader.ts'

const nobody = 'postgresql://nobody:nothing@127.0.0.1:1/nothing'

async function reportsWith(replicaUrl?: string) {
  const { db, connectionString } = await testDatabase()
  const places: ReportPlace[] = []
  const faults: Error[] = []
  const reports = openReplicaReports({
    primary: db,
    replicaUrl: replicaUrl ?? connectionString,
    maxLagMs: 5_000,
    onRead: place => places.push(place),
    onFault: error => faults.push(error),
  })
  onTestFinished(() => reports.close())
  return { db, reports, places, faults }
}

const countParameters = async (reader: ReportReader) => {
  const rows = await reader.selectFrom('parameter').select('name').execute()
  return rows.length
}

test('[S17] a report sees one snapshot and cannot write', async () => {
  const { db } = await testDatabase()
  const reports = primaryReports(db)
  const [before, after] = await reports.read(async reader => {
    const first = await countParameters(reader)
    await sql`insert into parameter (name, effective_from, value, source) values ('report.test', '2026-01-01', '1', 'test')`.execute(
      db,
    )
    return [first, await countParameters(reader)]
  })
  expect(after).toBe(before)
  expect(await reports.read(countParameters)).toBe((before ?? 0) + 1)
  const write = reports.read(reader => sql`delete from parameter`.execute(reader))
  await expect(write).rejects.toMatchObject({ code: '25006' })
})

test('[S17] what decides asks for a Reader and cannot be given what a report reads with', () => {
  expectTypeOf<ReportReader>().not.toExtend<Reader>()
  expectTypeOf<Database>().toExtend<Reader>()
})

test('[S17] a server that is no standby any more is not believed: the primary is asked', async () => {
  const { reports, places, faults } = await reportsWith()
  expect(await reports.read(countParameters)).toBeGreaterThan(0)
  expect([places, faults]).toEqual([['replica-late'], []])
})

test('[S17] a standby that is away is asked three times, then left alone; reports go on', async () => {
  const { reports, places, faults } = await reportsWith(nobody)
  for (let each = 0; each < 5; each += 1) expect(await reports.read(countParameters)).toBeGreaterThan(0)
  expect(places).toEqual(Array.from({ length: 5 }, () => 'replica-away'))
  const isLeftAlone = faults.map(fault => fault instanceof BrokenCircuitError)
  expect(isLeftAlone).toEqual([false, false, false, true, true])
})

test('[S17] what a report itself refuses is its answer, and is not asked again on the primary', async () => {
  const { reports, places } = await reportsWith()
  let times = 0
  const refusal = reports.read(async () => {
    times += 1
    throw new Error('no such day')
  })
  await expect(refusal).rejects.toThrow('no such day')
  expect([times, places]).toEqual([1, ['replica-late']])
})
