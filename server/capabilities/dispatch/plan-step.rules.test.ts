import { expect, test } from 'vitest'
import {
  coveredBy,
  mayBeRedone,
  mayBeUndone,
  obstacleToRedo,
  obstacleToUndo,
  type PlanStep,
  staleness,
} from './plan-step.rules.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 0, minute))
const step = (number: number, over: Partial<PlanStep> = {}): PlanStep => ({
  id: `step${number}`,
  number,
  kind: 'move',
  planVersion: number + 1,
  doneBy: 'u',
  doneByName: '小美',
  doneAt: at(number),
  subject: {},
  stopIds: ['a'],
  runIds: ['r'],
  targetId: null,
  effectiveNumber: number,
  undoneAt: null,
  undoneByName: null,
  undoneWith: null,
  ...over,
})

test('[E2] an edit is stale when its stop or run was changed since, and only then', () => {
  const since = [step(1), step(2, { stopIds: ['b'], runIds: ['q'] })]
  const plan = { version: 3 }
  const seen = { version: 1, stopIds: ['a'], runIds: [] }
  expect(staleness(seen, plan, since, true)).toEqual({ isStale: true, because: since[0] })
  expect(staleness({ ...seen, stopIds: ['z'], runIds: ['q'] }, plan, since, false)).toEqual({
    isStale: true,
    because: since[1],
  })
  expect(staleness({ ...seen, stopIds: ['z'] }, plan, since, false)).toEqual({ isStale: false })
})

test('[E2] a change that no step tells of leaves the judgement to the row itself', () => {
  const seen = { version: 1, stopIds: ['z'], runIds: [] }
  expect(staleness(seen, { version: 4 }, [step(1)], false)).toEqual({ isStale: true, because: undefined })
  expect(staleness(seen, { version: 4 }, [step(1)], true)).toEqual({ isStale: false })
  // A version from the future is of another database.
  expect(staleness({ ...seen, version: 9 }, { version: 4 }, [], false).isStale).toBe(true)
})

test('[E2] edits can be taken back once; turnings, and the first publication, cannot', () => {
  expect(mayBeUndone(step(1))).toBe(true)
  expect(mayBeUndone(step(1, { undoneAt: at(2) }))).toBe(false)
  expect(mayBeUndone(step(1, { kind: 'undo' }))).toBe(false)
  expect(mayBeUndone(step(1, { kind: 'publish', subject: { number: 1 } }))).toBe(false)
  expect(mayBeUndone(step(1, { kind: 'publish', subject: { number: 2 } }))).toBe(true)
  expect(mayBeRedone(step(1, { undoneAt: at(2) }))).toBe(true)
  expect(mayBeRedone(step(1, { undoneAt: at(2), undoneWith: 'step9' }))).toBe(false)
  expect(mayBeRedone(step(1))).toBe(false)
})

test('[E2] a later step on the same stops stands in the way of an undo, an undone one or a publication does not', () => {
  const mine = step(1)
  expect(obstacleToUndo(mine, [mine, step(2)])?.id).toBe('step2')
  expect(obstacleToUndo(mine, [mine, step(2, { undoneAt: at(3) })])).toBeUndefined()
  expect(obstacleToUndo(mine, [mine, step(2, { stopIds: ['b'] })])).toBeUndefined()
  expect(
    obstacleToUndo(mine, [mine, step(2, { kind: 'publish' }), step(3, { kind: 'undo' })]),
  ).toBeUndefined()
  // An earlier step that was done again lies behind mine now.
  expect(obstacleToUndo(step(2), [step(1, { effectiveNumber: 4 }), step(2)])?.id).toBe('step1')
})

test('[E2] steps are done again in their order, and never over what came after', () => {
  const [first, second] = [step(1, { undoneAt: at(9) }), step(2, { undoneAt: at(8) })]
  expect(obstacleToRedo(second, [first, second])?.id).toBe('step1')
  expect(obstacleToRedo(first, [first, second])).toBeUndefined()
  expect(obstacleToRedo(first, [first, step(3)])?.id).toBe('step3')
  // What had been given up before the step was undone is no part of it.
  expect(obstacleToRedo(second, [step(1, { undoneAt: at(3) }), second])).toBeUndefined()
})

test('[E2] locks of one run stand in each other’s way, moves through it do not', () => {
  const lock = step(1, { kind: 'lock-run', stopIds: [] })
  expect(obstacleToUndo(lock, [lock, step(2, { kind: 'unlock-run', stopIds: [] })])?.id).toBe('step2')
  expect(obstacleToUndo(lock, [lock, step(2)])).toBeUndefined()
})

test('[E2] a publication covers the edits since the one before it', () => {
  const steps = [
    step(1),
    step(2, { kind: 'publish' }),
    step(3),
    step(4, { undoneAt: at(5) }),
    step(5, { kind: 'publish' }),
    step(6),
  ]
  expect(coveredBy(step(5, { kind: 'publish' }), steps).map(each => each.id)).toEqual(['step3'])
})
