import { expect, test } from 'vitest'
import { saveBuiltPlan, searchDay } from '../build-plan.action.ts'
import { findPlan } from '../plan.store.ts'
import type { PlanStep } from '../plan-step.rules.ts'
import { readSteps } from '../plan-step.store.ts'
import { publishPlan } from '../publish-plan.action.ts'
import { undoStep } from '../turn-step.action.ts'
import { at, type RunningFixture, runningDay } from './running-day.fixture.ts'

const lastStep = async (day: RunningFixture) => (await readSteps(day.db, day.plan.id)).at(-1) as PlanStep
const versionOf = async (day: RunningFixture) =>
  (await findPlan(day.db, day.company.depotId, day.plan.date))?.version ?? 0

async function undo(day: RunningFixture, step: PlanStep): Promise<void> {
  const version = await versionOf(day)
  await day.write(context => undoStep(day.deps, context, { date: day.plan.date, stepId: step.id, version }))
}

async function insertOne(day: RunningFixture): Promise<{ stopId: string; runId: string; letter: string }> {
  const orderId = await day.order(0)
  const [best] = (await day.price({ orderId })).proposals
  const { runId, sequences, basis, letter } = best
  const { stopId } = (await day.insert({ orderId, runId, sequences, basis })).json()
  return { stopId, runId, letter }
}

async function callInSick(day: RunningFixture, runId: string) {
  const preview = await day.priceInterruption(runId)
  const { changes, toTray, basis } = preview
  const reply = await day.interrupt({ runId, cause: 'sick', changes, toTray, basis })
  expect(reply.statusCode).toBe(200)
}

test('[E2][E3] an urgent insertion is a step of the board, named, and undone it is a draft that drivers do not see yet', async () => {
  const day = await runningDay({ stops: 12, drivers: 2 })
  const { stopId, runId, letter } = await insertOne(day)
  const step = await lastStep(day)
  expect(step).toMatchObject({
    kind: 'insert',
    planVersion: await versionOf(day),
    stopIds: [stopId],
    runIds: [runId],
    subject: { to: letter },
  })
  expect(step.subject.stop).not.toBe('')
  await undo(day, step)
  const stop = (await day.readAll()).find(each => each.id === stopId)
  expect(stop).toMatchObject({ runId: null, publishedRunId: runId })
})

test('[E2][E3] a sick driver is one step: taken back, his stops and his lock return and tracking shows him at work', async () => {
  const day = await runningDay({ stops: 16, drivers: 4, untilMinute: 600 }, { '20': 10 })
  day.clock.set(at(500).toISOString())
  const [run] = await day.runs()
  const runId = run?.id ?? ''
  const before = (await day.stopsOf(runId)).map(stop => stop.id)
  await callInSick(day, runId)
  const step = await lastStep(day)
  expect(step).toMatchObject({ kind: 'interrupt', subject: { count: before.length } })
  expect([...step.stopIds].sort()).toEqual([...before].sort())
  expect(step.runIds).toContain(runId)
  await undo(day, step)
  const draft = (await day.readAll())
    .filter(stop => stop.runId === runId)
    .sort((a, b) => a.trip - b.trip || a.position - b.position)
  expect(draft.map(stop => stop.id)).toEqual(before)
  const shown = (await day.show()).runs.find((each: { runId: string }) => each.runId === runId)
  expect(shown.interrupted).toBeNull()
})

test('[E1][E3] planning everything anew adds nothing to the run of a driver who cannot go on', async () => {
  const day = await runningDay({ stops: 16, drivers: 4, untilMinute: 600 }, { '20': 10 })
  day.clock.set(at(500).toISOString())
  const [run] = await day.runs()
  const runId = run?.id ?? ''
  await callInSick(day, runId)
  const input = { date: day.plan.date, mode: 'all' as const, seconds: 0.4, seed: 2 }
  const asked = { db: day.db, actor: day.company.dispatcher, now: day.clock.now(), traceId: 'test' }
  const today = { ...asked, today: '2026-11-22' }
  const built = await searchDay(day.deps, today, { ...input, version: await versionOf(day) })
  await day.write(context => saveBuiltPlan(day.deps, context, built))
  const all = await day.readAll()
  expect(all.filter(stop => stop.runId === runId)).toEqual([])
  expect(all.filter(stop => stop.runId !== null).length).toBeGreaterThan(8)
  const version = await versionOf(day)
  await day.write(context =>
    publishPlan(day.deps, context, { date: day.plan.date, version, isViolationAccepted: true }),
  )
  expect(await day.stopsOf(runId)).toEqual([])
})
