import { expect, test } from 'vitest'
import { at, runningDay } from './running-day.fixture.ts'

type Proposal = {
  runId: string
  isIdle: boolean
  stock: string
  sequences: unknown
  basis: string
  letter: string
}

/** Three drivers' work for four: somebody waits at the depot. */
async function dayWithSomebodyWaiting(stops = 6) {
  const day = await runningDay({ stops, drivers: 2 })
  const busy = new Set((await day.runs()).map(run => run.driver_id))
  const drivers = await day.db.selectFrom('driver').select(['id', 'letter']).execute()
  const waiting = drivers.filter(driver => !busy.has(driver.id))
  return { ...day, waiting }
}

test('[E3] a driver who waits at the depot may take an urgent stop: a run is made for him and his phone is told', async () => {
  const day = await dayWithSomebodyWaiting()
  expect(day.waiting.length).toBeGreaterThan(0)
  const orderId = await day.order(0)
  const { proposals } = (await day.price({ orderId })) as { proposals: Proposal[] }
  const idle = proposals.find(each => each.isIdle)
  if (!idle) throw new Error('somebody waits and is not proposed')
  expect(proposals.filter(each => each.isIdle)).toHaveLength(1)
  expect(idle.stock).toBe('to-load')
  const { runId, sequences, basis } = idle
  const reply = await day.insert({ orderId, runId, sequences, basis })
  expect(reply.statusCode).toBe(200)
  const made = reply.json()
  const shown = (await day.show()).runs.find((run: { runId: string }) => run.runId === made.runId)
  expect(shown).toMatchObject({ letter: idle.letter, state: 'published', total: 1 })
  expect(shown.stops[0].etaAt).not.toBeNull()
  const told = await day.db
    .selectFrom('outbox_event')
    .select('stream')
    .where('kind', '=', 'driver-day.changed')
    .where('stream', '=', `driver:${shown.driverId}`)
    .execute()
  expect(told.length).toBeGreaterThan(0)
  const again = (await day.price({ orderId: await day.order(1) })) as { proposals: Proposal[] }
  expect(again.proposals.some(each => each.isIdle && each.letter === idle.letter)).toBe(false)
})

test('[E3] two clerks send the same waiting driver out at once: one of them is asked to look again', async () => {
  const day = await dayWithSomebodyWaiting()
  const orders = [await day.order(0), await day.order(1)]
  const asked = await Promise.all(
    orders.map(async orderId => {
      const { proposals } = (await day.price({ orderId })) as { proposals: Proposal[] }
      const idle = proposals.find(each => each.isIdle)
      return { orderId, runId: idle?.runId, sequences: idle?.sequences, basis: idle?.basis }
    }),
  )
  const codes = (await Promise.all(asked.map(each => day.insert(each)))).map(reply => reply.statusCode)
  expect(codes.sort()).toEqual([200, 409])
  const runs = await day.runs()
  expect(new Set(runs.map(run => run.driver_id)).size).toBe(runs.length)
})

test('[E3] who is off today, or whose shift is nearly over, is not sent out', async () => {
  const day = await dayWithSomebodyWaiting()
  const idleOf = async (orderId: string) =>
    ((await day.price({ orderId })) as { proposals: Proposal[] }).proposals.filter(each => each.isIdle)
  const orderId = await day.order(0)
  await day.db
    .updateTable('driver')
    .set({ shift_end_minute: 500 })
    .where(
      'id',
      'in',
      day.waiting.map(driver => driver.id),
    )
    .execute()
  expect(await idleOf(orderId)).toEqual([])
  await day.db.updateTable('driver').set({ shift_end_minute: 1080 }).execute()
  expect(await idleOf(orderId)).toHaveLength(1)
  await day.db
    .updateTable('driver')
    .set({ is_active: false })
    .where(
      'id',
      'in',
      day.waiting.map(driver => driver.id),
    )
    .execute()
  expect(await idleOf(orderId)).toEqual([])
})

test('[E3] the only driver falls ill and another waits: his stops go to the one who waits, what that one’s vehicle may not reach to the tray', async () => {
  const day = await dayWithSomebodyWaiting()
  const runs = await day.runs()
  const [run] = runs
  const runId = run?.id ?? ''
  if (runs.length > 1) throw new Error('one driver was to have all the work')
  const preview = await day.priceInterruption(runId)
  const moves = preview.moves as { toRunId: string | null; isToIdle: boolean; because: string | null }[]
  expect(moves.filter(move => move.toRunId !== null).every(move => move.isToIdle)).toBe(true)
  expect(moves.filter(move => move.toRunId === null).map(move => move.because)).toEqual(['nobody'])
  const { changes, toTray, basis } = preview
  const reply = await day.interrupt({ runId, cause: 'sick', changes, toTray, basis })
  expect(reply.json()).toEqual({ moved: 5, tray: 1 })
  const all = await day.readAll()
  const present = await day.runs()
  expect(all.filter(stop => stop.publishedRunId === runId)).toEqual([])
  expect(all.filter(stop => stop.state === 'published')).toHaveLength(5)
  expect(present.map(each => each.driver_id)).toContain(day.waiting[0]?.id)
  day.clock.set(at(500).toISOString())
  await day.follow()
  const shown = (await day.show()).runs.find((each: { total: number }) => each.total === 5)
  expect(shown.stops.every((stop: { etaAt: string | null }) => stop.etaAt !== null)).toBe(true)
})
