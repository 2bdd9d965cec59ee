import { expect, test, vi } from 'vitest'
import { date, dayWith } from './board-day.fixture.ts'
import { readDayLimits } from './read-day-limits.action.ts'

// Each searches some ten times in a thread of its own; a crowded machine may take long.
vi.setConfig({ testTimeout: 60_000 })

test('[E1] a day that the windows hold back says so: what they cost, and for each stop left out who would come', async () => {
  const day = await dayWith(4, [{ fromMinute: 480, toMinute: 481 }])
  await day.build()
  const board = await day.board()
  const tray = board.stops.filter(stop => stop.runId === null).map(stop => stop.id)
  const limits = await readDayLimits(day.deps, day.db, day.company.depotId, date)
  expect(tray.length).toBeGreaterThan(0)
  expect(limits.planVersion).toBe(board.version)
  expect(limits.rules?.[0]).toMatchObject({ rule: 'windows', servesMore: tray.length })
  expect(limits.leftOut.map(each => each.stopId).sort()).toEqual(tray.sort())
  for (const { costNtd, lifts } of limits.leftOut) {
    expect(costNtd).toBeNull()
    expect(lifts[0]).toMatchObject({ rule: 'windows' })
    expect(board.drivers.map(driver => driver.id)).toContain(lifts[0]?.driverId)
  }
})

test('[E1] a day with room for all is kept from nothing, and what lies in the tray all the same is priced', async () => {
  const day = await dayWith(3)
  await day.build()
  const planned = await readDayLimits(day.deps, day.db, day.company.depotId, date)
  expect(planned.rules?.every(each => each.servesMore === 0)).toBe(true)
  expect(planned.leftOut).toEqual([])
  const fresh = await dayWith(2)
  const [first] = (await fresh.board()).stops
  const readSites: typeof fresh.deps.readSites = async (...asked) => {
    const sites = [...(await fresh.deps.readSites(...asked))]
    return new Map(sites.map(([id, site]) => [id, id === first?.siteId ? { ...site, point: null } : site]))
  }
  const { leftOut } = await readDayLimits({ ...fresh.deps, readSites }, fresh.db, fresh.company.depotId, date)
  expect(leftOut).toHaveLength(2)
  expect(leftOut.find(each => each.stopId !== first?.id)?.costNtd).toBeGreaterThan(0)
  // Without a point nothing can be asked about it.
  expect(leftOut).toContainEqual({ stopId: first?.id, reason: 'unplaced', costNtd: null, lifts: [] })
})

test('[E1] two who ask at once are answered from one search, and a day without a plan has none', async () => {
  const day = await dayWith(3)
  await day.build()
  const ask = () => readDayLimits(day.deps, day.db, day.company.depotId, date)
  const [mine, theirs] = await Promise.all([ask(), ask()])
  expect(mine).toEqual(theirs)
  await expect(readDayLimits(day.deps, day.db, day.company.depotId, '2026-12-31')).rejects.toMatchObject({
    code: 'dispatch.plan-not-found',
  })
})
