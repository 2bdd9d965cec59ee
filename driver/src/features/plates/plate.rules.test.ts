import { expect, test } from 'vitest'
import { readPlate } from './plate.rules.ts'

const text = { cylinderType: '20' as const, mark: 'm-1', serial: 'ａ1', due: '115/11/22', isFull: true }
const plate = { cylinderType: '20' as const, mark: 'M1', serial: 'A1', dueDate: '2026-11-22', isFull: true }

test('[G2] [F4] an expired plate is known without any signal, from the day after its last', () => {
  expect(readPlate(text, [], '2026-11-23')).toEqual({ problem: null, plate, fault: 'expired' })
  expect(readPlate(text, [], '2026-11-22')).toEqual({ problem: null, plate, fault: null })
  expect(readPlate({ ...text, due: '11511' }, [], '2026-11-30')).toMatchObject({ fault: null })
})

test('[G2] a plate needs a number and a date, and is read once', () => {
  const of = (change: Partial<typeof text>, known = [] as (typeof plate)[]) =>
    readPlate({ ...text, ...change }, known, '2026-11-01').problem
  expect(of({ mark: '-', serial: ' ' })).toBe('no-number')
  expect([of({ due: '' }), of({ due: '11513' })]).toEqual(['no-date', 'no-date'])
  expect([of({ mark: '' }, [plate]), of({ serial: '' }, [plate])]).toEqual(['twice', 'twice'])
  expect(of({ mark: '2', serial: '' }, [{ ...plate, mark: '' }])).toBeNull()
})
