import { expect, test } from 'vitest'
import { depot, postMovement, readAboard, transfer, truck } from '../../cylinders/cylinders.api.ts'
import { at, type RunningFixture, runningDay } from './running-day.fixture.ts'

type Proposal = {
  runId: string
  stock: string
  isIdle: boolean
  short: Record<string, number>
  etaMinute: number
  addedMinutes: number
  broken: number
  later: { stopId: string; laterMinutes: number; breaks: string | null }[]
  sequences: { trip: number; stopIds: string[] }[]
  basis: string
}

const confirmOf = (orderId: string, { runId, sequences, basis }: Proposal) => ({
  orderId,
  runId,
  sequences,
  basis,
})

async function finishFirst(day: RunningFixture, runId: string): Promise<string> {
  const [first] = (await day.stopsOf(runId)).filter(stop => stop.state === 'published')
  await day.write(async context => {
    await day.records.lockRun(context, runId)
    await day.records.recordFinish(context, {
      stopId: first?.id ?? '',
      outcome: 'done',
      at: day.clock.now(),
      reason: '',
    })
  })
  return first?.id ?? ''
}

test('[E3] an urgent order is on the published plan in two requests, where it was priced, and the phone is told', async () => {
  const day = await runningDay({ stops: 20 })
  day.clock.set(at(540).toISOString())
  const orderId = await day.order(0)
  const { proposals, refusal } = await day.price({ orderId })
  expect(refusal).toBeNull()
  const best = (proposals as Proposal[]).find(each => !each.isIdle)
  if (!best) throw new Error('a proposal expected')
  expect(best.stock).toBe('aboard')
  const reply = await day.insert(confirmOf(orderId, best))
  expect(reply.statusCode).toBe(200)
  const { stopId, etaAt } = reply.json()
  const stops = await day.stopsOf(best.runId)
  expect(stops.map(stop => stop.id)).toEqual(
    best.sequences.flatMap(sequence => sequence.stopIds).map(id => (id === orderId ? stopId : id)),
  )
  const inserted = stops.find(stop => stop.id === stopId)
  expect(inserted).toMatchObject({ state: 'published', orderId, publishedArriveMinute: best.etaMinute })
  expect(Math.abs(Date.parse(etaAt) - at(best.etaMinute).getTime())).toBeLessThanOrEqual(60_000)
  expect(
    stops.every(
      stop =>
        stop.runId === stop.publishedRunId &&
        stop.trip === stop.publishedTrip &&
        stop.position === stop.publishedPosition,
    ),
  ).toBe(true)
  const run = (await day.runs()).find(each => each.id === best.runId)
  const told = await day.db
    .selectFrom('outbox_event')
    .select('stream')
    .where('kind', '=', 'driver-day.changed')
    .where('at', '=', day.clock.now())
    .execute()
  expect(told.map(event => event.stream)).toEqual([`driver:${run?.driver_id}`])
})

test('[E3] what is really aboard decides, not the plan: a truck without spare fulls would have to load', async () => {
  const day = await runningDay({ stops: 12, drivers: 3 }, { '20': 0 })
  const orderId = await day.order(0)
  const onTheRoad = async () =>
    ((await day.price({ orderId })).proposals as Proposal[]).filter(each => !each.isIdle)
  const before = await onTheRoad()
  expect(before.length).toBeGreaterThan(0)
  expect(before.every(each => each.stock === 'to-load' && each.short['20'] === 2)).toBe(true)
  const [run] = await day.runs()
  await day.write(async context => {
    await postMovement(context, {
      kind: 'load',
      businessDate: '2026-11-23',
      occurredAt: context.now,
      source: 'test-more',
      sourceId: run?.id ?? '',
      entries: transfer(depot(day.company.depotId), truck(run?.vehicle_id ?? ''), 'full', { '20': 2 }),
    })
  })
  const aboard = await readAboard(day.db, [run?.vehicle_id ?? ''])
  expect(aboard.size).toBe(1)
  const after = await onTheRoad()
  expect(after.filter(each => each.stock === 'aboard').map(each => each.runId)).toEqual([run?.id])
})

