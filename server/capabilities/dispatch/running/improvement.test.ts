import { expect, test } from 'vitest'
import { leavePlan } from '../receive-stops.action.ts'
import { at, type RunningFixture, runningDay } from './running-day.fixture.ts'

type Sequences = { trip: number; stopIds: string[] }[]

/** Two runs laid out so badly that anybody sees it: each has the other's half of the town. */
async function crossedDay() {
  const day = await runningDay({ stops: 20, drivers: 4, untilMinute: 600 }, { '20': 20 })
  const runs = (await day.runs()).map(run => run.id)
  const placed = (await day.readAll()).filter(stop => stop.publishedRunId !== null)
  for (const [index, stop] of placed.entries()) {
    const runId = runs[index % 2]
    await day.db
      .updateTable('stop')
      .set({
        run_id: runId,
        published_run_id: runId,
        trip: 1,
        published_trip: 1,
        position: index,
        published_position: index,
      })
      .where('id', '=', stop.id)
      .execute()
  }
  await day.follow()
  return day
}

const placesOf = async (day: RunningFixture) =>
  new Map((await day.readAll()).map(stop => [stop.id, `${stop.publishedRunId}/${stop.publishedTrip}`]))
const idsOf = (changes: { sequences: Sequences }[]) =>
  changes.flatMap(change => change.sequences.flatMap(sequence => sequence.stopIds))

test('[E3] a badly laid rest of the day comes back as a proposal with what it saves; accepted it is on the road, and one step', async () => {
  const day = await crossedDay()
  const before = await placesOf(day)
  const found = await day.propose({})
  expect(found).toMatchObject({ state: 'better' })
  expect(found.savedKm).toBeGreaterThan(0)
  expect(found.stops.length).toBeGreaterThan(0)
  expect(await placesOf(day)).toEqual(before)
  const { changes, basis } = found
  const reply = await day.accept({ changes, basis })
  expect(reply.statusCode).toBe(200)
  const after = await day.readAll()
  expect(after.map(stop => stop.id).sort()).toEqual([...before.keys()].sort())
  for (const change of changes) {
    const mine = (await day.stopsOf(change.runId)).filter(stop => stop.state === 'published')
    expect(mine.map(stop => stop.id)).toEqual(change.sequences.flatMap(each => each.stopIds))
  }
  for (const { stopId, to } of found.stops) {
    const toRun = after.find(stop => stop.id === stopId)?.publishedRunId
    expect(toRun).toBe(to.runId)
  }
  const step = await day.db
    .selectFrom('plan_step')
    .select('kind')
    .orderBy('number', 'desc')
    .executeTakeFirst()
  expect(step?.kind).toBe('improve')
  const told = await day.db
    .selectFrom('outbox_event')
    .select('stream')
    .where('kind', '=', 'driver-day.changed')
    .where('at', '=', day.clock.now())
    .execute()
  expect(new Set(told.map(event => event.stream)).size).toBe(changes.length)
})

test('[E3] a proposal of a day that went on is refused, and so is one that leaves a stop out or takes one twice', async () => {
  const day = await crossedDay()
  const { changes, basis } = await day.propose({})
  const [first] = changes
  if (!first) throw new Error('a change expected')
  const lacking = changes.map(change =>
    change === first
      ? { ...change, sequences: change.sequences.map(each => ({ ...each, stopIds: each.stopIds.slice(1) })) }
      : change,
  )
  const twice = changes.map(change =>
    change === first
      ? { ...change, sequences: [...change.sequences, { trip: 19, stopIds: idsOf([first]).slice(0, 1) }] }
      : change,
  )
  for (const wrong of [lacking, twice])
    expect((await day.accept({ changes: wrong, basis })).json()).toMatchObject({
      code: 'dispatch.day-moved-on',
    })
  const [next] = (await day.stopsOf(first.runId)).filter(stop => stop.state === 'published')
  await day.write(context =>
    day.records.recordFinish(context, {
      stopId: next?.id ?? '',
      outcome: 'done',
      at: day.clock.now(),
      reason: '',
    }),
  )
  expect((await day.accept({ changes, basis })).json()).toMatchObject({ code: 'dispatch.day-moved-on' })
})

