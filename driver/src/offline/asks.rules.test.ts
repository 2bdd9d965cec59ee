import { expect, test } from 'vitest'
import { type OfficeAsk, withAsks } from './asks.rules.ts'

const hourMs = 3_600_000
const ask = (id: string, toldAtMs: number): OfficeAsk => ({
  id,
  kind: 'already-delivered',
  authorId: 'lin',
  stop: null,
  deviceAt: '2026-11-23T02:00:00.000Z',
  toldAtMs,
})

test('[F2] what the office asks is kept once each, a day long, the newest thirty', () => {
  const known = [ask('a', 0), ask('b', 10 * hourMs)]
  const all = withAsks(known, [ask('b', 10 * hourMs), ask('c', 25 * hourMs)], 25 * hourMs)
  expect(all.map(({ id }) => id)).toEqual(['b', 'c'])
  const many = Array.from({ length: 40 }, (_, n) => ask(`q${n}`, 0))
  expect(withAsks([], many, 0).map(({ id }) => id)).toEqual(many.slice(10).map(({ id }) => id))
})