test('[E3] that those who have it aboard may not come says nothing of those who can load it', async () => {
  const day = await runningDay({ stops: 20, drivers: 4, untilMinute: 600 }, { '20': 0 })
  const trucks = await day.db.selectFrom('vehicle').select(['id', 'kind']).execute()
  const kindOf = new Map(trucks.map(vehicle => [vehicle.id, vehicle.kind]))
  const runs = await day.runs()
  const rider = runs[0]
  if (!rider) throw new Error('a run expected')
  await day.db.updateTable('vehicle').set({ kind: 'motorcycle' }).where('id', '=', rider.vehicle_id).execute()
  await day.write(context =>
    postMovement(context, {
      kind: 'load',
      businessDate: '2026-11-23',
      occurredAt: context.now,
      source: 'test-more',
      sourceId: rider.id,
      entries: transfer(depot(day.company.depotId), truck(rider.vehicle_id), 'full', { '20': 1 }),
    }),
  )
  const truckOnly = day.company.sites.findIndex((_, index) => index >= 20 && index % 7 === 3)
  const site = day.company.sites[truckOnly] ?? day.company.sites[3]
  const draft = { siteId: site?.id, lines: [{ product: '20', quantity: 1 }], priority: 'urgent' }
  const { proposals, refusal } = await day.price({ draft })
  expect(refusal).toBeNull()
  expect(proposals.length).toBeGreaterThan(0)
  const riders = new Set(
    runs.filter(run => run.id === rider.id || kindOf.get(run.vehicle_id) !== 'truck').map(run => run.id),
  )
  expect(proposals.every((each: Proposal) => !riders.has(each.runId) && each.stock === 'to-load')).toBe(true)
})

test('[E3] the consequences shown are the arrivals that the clock expects afterwards', async () => {
  const day = await runningDay({ stops: 24 })
  await day.follow()
  const orderId = await day.order(1)
  const [best] = (await day.price({ orderId })).proposals as Proposal[]
  if (!best) throw new Error('a proposal expected')
  const before = new Map((await day.stopsOf(best.runId)).map(stop => [stop.id, stop.etaAt?.getTime() ?? 0]))
  await day.insert(confirmOf(orderId, best))
  for (const stop of await day.stopsOf(best.runId)) {
    const was = before.get(stop.id)
    if (was === undefined) continue
    const moved = Math.round(((stop.etaAt?.getTime() ?? 0) - was) / 60_000)
    const said = best.later.find(each => each.stopId === stop.id)?.laterMinutes ?? 0
    expect(Math.abs(moved - said)).toBeLessThanOrEqual(3)
  }
})

test('[E3] two clerks insert into one gap at once: one is in, the other is refused and priced anew', async () => {
  const day = await runningDay({ stops: 16, drivers: 2 })
  const orders = [await day.order(0), await day.order(1)]
  const priced = await Promise.all(
    orders.map(async orderId => ((await day.price({ orderId })).proposals as Proposal[])[0]),
  )
  const runId = priced[0]?.runId
  const same = await Promise.all(
    orders.map(async orderId =>
      ((await day.price({ orderId })).proposals as Proposal[]).find(each => each.runId === runId),
    ),
  )
  const replies = await Promise.all(
    orders.map((orderId, index) => day.insert(confirmOf(orderId, same[index] as Proposal))),
  )
  expect(replies.map(reply => reply.statusCode).sort()).toEqual([200, 409])
  const refused = replies.findIndex(reply => reply.statusCode === 409)
  expect(replies[refused]?.json()).toMatchObject({ code: 'dispatch.day-moved-on' })
  const orderId = orders[refused] ?? ''
  const anew = ((await day.price({ orderId })).proposals as Proposal[]).find(each => each.runId === runId)
  expect((await day.insert(confirmOf(orderId, anew as Proposal))).statusCode).toBe(200)
  const stops = await day.stopsOf(runId ?? '')
  expect(stops.filter(stop => orders.includes(stop.orderId ?? ''))).toHaveLength(2)
  expect(new Set(stops.map(stop => `${stop.publishedTrip}/${stop.publishedPosition}`)).size).toBe(
    stops.length,
  )
})

