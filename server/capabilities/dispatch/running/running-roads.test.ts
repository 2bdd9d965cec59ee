import { expect, test } from 'vitest'
import { makeTravelTimes } from '../../../ports/travel-times/travel-times.joined.ts'
import { at, type RunningFixture, runningDay } from './running-day.fixture.ts'

/** Our trucks have taught that this town takes twice the estimate. */
function slowTown(day: RunningFixture): void {
  const times = makeTravelTimes({ db: day.db, clock: day.clock, readFactors: async () => () => 2 })
  day.deps.readRoads = (db, question) => times.known(db, { ...question, neighbours: 8 })
}

const arrivals = async (day: RunningFixture) =>
  new Map(
    (await day.db.selectFrom('stop_outlook').select(['stop_id', 'eta_at']).execute()).map(row => [
      row.stop_id,
      row.eta_at.getTime(),
    ]),
  )

test('[E4] the running day’s arrivals follow the times on the road', async () => {
  const day = await runningDay({ stops: 16 })
  day.clock.set(at(500).toISOString())
  await day.follow()
  const before = await arrivals(day)
  slowTown(day)
  await day.follow()
  const after = await arrivals(day)
  expect(after.size).toBe(16)
  expect([...after].every(([id, eta]) => eta >= (before.get(id) ?? Number.POSITIVE_INFINITY))).toBe(true)
  expect([...after].filter(([id, eta]) => eta > (before.get(id) ?? 0)).length).toBeGreaterThan(8)
})

test('[E4] an urgent order at a new door, from a driver under way, is priced and placed by the same times', async () => {
  const day = await runningDay({ stops: 16 })
  slowTown(day)
  day.clock.set(at(540).toISOString())
  const [run] = await day.runs()
  day.fixes.push({
    driverId: run?.driver_id ?? '',
    latitude: 22.7432,
    longitude: 121.1234,
    deviceAt: at(539),
  })
  const orderId = await day.order(0)
  const { proposals, refusal } = await day.price({ orderId })
  expect(refusal).toBeNull()
  const [best] = proposals
  const reply = await day.insert({
    orderId,
    runId: best.runId,
    sequences: best.sequences,
    basis: best.basis,
  })
  expect(reply.statusCode).toBe(200)
  expect(Math.abs(Date.parse(reply.json().etaAt) - at(best.etaMinute).getTime())).toBeLessThanOrEqual(60_000)
})

test('[E4] a driver’s illness and a better order of the day are worked out by the same times', async () => {
  const day = await runningDay({ stops: 16, untilMinute: 660 })
  slowTown(day)
  day.clock.set(at(500).toISOString())
  const runs = await day.runs()
  const priced = await day.priceInterruption(runs[0]?.id ?? '')
  expect(priced.moves.length).toBeGreaterThan(0)
  await expect(day.propose({})).resolves.toBeDefined()
})
