import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leavePlan } from '../receive-stops.action.ts'
import { at, type RunningFixture, runningDay } from './running-day.fixture.ts'

/** What can happen on a running day, by number, so that a failing row of events is short to read. */
const events = ['insert', 'finish', 'sick', 'cancel', 'improve', 'close-road', 'wait'] as const
type Event = (typeof events)[number]

const openRuns = async (day: RunningFixture) =>
  (
    (await day.show()).runs as {
      runId: string
      interrupted: unknown
      stops: { stopId: string; state: string }[]
    }[]
  )
    .filter(run => run.interrupted === null)
    .map(run => ({ runId: run.runId, open: run.stops.filter(stop => stop.state === 'published') }))
    .filter(run => run.open.length > 0)

const pick = <T>(rows: readonly T[], by: number): T | undefined => rows[by % Math.max(1, rows.length)]

/** Plays one event; one that finds nothing to do does nothing. */
const play: Record<Event, (day: RunningFixture, by: number) => Promise<unknown>> = {
  insert: async (day, by) => {
    const orderId = await day.order(by % 6, pick(['urgent', 'emergency', 'promised', 'normal'], by))
    const proposal = pick(
      (await day.price({ orderId })).proposals as { runId: string; sequences: unknown; basis: string }[],
      by,
    )
    if (!proposal) return
    const { runId, sequences, basis } = proposal
    await day.insert({ orderId, runId, sequences, basis })
  },
  finish: async (day, by) => {
    const stop = pick(await openRuns(day), by)?.open[0]
    if (!stop) return
    const outcome = by % 3 === 0 ? 'failed' : 'done'
    await day.write(context =>
      day.records.recordFinish(context, { stopId: stop.stopId, outcome, at: day.clock.now(), reason: '' }),
    )
  },
  sick: async (day, by) => {
    const runId = pick(await openRuns(day), by)?.runId
    if (!runId) return
    const { changes, toTray, basis } = await day.priceInterruption(runId)
    await day.interrupt({ runId, cause: 'sick', changes, toTray, basis })
  },
  cancel: async (day, by) => {
    const orders = (await day.readAll()).flatMap(stop =>
      stop.state === 'published' ? (stop.orderId ?? []) : [],
    )
    const orderId = pick(orders, by)
    if (orderId) await day.write(context => leavePlan(context, orderId))
  },
  improve: async day => {
    const { state, changes, basis } = await day.propose({}, 40)
    if (state === 'better') await day.accept({ changes, basis })
  },
  'close-road': (day, by) =>
    day.closeRoad({
      point: { latitude: 22.74 + (by % 10) * 0.004, longitude: 121.122 },
      radiusMetres: 400,
      extraMinutes: 10 + (by % 30),
      note: '',
    }),
  wait: (day, by) =>
    Promise.resolve(day.clock.set(new Date(day.clock.now().getTime() + (by % 40) * 60_000).toISOString())),
}

/** Every stop lies in exactly one place: on one run at a place of its own, in the tray, or finished where it was. */
async function checkWhole(day: RunningFixture, known: Set<string>): Promise<void> {
  const all = await day.readAll()
  const ids = new Set(all.map(stop => stop.id))
  expect([...known].filter(id => !ids.has(id))).toEqual([])
  for (const id of ids) known.add(id)
  const runs = new Set((await day.runs()).map(run => run.id))
  for (const stop of all) {
    if (stop.state === 'unplanned') expect(stop.publishedRunId).toBeNull()
    else expect(runs.has(stop.publishedRunId ?? '')).toBe(true)
  }
  const places = all
    .filter(stop => stop.publishedRunId !== null && stop.state !== 'cancelled')
    .map(stop => `${stop.publishedRunId}/${stop.publishedTrip}/${stop.publishedPosition}`)
  expect(new Set(places).size).toBe(places.length)
  const shown = ((await day.show()).runs as { stops: { stopId: string }[] }[]).flatMap(run => run.stops)
  expect(shown.length).toBe(places.length)
}

test('[E3] whatever happens on a day, no stop vanishes, none stands in two places, and what is done stays done', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...events), fc.nat(97)), { minLength: 6, maxLength: 14 }),
      async script => {
        const day = await runningDay({ stops: 14, drivers: 4, untilMinute: 620, spareSites: 6 }, { '20': 6 })
        day.clock.set(at(490).toISOString())
        await day.follow()
        const known = new Set((await day.readAll()).map(stop => stop.id))
        const finished = new Map<string, string>()
        for (const [event, by] of script) {
          await play[event](day, by)
          await checkWhole(day, known)
          const all = await day.readAll()
          for (const stop of all.filter(each => each.state === 'done' || each.state === 'failed'))
            if (!finished.has(stop.id)) finished.set(stop.id, `${stop.state}/${stop.publishedRunId}`)
          for (const [id, fact] of finished) {
            const stop = all.find(each => each.id === id)
            expect(`${stop?.state}/${stop?.publishedRunId}`).toBe(fact)
          }
        }
      },
    ),
    { numRuns: 4, endOnFailure: true },
  )
}, 240_000)
