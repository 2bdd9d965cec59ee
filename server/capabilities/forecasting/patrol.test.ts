import { randomUUID } from 'node:crypto'
import type { DueItem } from '@luckygas/contract/endpoints/forecasting.ts'
import { addDays } from '@luckygas/contract/kernel/dates.ts'
import { expect, test } from 'vitest'
import { makeForecastingDeps } from '../../main/forecasting-deps.ts'
import { get, send } from '../../testkit/test-app.ts'
import { addHistory, forecastingFixture, tomorrow } from './forecasting.fixture.ts'

/** One site due tomorrow; its neighbour was served five days ago and has room; a third is as full as can be. */
async function neighbours() {
  const given = await forecastingFixture(makeForecastingDeps)
  const { app, db, company } = given
  const [due, near, full] = company.sites
  if (!due || !near || !full) throw new Error('too few sites')
  await addHistory(db, due.code, 13)
  await addHistory(db, near.code, 6)
  await addHistory(db, full.code, 1)
  await db
    .insertInto('site_declared_cylinder')
    .values([due, near, full].map(site => ({ site_id: site.id, product_code: '20', quantity: 4 })))
    .execute()
  const build = async () =>
    (await send(app, 'POST', '/api/due-list/build', 'office', { date: tomorrow })).json<{
      items: DueItem[]
    }>()
  const patrol = async () =>
    (await get(app, `/api/due-list/patrol?date=${tomorrow}`, 'office')).json<{
      lines: { customerCode: string; metres: number; quantity: number; nearName: string }[]
    }>().lines
  const pick = (siteId: string, date = tomorrow, role = 'office') =>
    send(app, 'POST', '/api/due-list/patrol', role, { itemId: randomUUID(), date, siteId })
  return { ...given, due, near, full, build, patrol, pick }
}

test('[D2] 巡補: a neighbour with room is offered beside the stop it is near, and picked with one request', async () => {
  const { build, patrol, pick, due, near, full, db } = await neighbours()
  expect((await build()).items.map(item => item.customerCode)).toEqual([due.code])
  const [line, ...rest] = await patrol()
  expect(line).toMatchObject({ customerCode: near.code, nearName: '測試店1' })
  expect(line?.metres).toBeLessThan(1000)
  expect(line?.quantity).toBeGreaterThanOrEqual(1)
  expect(rest.map(each => each.customerCode)).not.toContain(full.code)
  const picked = await pick(near.id)
  expect(picked.json()).toMatchObject({
    status: 'listed',
    isPatrol: true,
    products: { '20': line?.quantity },
  })
  expect((await patrol()).map(each => each.customerCode)).not.toContain(near.code)
  expect((await build()).items.map(item => item.customerCode).sort()).toEqual([due.code, near.code])
  const trail = await db.selectFrom('audit').select('action').where('action', 'like', '%pick%').execute()
  expect(trail).toHaveLength(1)
})

test('[D2] 巡補: not twice, not on a day that is over, not what is not offered, and not by an accountant', async () => {
  const { build, pick, near, full } = await neighbours()
  await build()
  const twice = await Promise.all([pick(near.id), pick(near.id)])
  expect(twice.map(answer => answer.statusCode).sort()).toEqual([200, 404])
  expect((await pick(full.id)).json().code).toBe('forecasting.item-not-found')
  expect((await pick(near.id, addDays(tomorrow, -2))).json().code).toBe('forecasting.date-past')
  expect((await pick(near.id, tomorrow, 'accountant')).statusCode).toBe(403)
})

test('[D2] 延後 taken back puts the line on its day again, and the record of it stays', async () => {
  const { app, build, due, db } = await neighbours()
  const item = (await build()).items[0]
  if (!item) throw new Error('nobody is due')
  const undo = (version: number) =>
    send(app, 'POST', `/api/due-list/items/${item.id}/postpone/undo`, 'office', { version })
  expect((await undo(item.version)).json().code).toBe('forecasting.not-postponed')
  const body = {
    postponementId: randomUUID(),
    toDate: addDays(item.latestOn, 3),
    reason: '先收款',
    version: item.version,
  }
  const postponed = await send(app, 'POST', `/api/due-list/items/${item.id}/postpone`, 'manager', body)
  const { version } = postponed.json<DueItem>()
  expect((await undo(item.version)).json().code).toBe('request.stale-version')
  expect((await undo(version)).json()).toMatchObject({ status: 'listed' })
  expect((await build()).items[0]).toMatchObject({ customerCode: due.code, status: 'listed' })
  const kept = await db.selectFrom('postponement').select(['reason', 'withdrawn_at']).execute()
  expect(kept).toHaveLength(1)
  expect(kept[0]?.withdrawn_at).not.toBeNull()
})