test('[E3] an insertion against a delivery: whoever is second sees the first, and nothing is lost', async () => {
  const day = await runningDay({ stops: 16, drivers: 2 })
  day.clock.set(at(520).toISOString())
  const orderId = await day.order(0)
  const [best] = (await day.price({ orderId })).proposals as Proposal[]
  if (!best) throw new Error('a proposal expected')
  const [reply, doneId] = await Promise.all([
    day.insert(confirmOf(orderId, best)),
    finishFirst(day, best.runId),
  ])
  const stops = await day.stopsOf(best.runId)
  expect(stops.find(stop => stop.id === doneId)?.state).toBe('done')
  if (reply.statusCode === 409) {
    expect(reply.json().code).toBe('dispatch.day-moved-on')
    expect(stops.some(stop => stop.orderId === orderId)).toBe(false)
  } else expect(stops.some(stop => stop.orderId === orderId)).toBe(true)
  const later = (await day.price({ orderId: await day.order(1) })).proposals as Proposal[]
  expect(later.every(each => !each.sequences.some(sequence => sequence.stopIds.includes(doneId)))).toBe(true)
})

test('[E3] what was priced before a delivery is refused after it; nothing is inserted twice', async () => {
  const day = await runningDay({ stops: 12, drivers: 2 })
  day.clock.set(at(520).toISOString())
  const orderId = await day.order(0)
  const [best] = (await day.price({ orderId })).proposals as Proposal[]
  if (!best) throw new Error('a proposal expected')
  await finishFirst(day, best.runId)
  expect((await day.insert(confirmOf(orderId, best))).json()).toMatchObject({ code: 'dispatch.day-moved-on' })
  const [anew] = (await day.price({ orderId })).proposals as Proposal[]
  expect((await day.insert(confirmOf(orderId, anew as Proposal))).statusCode).toBe(200)
  expect((await day.insert(confirmOf(orderId, anew as Proposal))).statusCode).toBe(409)
  expect((await day.readAll()).filter(stop => stop.orderId === orderId)).toHaveLength(1)
})

test('[E3] a caller’s order is priced before it is placed; a place nobody knows is told as such', async () => {
  const day = await runningDay({ stops: 8 })
  const site = day.company.sites.at(-1)
  const draft = { siteId: site?.id, lines: [{ product: '20', quantity: 1 }], priority: 'emergency' }
  const { proposals } = await day.price({ draft })
  expect(proposals.length).toBeGreaterThan(0)
  const tooMuch = { ...draft, lines: [{ product: '20', quantity: 90 }] }
  expect(await day.price({ draft: tooMuch })).toMatchObject({ proposals: [], refusal: 'load' })
  expect(await day.price({ orderId: crypto.randomUUID() })).toMatchObject({ code: 'dispatch.order-closed' })
})

test('[E3] what a dispatcher has moved in his draft stays his when an urgent stop comes in', async () => {
  const day = await runningDay({ stops: 20, drivers: 4, untilMinute: 600 })
  const orderId = await day.order(0)
  const [best] = (await day.price({ orderId })).proposals as Proposal[]
  const other = (await day.runs()).find(run => run.id !== best?.runId)
  if (!best || !other) throw new Error('a proposal and another run expected')
  const [moved] = await day.stopsOf(best.runId)
  await day.db
    .updateTable('stop')
    .set({ run_id: other.id, position: 90 })
    .where('id', '=', moved?.id ?? '')
    .execute()
  expect((await day.insert(confirmOf(orderId, best))).statusCode).toBe(200)
  const now = (await day.readAll()).find(stop => stop.id === moved?.id)
  expect(now).toMatchObject({ publishedRunId: best.runId, runId: other.id })
})
