import { randomUUID } from 'node:crypto'
import type { DueItem } from '@luckygas/contract/endpoints/forecasting.ts'
import { addDays } from '@luckygas/contract/kernel/dates.ts'
import { describe, expect, test } from 'vitest'
import { makeForecastingDeps } from '../../main/forecasting-deps.ts'
import { idleJob } from '../../testkit/idle-job.ts'
import { get, send } from '../../testkit/test-app.ts'
import { dueListCommand, forecastCommand, readDueFacts, readSiteForecasts } from './forecasting.api.ts'
import { addHistory, forecastingFixture, today, tomorrow } from './forecasting.fixture.ts'

type List = { items: DueItem[]; excluded: { customerCode: string; because: string }[]; postponed: number }

/** Three sites brought 60 of 80 kg every ten days: long due, just served, due in the middle; the others never served. */
async function threeSites() {
  const given = await forecastingFixture(makeForecastingDeps)
  const [due, served, middle] = given.company.sites
  if (!due || !served || !middle) throw new Error('too few sites')
  await addHistory(given.db, due.code, 13)
  await addHistory(given.db, served.code, 1)
  await addHistory(given.db, middle.code, 5)
  const build = async (date = tomorrow) =>
    (await send(given.app, 'POST', '/api/due-list/build', 'office', { date })).json<List>()
  const list = async () => (await get(given.app, `/api/due-list?date=${tomorrow}`, 'office')).json<List>()
  return { ...given, due, served, middle, build, list }
}
const codes = (list: List) => list.items.map(item => item.customerCode)
const refusal = (response: { statusCode: number; json<T>(): T }) => [
  response.statusCode,
  response.json<{ code: string }>().code,
]

describe('the due list of a day', () => {
  test('[D2] lists who is due with why, how long and what to bring, and keeps the forecasts', async () => {
    const { build, due, served, app } = await threeSites()
    const list = await build()
    expect(codes(list)).toContain(due.code)
    expect(codes(list)).not.toContain(served.code)
    const item = list.items.find(each => each.customerCode === due.code)
    expect(item).toMatchObject({ reason: 'predicted', status: 'listed', isPlaced: true, isMeasured: false })
    expect(item?.cylinders['20']).toBeGreaterThanOrEqual(3)
    expect(item?.runOutProbability).toBeGreaterThan(0.2)
    expect(item?.postponeChoices).toHaveLength(7)
    const forecast = (await get(app, `/api/sites/${served.id}/forecast`, 'office')).json()
    expect(forecast).toMatchObject({ asOf: today, capacityGrams: 80_000, evidence: 'deliveries' })
    expect(forecast.dailyUseGrams).toBeGreaterThan(4500)
    expect(forecast.dailyUseGrams).toBeLessThan(7500)
    expect(forecast.dueOn > today && forecast.earliestOn <= forecast.latestOn).toBe(true)
  })

  test('[D2] [A2] a site that is closed on the day is excluded by name; a public holiday closes 見紅休', async () => {
    const { db, build, due } = await threeSites()
    await db.updateTable('site').set({ closed_on_holidays: true }).where('id', '=', due.id).execute()
    expect(codes(await build())).toContain(due.code)
    await db
      .insertInto('holiday')
      .values({ date: tomorrow, name: '颱風停班', is_day_off: true, source: '台東縣政府' })
      .execute()
    const list = await build()
    expect(codes(list)).not.toContain(due.code)
    expect(list.excluded).toContainEqual(
      expect.objectContaining({ customerCode: due.code, because: 'holiday' }),
    )
  })

  test('[D2] an order and an alarm bring their sites on the list', async () => {
    const { db, build, company, served, middle, app, enqueued } = await threeSites()
    const orderId = randomUUID()
    const now = new Date(`${today}T01:00:00Z`)
    await db
      .insertInto('sales_order')
      .values({
        id: orderId,
        site_id: served.id,
        depot_id: company.depotId,
        source: 'phone',
        state: 'confirmed',
        requested_on: tomorrow,
        window_from_minute: 600,
        window_to_minute: 720,
        created_at: now,
        updated_at: now,
      })
      .execute()
    await db
      .insertInto('order_line')
      .values({ order_id: orderId, product_code: '20', quantity: 2, unit_price_ntd: 860n })
      .execute()
    const reading = {
      id: randomUUID(),
      customerCode: middle.code,
      deviceAt: `${today}T05:00:00+08:00`,
      isAlarm: true,
      alarm: '低液位',
    }
    const report = { readings: [reading, { ...reading, id: randomUUID(), customerCode: '9999999' }] }
    const answer = await send(app, 'POST', '/api/telemetry', 'office', report)
    expect(answer.json()).toEqual({ stored: 1, unknown: ['9999999'] })
    expect(enqueued).toEqual([{ name: 'forecasting.build-due-list', payload: { date: tomorrow } }])
    const list = await build()
    const reasonOf = (code: string) => list.items.find(item => item.customerCode === code)
    expect(reasonOf(served.code)).toMatchObject({
      reason: 'new_order',
      orderId,
      products: { '20': 2 },
      windows: [{ fromMinute: 600, toMinute: 720 }],
    })
    expect(reasonOf(middle.code)?.reason).toBe('telemetry')
  })

  test('[D2] a reading sent twice is kept once, and a level makes the forecast a measured one', async () => {
    const { app, build, served, db } = await threeSites()
    const reading = {
      id: randomUUID(),
      customerCode: served.code,
      deviceAt: `${today}T15:00:00+08:00`,
      stockGrams: 6_000,
    }
    for (const stored of [1, 0]) {
      const answer = await send(app, 'POST', '/api/telemetry', 'office', { readings: [reading] })
      expect(answer.json()).toEqual({ stored, unknown: [] })
    }
    const item = (await build()).items.find(each => each.customerCode === served.code)
    expect(item).toMatchObject({ reason: 'predicted', isMeasured: true })
    const kept = await readSiteForecasts(db, [served.id])
    expect(kept.get(served.id)?.stockGrams).toBeLessThan(9_000)
  })
})

