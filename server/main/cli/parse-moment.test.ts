import { expect, test } from 'vitest'
import { outside } from '../restore-installation.ts'
import { UsageError } from './command.ts'
import { parseMoment } from './parse-moment.ts'

test('[S24] a named second is of Taipei unless it says otherwise', () => {
  const at = '2026-11-22T02:30:00.000Z'
  for (const text of [
    '2026-11-22 10:30:00',
    '2026-11-22 10:30',
    '2026-11-22T02:30:00Z',
    ' 2026-11-22T10:30:00+08:00 ',
  ])
    expect(parseMoment(text).toISOString()).toBe(at)
  for (const text of ['', 'yesterday', '2026-11-22', '2026-13-22 10:30:00', '10:30:00'])
    expect(() => parseMoment(text)).toThrow(UsageError)
})

test('[S24] totals of a restored backup lie between those read around its point, or are named', () => {
  const point = { before: { orders: '10', cash: '100' }, after: { orders: '12', cash: '100' } }
  expect(outside(point, { orders: '11', cash: '100' })).toEqual([])
  expect(outside(point, { orders: '13', cash: '100' })).toEqual([
    'orders: 13, but 10 to 12 when it was saved',
  ])
  expect(outside(point, { orders: '9' })).toHaveLength(2)
})