test('[E3] whoever is on his way to a door still goes there, a locked run keeps its stops, a stop locked by hand its driver', async () => {
  const day = await crossedDay()
  day.clock.set(at(500).toISOString())
  const [one, two, third] = await day.runs()
  const [done, next] = await day.stopsOf(one?.id ?? '')
  await day.write(context =>
    day.records.recordFinish(context, { stopId: done?.id ?? '', outcome: 'done', at: at(495), reason: '' }),
  )
  const held = (await day.stopsOf(two?.id ?? '')).at(-1)
  await day.db
    .updateTable('stop')
    .set({ is_locked: true })
    .where('id', '=', held?.id ?? '')
    .execute()
  if (third) await day.db.updateTable('run').set({ is_locked: true }).where('id', '=', third.id).execute()
  const found = await day.propose({})
  expect(found.state).toBe('better')
  const orderOf = (runId: string | undefined) =>
    found.changes.find(change => change.runId === runId)?.sequences.flatMap(each => each.stopIds)
  const ofOne = orderOf(one?.id)
  if (ofOne) expect(ofOne[0]).toBe(next?.id)
  const ofTwo = orderOf(two?.id)
  if (ofTwo) expect(ofTwo).toContain(held?.id)
  expect(found.changes.some(change => change.runId === third?.id)).toBe(false)
})

test('[E3] nobody is given a stop for which his truck has nothing aboard', async () => {
  const day = await runningDay({ stops: 16, drivers: 4, untilMinute: 600 }, { '20': 0 })
  const found = await day.propose({})
  const runs = new Map((await day.runs()).map(run => [run.id, run.vehicle_id]))
  for (const { stopId, from, to } of found.stops.filter(stop => stop.from.runId !== stop.to.runId)) {
    const trip = found.changes
      .find(change => change.runId === to.runId)
      ?.sequences.find(sequence => sequence.stopIds.includes(stopId))?.trip
    expect(from.runId).not.toBe(to.runId)
    // Everybody is loaded exactly for his own stops: a gained one needs a trip of its own, or a driver not yet loaded.
    if (runs.has(to.runId)) expect(trip).toBeGreaterThan(1)
  }
})

test('[E3] a cancelled order: the run it left is looked at, and the rest of the day is whole', async () => {
  const day = await crossedDay()
  const [run] = await day.runs()
  const runId = run?.id ?? ''
  const orderId = await day.order(0, 'normal')
  const [best] = (await day.price({ orderId })).proposals
  const { sequences, basis } = best
  await day.insert({ orderId, runId: best.runId, sequences, basis })
  await day.write(context => leavePlan(context, orderId))
  const shown = (await day.show()).runs.find((each: { runId: string }) => each.runId === best.runId)
  expect(shown.cancelled).toBe(1)
  const open = (await day.readAll()).filter(stop => stop.state === 'published').map(stop => stop.id)
  const found = await day.propose({ runIds: [runId] })
  expect(found.state).toBe('better')
  const reply = await day.accept({ changes: found.changes, basis: found.basis })
  expect(reply.statusCode).toBe(200)
  const left = (await day.readAll()).filter(stop => stop.state === 'published').map(stop => stop.id)
  expect(left.sort()).toEqual(open.sort())
})

test('[E3] a closed road makes every way past it longer, names whom it concerns, and is forgotten when it opens', async () => {
  const day = await runningDay({ stops: 16 })
  await day.follow()
  const etas = async () => new Map((await day.readAll()).map(stop => [stop.id, stop.etaAt?.getTime() ?? 0]))
  const before = await etas()
  const closed = {
    radiusMetres: 600,
    extraMinutes: 25,
    note: '路樹倒塌',
    point: { latitude: 22.756, longitude: 121.122 },
  }
  const reply = await day.closeRoad(closed)
  expect(reply.statusCode).toBe(200)
  const { id, laterStopIds } = reply.json() as { id: string; laterStopIds: string[] }
  expect(laterStopIds.length).toBeGreaterThan(0)
  const during = await etas()
  for (const stopId of laterStopIds)
    expect((during.get(stopId) ?? 0) - (before.get(stopId) ?? 0)).toBeGreaterThan(3 * 60_000)
  expect((await day.show()).closures).toMatchObject([
    { id, note: '路樹倒塌', radiusMetres: 600, extraMinutes: 25 },
  ])
  expect((await day.propose({ stopIds: laterStopIds })).state).toMatch(/better|none/)
  expect((await day.openRoad(id)).statusCode).toBe(200)
  expect(await etas()).toEqual(before)
  expect((await day.show()).closures).toEqual([])
  expect((await day.openRoad(id)).json()).toMatchObject({ code: 'dispatch.closure-not-found' })
})
