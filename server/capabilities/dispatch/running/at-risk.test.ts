import { expect, test } from 'vitest'
import { at, type RunningFixture, runningDay } from './running-day.fixture.ts'

type Stop = {
  stopId: string
  orderId: string | null
  risk: string | null
  riskMinutes: number
  etaAt: string | null
}

const shownStop = async (day: RunningFixture, stopId: string): Promise<Stop> =>
  (await day.show()).runs
    .flatMap((run: { stops: Stop[] }) => run.stops)
    .find((stop: Stop) => stop.stopId === stopId)

async function insertOrder(day: RunningFixture, orderId: string) {
  const [best] = (await day.price({ orderId })).proposals
  const { runId, sequences, basis } = best
  const reply = await day.insert({ orderId, runId, sequences, basis })
  expect(reply.statusCode).toBe(200)
  return reply.json() as { stopId: string; runId: string }
}

const changeOrder = (day: RunningFixture, orderId: string, change: object) =>
  day.db.updateTable('sales_order').set(change).where('id', '=', orderId).execute()

/** The clock alone makes the driver late: he reports nothing for so long. */
async function standStill(day: RunningFixture, minute: number) {
  day.clock.set(at(minute).toISOString())
  await day.follow()
}

test('[E3] an emergency that nobody can reach by the promised minute is at risk from the moment it is given', async () => {
  const day = await runningDay({ stops: 12 })
  const orderId = await day.order(0, 'emergency')
  await changeOrder(day, orderId, { emergency_level: 1, due_by: at(430) })
  const { stopId } = await insertOrder(day, orderId)
  expect(await shownStop(day, stopId)).toMatchObject({ risk: 'promise' })
  expect((await shownStop(day, stopId)).riskMinutes).toBeGreaterThanOrEqual(5)
})

test('[E3] an order for the morning given to the road directly keeps its part of the day, and is flagged when it is missed', async () => {
  const day = await runningDay({ stops: 12 })
  const orderId = await day.order(0, 'normal')
  await changeOrder(day, orderId, { slot: 'morning' })
  const { stopId } = await insertOrder(day, orderId)
  expect((await shownStop(day, stopId)).risk).toBeNull()
  await standStill(day, 760)
  expect(await shownStop(day, stopId)).toMatchObject({ risk: 'window' })
})

test('[E3] a promised time is flagged when its driver stands still, and forgiven when he makes up for it', async () => {
  const day = await runningDay({ stops: 12 })
  const { stopId } = await insertOrder(day, await day.order(0, 'promised'))
  expect((await shownStop(day, stopId)).risk).toBeNull()
  await standStill(day, 700)
  const late = await shownStop(day, stopId)
  expect(late).toMatchObject({ risk: 'promise' })
  expect(late.riskMinutes).toBeGreaterThan(60)
  await day.db.updateTable('stop').set({ published_arrive_minute: 1_000 }).where('id', '=', stopId).execute()
  await day.follow()
  expect((await shownStop(day, stopId)).risk).toBeNull()
})

test('[E3] a stop that the planner would refuse is driven to all the same: it has an arrival and can be at risk', async () => {
  const day = await runningDay({ stops: 12 })
  const [run] = await day.runs()
  const [first] = await day.stopsOf(run?.id ?? '')
  if (!first) throw new Error('a stop expected')
  await day.db
    .updateTable('stop_line')
    .set({ full_out: 300, empty_in: 300 })
    .where('stop_id', '=', first.id)
    .execute()
  await day.db
    .updateTable('stop')
    .set({ windows: JSON.stringify([{ fromMinute: 480, toMinute: 490 }]) })
    .where('id', '=', first.id)
    .execute()
  await standStill(day, 600)
  const shown = await shownStop(day, first.id)
  expect(shown.etaAt).not.toBeNull()
  expect(shown).toMatchObject({ risk: 'window' })
})
