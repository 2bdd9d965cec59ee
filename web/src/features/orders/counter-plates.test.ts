import { expect, test } from 'vitest'
import { platesOf, serialsOf } from './counter-plates.ts'

test('[C1] [G1] a scanner’s serials part at blanks and commas, each once', () => {
  expect(serialsOf(' A1  A2,A3、A1\n')).toEqual(['A1', 'A2', 'A3'])
  expect(serialsOf('')).toEqual([])
})

test('[C1] [G1] every plate is of its own line’s type and way, with the due date typed for it', () => {
  const lines = [
    { product: '20', plates: { out: 'A1 A2', back: 'B1' } },
    { product: '16', plates: { out: '', back: 'C1' } },
  ] as const
  expect(platesOf(lines, { A2: '1151231', C1: '99' })).toEqual([
    { cylinderType: '20', mark: '', serial: 'A1', dueDate: null, isFull: true },
    { cylinderType: '20', mark: '', serial: 'A2', dueDate: '2026-12-31', isFull: true },
    { cylinderType: '20', mark: '', serial: 'B1', dueDate: null, isFull: false },
    { cylinderType: '16', mark: '', serial: 'C1', dueDate: null, isFull: false },
  ])
  const many = Array.from({ length: 70 }, (_, index) => `S${index}`).join(' ')
  expect(platesOf([{ product: '20', plates: { out: many, back: '' } }], {})).toHaveLength(60)
})
