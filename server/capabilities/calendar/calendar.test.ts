import { expect, test } from 'vitest'
import { settableClock } from '../../platform/clock.ts'
import { get, send, testApp } from '../../testkit/test-app.ts'
import { foundTestCompany } from '../../testkit/test-company.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { makeCalendar, readHolidays } from './calendar.api.ts'

async function fixture() {
  const { db } = await testDatabase()
  await foundTestCompany(db, { drivers: 0, sites: 0 })
  const app = await testApp({
    db,
    clock: settableClock('2026-11-22T01:00:00Z'),
    routes: makeCalendar().routes,
  })
  const list = async (year: number) =>
    (await get(app, `/api/holidays?year=${year}`, 'office')).json<{
      holidays: { date: string; name: string; isDayOff: boolean }[]
    }>().holidays
  return { db, app, list }
}

test('[A2] the holidays of the law are there from the first day, with their source', async () => {
  const { list } = await fixture()
  expect(await list(2026)).toContainEqual({
    date: '2026-12-25',
    name: '行憲紀念日',
    isDayOff: true,
    source: '紀念日及節日實施條例',
  })
  expect(await list(2040)).toEqual([])
})

test('[A2] a manager adds a typhoon day and takes a holiday back; both are audited', async () => {
  const { app, db, list } = await fixture()
  const put = (date: string, body: object) => send(app, 'PUT', `/api/holidays/${date}`, 'manager', body)
  expect((await put('2026-11-23', { name: '颱風停班', isDayOff: true })).statusCode).toBe(200)
  expect((await put('2026-12-25', { name: '照常營業', isDayOff: false })).statusCode).toBe(200)
  const days = await list(2026)
  expect(days.find(day => day.date === '2026-11-23')).toMatchObject({ name: '颱風停班', isDayOff: true })
  expect(days.find(day => day.date === '2026-12-25')).toMatchObject({ name: '照常營業', isDayOff: false })
  const closed = await readHolidays(db)
  expect(closed.has('2026-11-23')).toBe(true)
  expect(closed.has('2026-12-25')).toBe(false)
  const audit = await db
    .selectFrom('audit')
    .select(['entity_id'])
    .where('action', '=', 'calendar.set-holiday')
    .execute()
  expect(audit.map(row => row.entity_id).sort()).toEqual(['2026-11-23', '2026-12-25'])
})

test('[A2] [S15] the office reads holidays and does not set them', async () => {
  const { app } = await fixture()
  const answer = await send(app, 'PUT', '/api/holidays/2026-11-23', 'office', {
    name: '颱風停班',
    isDayOff: true,
  })
  expect(answer.statusCode).toBe(403)
})
