import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { dayWith } from './board-day.fixture.ts'
import { readDrivenWays } from './driven-ways.store.ts'

const at = (time: string) => new Date(`2026-11-23T${time}:00+08:00`)

test('[E4] ways are driven from door to door of one trip; positions tell better than reports when a truck came and went', async () => {
  const day = await dayWith(12)
  await day.build()
  const [run] = (await day.board()).runs
  const stops = (await day.board()).stops.filter(stop => stop.runId === run?.id).slice(0, 4)
  const [first, second, third, afterReload] = stops
  if (!run || !first || !second || !third || !afterReload) throw new Error('the run is too short')
  const serve = async (stopId: string, trip: number, arrived: string, finished: string) => {
    await day.db
      .updateTable('stop')
      .set({ state: 'done', trip, arrived_at: at(arrived), finished_at: at(finished) })
      .where('id', '=', stopId)
      .execute()
  }
  await serve(first.id, 1, '08:00', '08:10')
  await serve(second.id, 1, '08:20', '08:30')
  await serve(third.id, 1, '08:45', '08:50')
  await serve(afterReload.id, 2, '10:00', '10:05')
  await sql`insert into arrival_sighting (stop_id, run_id, driver_id, arrived_at, left_at, seen_at)
    select ${second.id}, id, driver_id, ${at('08:18')}, ${at('08:32')}, ${at('08:32')} from run where id = ${run.id}`.execute(
    day.db,
  )
  const site = (stop: typeof first) => stop.siteId
  expect(await readDrivenWays(day.db, '2026-11-23')).toEqual([
    {
      fromSiteId: site(second),
      toSiteId: site(third),
      vehicleKind: expect.any(String),
      leftAt: at('08:32'),
      arrivedAt: at('08:45'),
    },
    {
      fromSiteId: site(first),
      toSiteId: site(second),
      vehicleKind: expect.any(String),
      leftAt: at('08:10'),
      arrivedAt: at('08:18'),
    },
  ])
  expect(await readDrivenWays(day.db, '2026-11-24')).toEqual([])
})
