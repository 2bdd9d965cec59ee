import { expect, test } from 'vitest'
import { at, runningDay } from './running-day.fixture.ts'

type Preview = {
  moves: { stopId: string; toRunId: string | null; because: string | null }[]
  changes: { runId: string; sequences: { trip: number; stopIds: string[] }[] }[]
  toTray: string[]
  truck: { plate: string; full: Record<string, number> }
  doneStops: number
  basis: string
}

const confirmOf = (runId: string, { changes, toTray, basis }: Preview) => ({
  runId,
  cause: 'sick',
  changes,
  toTray,
  basis,
})

async function sickDay(stops = 20) {
  const day = await runningDay({ stops, drivers: 4, untilMinute: 600 }, { '20': 10 })
  day.clock.set(at(560).toISOString())
  const [run] = await day.runs()
  const runId = run?.id ?? ''
  const [first] = await day.stopsOf(runId)
  await day.write(context =>
    day.records.recordFinish(context, {
      stopId: first?.id ?? '',
      outcome: 'done',
      at: at(550),
      reason: '',
    }),
  )
  return { ...day, runId, doneId: first?.id ?? '' }
}

test('[E3] a sick driver’s open stops go to the others in two requests; his done ones stay, his truck is told', async () => {
  const day = await sickDay()
  const open = (await day.stopsOf(day.runId)).filter(stop => stop.state === 'published').map(stop => stop.id)
  const preview = (await day.priceInterruption(day.runId)) as Preview
  expect(preview.moves.map(move => move.stopId).sort()).toEqual([...open].sort())
  expect(preview.doneStops).toBe(1)
  expect(preview.truck.full['20']).toBeGreaterThan(0)
  const reply = await day.interrupt(confirmOf(day.runId, preview))
  expect(reply.json()).toEqual({ moved: open.length - preview.toTray.length, tray: preview.toTray.length })
  expect((await day.stopsOf(day.runId)).map(stop => stop.id)).toEqual([day.doneId])
  const all = await day.readAll()
  const runs = await day.runs()
  // Who was at home has no run until he takes something; the preview names him by his own id.
  const runOf = (id: string | null) => runs.find(run => run.id === id || run.driver_id === id)?.id ?? null
  for (const move of preview.moves)
    expect(all.find(stop => stop.id === move.stopId)?.publishedRunId ?? null).toBe(runOf(move.toRunId))
  for (const change of preview.changes) {
    const ids = (await day.stopsOf(runOf(change.runId) ?? '')).map(stop => stop.id)
    expect(ids.slice(-change.sequences.flatMap(each => each.stopIds).length)).toEqual(
      change.sequences.flatMap(each => each.stopIds),
    )
  }
  expect((await day.runs()).find(run => run.id === day.runId)?.is_locked).toBe(true)
  const shown = (await day.show()).runs.find((run: { runId: string }) => run.runId === day.runId)
  expect(shown.interrupted).toMatchObject({ cause: 'sick' })
  const phones = await day.db
    .selectFrom('outbox_event')
    .select('stream')
    .where('kind', '=', 'driver-day.changed')
    .where('at', '=', day.clock.now())
    .execute()
  expect(new Set(phones.map(event => event.stream)).size).toBe(preview.changes.length + 1)
})

test('[E3] a redistribution previewed before a delivery is refused, and so is one that leaves a stop out', async () => {
  const day = await sickDay()
  const preview = (await day.priceInterruption(day.runId)) as Preview
  const lacking = {
    ...confirmOf(day.runId, preview),
    changes: preview.changes.map((change, index) =>
      index > 0
        ? change
        : {
            ...change,
            sequences: change.sequences.map(each => ({ ...each, stopIds: each.stopIds.slice(1) })),
          },
    ),
  }
  expect((await day.interrupt(lacking)).json()).toMatchObject({ code: 'dispatch.day-moved-on' })
  const other = preview.changes[0]?.runId ?? ''
  const [next] = (await day.stopsOf(other)).filter(stop => stop.state === 'published')
  await day.write(context =>
    day.records.recordFinish(context, {
      stopId: next?.id ?? '',
      outcome: 'done',
      at: at(560),
      reason: '',
    }),
  )
  expect((await day.interrupt(confirmOf(day.runId, preview))).json()).toMatchObject({
    code: 'dispatch.day-moved-on',
  })
  expect((await day.stopsOf(day.runId)).length).toBeGreaterThan(1)
})

test('[E3] with nobody left the stops go to the tray with the reason, and a driver without open stops has nothing to give', async () => {
  const day = await runningDay({ stops: 6, drivers: 1 })
  const [run] = await day.runs()
  const preview = (await day.priceInterruption(run?.id ?? '')) as Preview
  expect(preview.toTray).toHaveLength(6)
  expect(preview.moves.every(move => move.because !== null)).toBe(true)
  expect((await day.interrupt(confirmOf(run?.id ?? '', preview))).json()).toEqual({ moved: 0, tray: 6 })
  const all = await day.readAll()
  expect(all.every(stop => stop.state === 'unplanned' && stop.publishedRunId === null)).toBe(true)
  expect(await day.priceInterruption(run?.id ?? '')).toMatchObject({ code: 'dispatch.nothing-open' })
})
