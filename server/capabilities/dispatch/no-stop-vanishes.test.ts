import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Problem } from '../../../contract/kernel/problem.ts'
import type { Actor } from '../../platform/actor.ts'
import { type Day, date, dayWith } from './board-day.fixture.ts'
import { lockRun, lockStop, moveStop } from './move-stop.action.ts'
import { discardChanges, publishPlan } from './publish-plan.action.ts'
import { readStops } from './stop.store.ts'
import { redoStep, undoStep } from './turn-step.action.ts'

const kinds = [
  'move',
  'move',
  'move',
  'tray',
  'lock',
  'lockRun',
  'publish',
  'discard',
  'undo',
  'redo',
  'build',
] as const
const edits = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds),
    stop: fc.nat(1000),
    driver: fc.nat(1000),
    trip: fc.integer({ min: 1, max: 3 }),
    position: fc.nat(8),
    /** How often the client looks at the board before an edit: otherwise it acts on what it saw earlier. */
    looks: fc.boolean(),
  }),
  { minLength: 14, maxLength: 14 },
)
type Edit = ReturnType<typeof edits.generate>['value'][number]

/** One dispatcher's browser: acts on the board it last saw, and looks again after a refusal. */
async function workOn(day: Day, actor: Actor, work: readonly Edit[]): Promise<number> {
  let seen = await day.board()
  let done = 0
  for (const edit of work) {
    if (edit.looks) seen = await day.board()
    try {
      await apply(day, actor, seen, edit)
      done += 1
    } catch (error) {
      // Refusals are answers; anything else is a defect.
      if (!(error instanceof Problem) || error.kind === 'defect') throw error
      seen = await day.board()
    }
  }
  return done
}

async function apply(
  day: Day,
  actor: Actor,
  seen: Awaited<ReturnType<Day['board']>>,
  edit: Edit,
): Promise<unknown> {
  const { deps } = day
  const stop = seen.stops[edit.stop % seen.stops.length]
  const driver = day.company.drivers[edit.driver % day.company.drivers.length]
  const run = seen.runs[edit.driver % Math.max(1, seen.runs.length)]
  if (!stop || !driver) throw new Error('a stop and a driver expected')
  const versions = { planVersion: seen.version, version: stop.version }
  const { trip, position } = edit
  const turned = (may: 'mayUndo' | 'mayRedo') => seen.steps.find(step => step[may])?.id ?? stop.id
  const plan = { date, version: seen.version }
  switch (edit.kind) {
    case 'move':
      return day.write(
        c =>
          moveStop(deps, c, {
            stopId: stop.id,
            runId: null,
            driverId: driver.id,
            trip,
            position,
            ...versions,
          }),
        actor,
      )
    case 'tray':
      return day.write(
        c => moveStop(deps, c, { stopId: stop.id, runId: null, trip, position, ...versions }),
        actor,
      )
    case 'lock':
      return day.write(
        c => lockStop(deps, c, { stopId: stop.id, isLocked: !stop.isLocked, ...versions }),
        actor,
      )
    case 'lockRun':
      return (
        run &&
        day.write(c => lockRun(deps, c, { runId: run.id, isLocked: !run.isLocked, ...versions }), actor)
      )
    case 'publish':
      return day.write(c => publishPlan(deps, c, { ...plan, isViolationAccepted: true }), actor)
    case 'discard':
      return day.write(c => discardChanges(deps, c, plan), actor)
    case 'undo':
      return day.write(c => undoStep(deps, c, { ...plan, stepId: turned('mayUndo') }), actor)
    case 'redo':
      return day.write(c => redoStep(deps, c, { ...plan, stepId: turned('mayRedo') }), actor)
    case 'build':
      return day.build('fit')
  }
}

test('[E2] property: three dispatchers at once, whatever they do, and every stop is in exactly one place', async () => {
  await fc.assert(
    fc.asyncProperty(edits, edits, edits, async (one, other, third) => {
      const day = await dayWith(9)
      const people = [1, 2, 3].map(number => ({
        ...day.company.dispatcher,
        id: `01990000-0000-7000-8000-00000000000${number}`,
        name: `調度員${number}`,
      }))
      const works = [one, other, third]
      const done = await Promise.all(people.map((actor, index) => workOn(day, actor, works[index] ?? [])))
      expect(done.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0)
      const board = await day.board()
      expect(board.stops.map(stop => stop.siteId).sort()).toEqual(
        day.company.sites.map(site => site.id).sort(),
      )
      const rows = await readStops(day.db, { planId: board.planId ?? '' })
      const places = rows.flatMap(row => (row.runId ? [`${row.runId} ${row.trip} ${row.position}`] : []))
      expect(new Set(places).size).toBe(places.length)
      for (const run of board.runs) {
        const inRun = rows.filter(row => row.runId === run.id)
        const trips = [...new Set(inRun.map(row => row.trip))].sort()
        expect(trips).toEqual(trips.map((_, index) => index + 1))
        const drawn = run.timeline.filter(block => block.kind === 'service').map(block => block.stopId)
        expect([...drawn].sort()).toEqual(inRun.map(row => row.id).sort())
      }
      const states = rows.map(row => [row.runId !== null, row.state])
      expect(states.filter(([isPlaced, state]) => isPlaced && state === 'unplanned')).toEqual([])
      expect(states.filter(([isPlaced, state]) => !isPlaced && state === 'planned')).toEqual([])
      const versions = board.steps.map(step => step.number)
      expect(new Set(versions).size).toBe(versions.length)
    }),
    { numRuns: 4 },
  )
})