describe('what people decide about a line', () => {
  test('[D2] a line taken out stays out when the list is built again, and goes when nothing speaks for it', async () => {
    const { app, build, list, due, db } = await threeSites()
    const item = (await build()).items.find(each => each.customerCode === due.code)
    const tick = (isTicked: boolean, version: number) =>
      send(app, 'POST', `/api/due-list/items/${item?.id}/tick`, 'office', { isTicked, version })
    expect((await tick(false, item?.version ?? 0)).json()).toMatchObject({ status: 'unticked' })
    expect(refusal(await tick(true, item?.version ?? 0))).toEqual([409, 'request.stale-version'])
    const again = (await build()).items.find(each => each.customerCode === due.code)
    expect(again).toMatchObject({ id: item?.id, status: 'unticked' })
    await addHistory(db, due.code, 0, 10, 1)
    await build()
    expect(codes(await list())).not.toContain(due.code)
  })

  test('[D2] 延後: to a later open day; beyond the window only a manager with a reason; back on the list on its day', async () => {
    const { app, build, list, due, db, clock } = await threeSites()
    const item = (await build()).items.find(each => each.customerCode === due.code)
    const postpone = (toDate: string, reason = '', role = 'manager') =>
      send(app, 'POST', `/api/due-list/items/${item?.id}/postpone`, role, {
        postponementId: randomUUID(),
        toDate,
        reason,
        version: item?.version,
      })
    const far = addDays(item?.latestOn ?? tomorrow, 2)
    expect(refusal(await postpone(tomorrow))).toEqual([400, 'forecasting.not-later'])
    expect(refusal(await postpone(far))).toEqual([400, 'forecasting.reason-missing'])
    const beyond = await postpone(far, '客戶出國', 'office')
    expect(refusal(beyond)).toEqual([409, 'forecasting.beyond-window'])
    expect(beyond.json().params).toEqual({ latestOn: item?.latestOn })
    expect((await postpone(far, '客戶出國')).json()).toMatchObject({ status: 'postponed' })
    const kept = await db
      .selectFrom('postponement')
      .select(['to_date', 'reason', 'is_beyond_window'])
      .execute()
    expect(kept).toEqual([{ to_date: far, reason: '客戶出國', is_beyond_window: true }])
    await build()
    expect((await list()).postponed).toBe(1)
    clock.set(`${addDays(far, -1)}T07:00:00Z`)
    const onDay = (await build(far)).items.find(each => each.customerCode === due.code)
    expect(onDay).toMatchObject({ status: 'listed', reason: 'predicted' })
  })

  test('[D2] sending hands ticked and placed lines to dispatch once, and sent lines no longer change', async () => {
    const { app, build, due, db, received } = await threeSites()
    const first = await build()
    const item = first.items.find(each => each.customerCode === due.code)
    await db
      .updateTable('site')
      .set({ latitude: null, longitude: null, point_source: null, point_precision_metres: null })
      .where('id', '!=', due.id)
      .execute()
    const sendList = () => send(app, 'POST', '/api/due-list/send', 'office', { date: tomorrow })
    expect((await sendList()).json()).toEqual({ sent: 1, unplaced: first.items.length - 1 })
    expect(received[0]?.stops).toEqual([
      expect.objectContaining({
        siteId: due.id,
        dueItemId: item?.id,
        priority: 'normal',
        lines: [{ product: '20', fullOut: item?.products['20'], emptyIn: item?.products['20'] }],
      }),
    ])
    expect(await readDueFacts(db, [item?.id ?? ''])).toMatchObject(
      new Map([[item?.id, { reason: 'predicted' }]]),
    )
    const tick = await send(app, 'POST', `/api/due-list/items/${item?.id}/tick`, 'office', {
      isTicked: false,
      version: (item?.version ?? 0) + 1,
    })
    expect(refusal(tick)).toEqual([409, 'forecasting.already-sent'])
    expect((await build()).items.find(each => each.id === item?.id)).toMatchObject({ status: 'sent' })
  })

  test('[C2] [D2] an order edited after the list was built counts as it stands now, a cancelled one not at all', async () => {
    const { db, build, list, company, served, app, received } = await threeSites()
    const orderId = randomUUID()
    const now = new Date(`${today}T01:00:00Z`)
    await db
      .insertInto('sales_order')
      .values({
        id: orderId,
        site_id: served.id,
        depot_id: company.depotId,
        source: 'phone',
        state: 'confirmed',
        requested_on: tomorrow,
        window_from_minute: 600,
        window_to_minute: 720,
        created_at: now,
        updated_at: now,
      })
      .execute()
    await db
      .insertInto('order_line')
      .values({ order_id: orderId, product_code: '20', quantity: 2, unit_price_ntd: 860n })
      .execute()
    const lineIn = (of: List) => of.items.find(item => item.customerCode === served.code)
    expect(lineIn(await build())).toMatchObject({ products: { '20': 2 }, gasGrams: 40_000 })
    await db.updateTable('order_line').set({ quantity: 3 }).where('order_id', '=', orderId).execute()
    await db
      .updateTable('sales_order')
      .set({ window_from_minute: null, window_to_minute: null })
      .where('id', '=', orderId)
      .execute()
    const edited = lineIn(await list())
    expect(edited).toMatchObject({ products: { '20': 3 }, gasGrams: 60_000, reason: 'new_order' })
    expect(edited?.windows).not.toEqual([{ fromMinute: 600, toMinute: 720 }])
    await db.updateTable('sales_order').set({ state: 'cancelled' }).where('id', '=', orderId).execute()
    expect(lineIn(await list())).toBeUndefined()
    await db.updateTable('sales_order').set({ state: 'confirmed' }).where('id', '=', orderId).execute()
    await send(app, 'POST', '/api/due-list/send', 'office', { date: tomorrow })
    expect(received.flatMap(each => each.stops).find(stop => stop.siteId === served.id)).toMatchObject({
      orderId,
      lines: [{ product: '20', fullOut: 3, emptyIn: 3 }],
    })
    expect(lineIn(await list())).toMatchObject({ status: 'sent', products: { '20': 3 } })
  })

  test('[C2] [D2] an order taken after the list was built shows on its site’s line at once, and after the sending beside it', async () => {
    const { db, build, list, company, due, app, received } = await threeSites()
    const now = new Date(`${today}T01:00:00Z`)
    const order = async (quantity: number) => {
      const id = randomUUID()
      await db
        .insertInto('sales_order')
        .values({
          id,
          site_id: due.id,
          depot_id: company.depotId,
          source: 'phone',
          state: 'confirmed',
          requested_on: tomorrow,
          created_at: now,
          updated_at: now,
        })
        .execute()
      await db
        .insertInto('order_line')
        .values({ order_id: id, product_code: '16', quantity, unit_price_ntd: 700n })
        .execute()
      return id
    }
    const line = async () => (await list()).items.find(item => item.customerCode === due.code)
    const sendList = () => send(app, 'POST', '/api/due-list/send', 'office', { date: tomorrow })
    await build()
    expect(await line()).toMatchObject({ reason: 'predicted', orderId: null, waitingOrder: null })
    const first = await order(2)
    expect(await line()).toMatchObject({ reason: 'new_order', orderId: first, products: { '16': 2 } })
    await db.updateTable('sales_order').set({ state: 'cancelled' }).where('id', '=', first).execute()
    expect(await line()).toMatchObject({ reason: 'predicted', orderId: null })
    await sendList()
    const second = await order(1)
    expect(await line()).toMatchObject({
      status: 'sent',
      orderId: null,
      waitingOrder: { id: second, products: { '16': 1 }, collects: {} },
    })
    received.length = 0
    expect((await sendList()).json()).toEqual({ sent: 1, unplaced: 0 })
    expect(received.flatMap(each => each.stops)).toMatchObject([
      { siteId: due.id, orderId: second, lines: [{ product: '16', fullOut: 1, emptyIn: 1 }] },
    ])
    expect(await line()).toMatchObject({ status: 'sent', orderId: second, waitingOrder: null })
    expect(refusal(await sendList())).toEqual([409, 'forecasting.nothing-to-send'])
  })

  test('[D2] yesterday is not built again, and nothing can be sent from an empty list', async () => {
    const { app } = await forecastingFixture(makeForecastingDeps, 1)
    const past = { date: addDays(today, -1) }
    expect(refusal(await send(app, 'POST', '/api/due-list/build', 'office', past))).toEqual([
      409,
      'forecasting.date-past',
    ])
    const empty = await send(app, 'POST', '/api/due-list/send', 'office', { date: tomorrow })
    expect(refusal(empty)).toEqual([409, 'forecasting.nothing-to-send'])
  })
})

