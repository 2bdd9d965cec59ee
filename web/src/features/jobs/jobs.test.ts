import { expect, test } from 'vitest'
import { actsOf, byKind, mayDo, minutesBetween, sumByState } from './jobs.ts'

const counts = [
  { name: 'imports.run', state: 'running' as const, jobs: 1, since: '2026-11-22T01:00:00Z' },
  { name: 'platform.prune', state: 'dead' as const, jobs: 2, since: '2026-11-21T01:00:00Z' },
  { name: 'platform.prune', state: 'waiting' as const, jobs: 3, since: '2026-11-20T01:00:00Z' },
]

test('[S19] a dead job is replayed or discarded, another is cancelled, and one that stops is left alone', () => {
  expect(actsOf({ state: 'dead', isCancelling: false })).toEqual(['replay', 'discard'])
  expect(mayDo({ state: 'running', isCancelling: false }, 'cancel')).toBe(true)
  expect(mayDo({ state: 'waiting', isCancelling: false }, 'replay')).toBe(false)
  expect(actsOf({ state: 'running', isCancelling: true })).toEqual([])
})

test('[S19] kinds with failed jobs come first, each with its oldest', () => {
  expect(byKind(counts)).toEqual([
    { name: 'platform.prune', jobs: { dead: 2, running: 0, waiting: 3 }, since: '2026-11-20T01:00:00Z' },
    { name: 'imports.run', jobs: { dead: 0, running: 1, waiting: 0 }, since: '2026-11-22T01:00:00Z' },
  ])
  expect(sumByState(counts)).toEqual({ all: 6, dead: 2, running: 1, waiting: 3 })
})

test('[S19] an age is whole minutes and never negative', () => {
  expect(minutesBetween('2026-11-22T01:00:00Z', '2026-11-22T01:59:59Z')).toBe(59)
  expect(minutesBetween('2026-11-22T01:00:00Z', '2026-11-22T00:59:00Z')).toBe(0)
})
