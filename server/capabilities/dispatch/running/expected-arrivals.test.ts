import { expect, test } from 'vitest'
import { at, runningDay } from './running-day.fixture.ts'

const minuteOf = (instant: string | Date | null | undefined) =>
  instant ? (new Date(instant).getTime() - at(0).getTime()) / 60_000 : Number.NaN

test('[E3] what is expected at first is what was published', async () => {
  const day = await runningDay({ stops: 16 })
  await day.follow()
  const shown = await day.show()
  const gaps = shown.runs.flatMap((run: { stops: { lateMinutes: number }[] }) =>
    run.stops.map(stop => Math.abs(stop.lateMinutes)),
  )
  expect(gaps).toHaveLength(16)
  expect(Math.max(...gaps)).toBeLessThanOrEqual(2)
})

test('[E3] a late finish moves every later stop of that driver, nobody else’s, and leaves the plan and versions alone', async () => {
  const day = await runningDay({ stops: 16 })
  await day.follow()
  const [run] = await day.runs()
  const [first, second, third] = await day.stopsOf(run?.id ?? '')
  if (!first || !second || !third) throw new Error('three stops expected')
  const finishedAt = at((first.departMinute ?? 0) + 40)
  day.clock.set(finishedAt.toISOString())
  await day.write(context =>
    day.records.recordFinish(context, { stopId: first.id, outcome: 'done', at: finishedAt, reason: '' }),
  )
  await day.follow()
  const after = await day.stopsOf(run?.id ?? '')
  for (const [old, now] of [
    [second, after[1]],
    [third, after[2]],
  ] as const) {
    expect(minuteOf(now?.etaAt)).toBeGreaterThan((old.publishedArriveMinute ?? 0) + 35)
    expect(now?.publishedArriveMinute).toBe(old.publishedArriveMinute)
    expect(now?.version).toBe(old.version)
  }
})

test('[E3] a driver who stands still becomes later by the clock alone', async () => {
  const day = await runningDay({ stops: 12 })
  const [run] = await day.runs()
  const [first, second] = await day.stopsOf(run?.id ?? '')
  if (!first || !second) throw new Error('two stops expected')
  const finishedAt = at(first.departMinute ?? 0)
  day.clock.set(finishedAt.toISOString())
  await day.write(context =>
    day.records.recordFinish(context, { stopId: first.id, outcome: 'done', at: finishedAt, reason: '' }),
  )
  const expected: number[] = []
  for (const silent of [0, 30, 60, 90]) {
    day.clock.set(new Date(finishedAt.getTime() + silent * 60_000).toISOString())
    await day.follow()
    const [, now] = await day.stopsOf(run?.id ?? '')
    expected.push(minuteOf(now?.etaAt))
  }
  expect(expected[0]).toBeLessThanOrEqual((second.publishedArriveMinute ?? 0) + 2)
  expect(expected[2]).toBeGreaterThan((expected[1] ?? 0) + 25)
  expect(expected[3]).toBeGreaterThan((expected[2] ?? 0) + 25)
})

test('[E3] who is served outside his hours is flagged with how much, and the office hears of it once', async () => {
  const day = await runningDay({ stops: 12 })
  await day.follow()
  const [run] = await day.runs()
  const stops = await day.stopsOf(run?.id ?? '')
  const last = stops.at(-1)
  await day.db
    .updateTable('stop')
    .set({
      windows: JSON.stringify([{ fromMinute: 480, toMinute: (last?.publishedArriveMinute ?? 0) + 10 }]),
    })
    .where('id', '=', last?.id ?? '')
    .execute()
  const told = async () =>
    (await day.db.selectFrom('outbox_event').select('id').where('kind', '=', 'running-day.changed').execute())
      .length
  day.clock.set(at(600).toISOString())
  await day.follow()
  const once = await told()
  const shown = await day.show()
  const atRisk = shown.runs
    .flatMap((each: { stops: { stopId: string; risk: string | null; riskMinutes: number }[] }) => each.stops)
    .filter((stop: { risk: string | null }) => stop.risk !== null)
  expect(atRisk).toMatchObject([{ stopId: last?.id, risk: 'window' }])
  expect(atRisk[0].riskMinutes).toBeGreaterThanOrEqual(5)
  await day.follow()
  expect(await told()).toBe(once)
})

test('[E3] a phone without a word for twenty minutes of working time is silent until it is heard again', async () => {
  const day = await runningDay({ stops: 8 })
  const silent = async () =>
    (await day.show()).runs.filter((run: { silentSince: string | null }) => run.silentSince !== null).length
  await day.follow()
  expect(await silent()).toBe(0)
  day.clock.set(at(560).toISOString())
  await day.follow()
  const total = (await day.show()).runs.length
  expect(await silent()).toBe(total)
  const [run] = await day.runs()
  day.fixes.push({ driverId: run?.driver_id ?? '', latitude: 22.75, longitude: 121.14, deviceAt: at(560) })
  await day.follow()
  expect(await silent()).toBe(total - 1)
  const kinds = (await day.db.selectFrom('outbox_event').select('kind').execute()).map(row => row.kind)
  expect(kinds.filter(kind => kind === 'phone.silent')).toHaveLength(total)
  expect(kinds.filter(kind => kind === 'phone.heard')).toHaveLength(1)
})