describe('jobs and commands', () => {
  test('[D1] the nightly job may run twice and leaves one list and one forecast a site', async () => {
    const { forecasting, db, due } = await threeSites()
    const run = forecasting.jobs['forecasting.nightly']
    for (const _ of [1, 2]) await run?.({}, idleJob())
    const forecasts = await db.selectFrom('site_forecast').select(['site_id', 'as_of']).execute()
    expect(new Set(forecasts.map(row => row.site_id)).size).toBe(forecasts.length)
    expect(forecasts.every(row => row.as_of === addDays(today, -1))).toBe(true)
    const items = await db.selectFrom('due_item').select(['site_id', 'date']).execute()
    expect(items.filter(row => row.site_id === due.id)).toEqual([{ site_id: due.id, date: today }])
  })

  test('[D1] an earlier evening knows neither later deliveries nor the workbook that came later', async () => {
    const { deps, db, due, company } = await threeSites()
    const evening = addDays(today, -40)
    const before = await forecastCommand(deps, { asOf: evening })
    await db
      .insertInto('site_legacy_snapshot')
      .values({ site_id: due.id, imported_at: new Date(`${today}T00:00:00Z`), residual_ratio: '0.4' })
      .execute()
    await addHistory(db, company.sites[3]?.code ?? '', 2, 7, 4)
    expect(await forecastCommand(deps, { asOf: evening })).toEqual(before)
    const knows = async (asOf: string) =>
      (await forecastCommand(deps, { asOf })).find(line => line.customerCode === due.code)?.dailyUseGrams ?? 0
    const usual = before.find(line => line.customerCode === due.code)?.dailyUseGrams ?? 0
    expect(await knows(today)).toBeLessThan(0.97 * usual)
  })

  test('[D1] [D2] the commands answer whole rows and keep nothing', async () => {
    const { deps, db, due } = await threeSites()
    const forecast = (await forecastCommand(deps, { asOf: today })).find(
      line => line.customerCode === due.code,
    )
    expect(Object.keys(forecast ?? {})).toEqual([
      'customerCode',
      'site',
      'dailyUseGrams',
      'dueDate',
      'runOutDate',
      'p10',
      'p90',
    ])
    const list = await dueListCommand(deps, { date: tomorrow })
    const line = list.find(each => each.customerCode === due.code)
    expect(Object.keys(line ?? {})).toEqual([
      'customerCode',
      'site',
      'reason',
      'daysLeft',
      'runOutProbability',
      'earliest',
      'latest',
      'quantities',
    ])
    for (const table of ['site_forecast', 'due_item'] as const)
      expect(await db.selectFrom(table).select('site_id').execute()).toEqual([])
  })
})
