import { expect, test } from 'vitest'
import { at, runningDay } from './running-day.fixture.ts'

test('[E3] standing at the next door is proposed as an arrival; the driver’s own word is never touched', async () => {
  const day = await runningDay({ stops: 8 })
  const [run] = await day.runs()
  const [first, second] = await day.stopsOf(run?.id ?? '')
  const sites = await day.deps.readSites(day.db, [first?.siteId ?? '', second?.siteId ?? ''])
  const stay = (siteId: string | undefined, from: number) =>
    [0, 1, 2, 3].map(step => ({
      point: sites.get(siteId ?? '')?.point ?? { latitude: 0, longitude: 0 },
      accuracyMetres: 8,
      at: at(from + step),
    }))
  let fixes = stay(first?.siteId, 510)
  day.deps.readFixes = async (_db, driverId) => (driverId === run?.driver_id ? fixes : [])
  day.clock.set(at(514).toISOString())
  await day.follow()
  const shown = async () =>
    (await day.show()).runs
      .flatMap((each: { stops: { stopId: string; state: string; sighted: unknown }[] }) => each.stops)
      .filter((stop: { sighted: unknown }) => stop.sighted !== null)
  expect(await shown()).toMatchObject([
    { stopId: first?.id, state: 'published', sighted: { arrivedAt: at(510).toISOString(), leftAt: null } },
  ])
  fixes = [...fixes, ...stay(second?.siteId, 520)]
  day.clock.set(at(524).toISOString())
  await day.follow()
  expect((await shown())[0].sighted.leftAt).toBe(at(513).toISOString())
  await day.write(context => day.records.recordArrival(context, { stopId: first?.id ?? '', at: at(515) }))
  await day.follow()
  expect(await shown()).toEqual([])
  const [reported] = await day.stopsOf(run?.id ?? '')
  expect(reported).toMatchObject({ state: 'arrived', arrivedAt: at(515) })
})
