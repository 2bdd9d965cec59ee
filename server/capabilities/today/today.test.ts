import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Today } from '../../../contract/endpoints/today.ts'
import { settableClock } from '../../platform/clock.ts'
import { makeFreshAnswers } from '../../platform/database/fresh-answers.ts'
import { makeOwnCache } from '../../ports/cache/cache.memory.ts'
import { dayFixture, morning } from '../../testkit/delivery-day.ts'
import { get, testApp } from '../../testkit/test-app.ts'
import { type TestStop, today } from '../../testkit/test-phone.ts'
import { makeToday } from './today.api.ts'

const trouble = { what: 'base', state: 'failed', at: morning, detail: 'no space left' } as const

async function todayFixture() {
  const day = await dayFixture()
  const app = await testApp({
    db: day.db,
    clock: settableClock(morning),
    routes: makeToday({
      readTroubles: async () => [trouble],
      freshAnswers: makeFreshAnswers({ cache: makeOwnCache(), onAsked: () => undefined }),
    }).routes,
  })
  const read = async (date: string = today, token = 'office') => {
    const answer = await get(app, `/api/today?date=${date}`, token)
    expect(answer.statusCode, answer.body).toBe(200)
    return answer.json<Today>()
  }
  return { ...day, app, read }
}

test('[L1] the figures of a day follow what drivers report, and the next day sees it among the days before', async () => {
  const { db, phoneA, stopsA, read } = await todayFixture()
  const [one, two] = stopsA as [TestStop, TestStop]
  const before = await read()
  expect(before.stops).toMatchObject({ done: 0, failed: 0 })
  expect(before.stops.total).toBeGreaterThan(2)
  await phoneA.send(phoneA.loadOut())
  await phoneA.send(phoneA.deliver(one))
  await phoneA.send(phoneA.fail(two))
  const after = await read()
  expect(after.stops).toEqual({
    ...before.stops,
    done: 1,
    failed: 1,
    onTime: after.stops.onTime,
    timed: after.stops.timed,
  })
  expect(after.gas.doneGrams).toBeGreaterThan(0)
  expect(after.gas.doneGrams).toBeLessThan(after.gas.plannedGrams)
  expect(after.cylinders.fullOut).toBeGreaterThan(0)
  expect(BigInt(after.cash.takenNtd)).toBeGreaterThan(0n)
  expect(after.cash.inHandNtd).toBe(after.cash.takenNtd)
  expect(after.progress.reduce((sum, step) => sum + step.done + step.failed, 0)).toBe(2)
  expect(after.dayCloses.closed).toBe(0)
  expect(after.phones).toEqual({ onTheRoad: after.dayCloses.runs, silent: 0 })
  const { rows } = await sql<{ next: string }>`select (${today}::date + 1)::text as next`.execute(db)
  const tomorrow = await read(rows[0]?.next)
  expect(tomorrow.days).toMatchObject([{ date: today, done: 1, failed: 1, gasGrams: after.gas.doneGrams }])
  expect(tomorrow.stops.total).toBe(0)
  expect(tomorrow.next).toMatchObject({ isListBuilt: false, plan: 'none', listed: 0 })
})

test('[L1] risks, silent phones, conflicts and orders are counted where their own tables say so', async () => {
  const { db, stopsA, read } = await todayFixture()
  const [one] = stopsA as [TestStop]
  await sql`insert into stop_outlook (stop_id, run_id, eta_at, late_minutes, risk, evaluated_at)
    select id, run_id, now(), 25, 'promise', now() from stop where id = ${one.id}`.execute(db)
  await sql`insert into run_watch (run_id, basis, late_minutes, silent_since, evaluated_at)
    select run_id, 'position', 25, now(), now() from stop where id = ${one.id}`.execute(db)
  await sql`insert into conflict (id, depot_id, kind, opened_at) select gen_random_uuid(), depot_id, 'run-closed', ${morning}::timestamptz
    from day_plan limit 1`.execute(db)
  await sql`update sales_order set state = 'cancelled', requested_on = ${today}`.execute(db)
  const { stops, phones, conflicts, orders } = await read()
  expect(stops).toMatchObject({ late: 1, atRisk: 1 })
  expect(phones.silent).toBe(1)
  expect(conflicts).toEqual({ open: 1, oldestAt: new Date(morning).toISOString() })
  expect(orders.open).toBe(0)
  expect(orders.cancelled).toBe(orders.placed)
})

test('[L1] [P5] a failed backup is told to those who can act, and to nobody else', async () => {
  const { read } = await todayFixture()
  expect((await read(today, 'manager')).troubles).toEqual([trouble])
  expect((await read(today, 'super_admin')).troubles).toEqual([trouble])
  expect((await read(today, 'dispatcher')).troubles).toEqual([])
})

test('[L1] [N1] another depot sees none of it, and a driver no dashboard', async () => {
  const { app, read } = await todayFixture()
  const elsewhere = await read(today, 'office@00000000-0000-7000-8000-00000000beef')
  expect(elsewhere.stops.total).toBe(0)
  expect(elsewhere.dayCloses.runs).toBe(0)
  expect(elsewhere.cash).toEqual({ takenNtd: '0', inHandNtd: '0' })
  expect((await get(app, `/api/today?date=${today}`, 'driver')).statusCode).toBe(403)
})
