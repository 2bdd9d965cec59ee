import { expect, test } from 'vitest'
import { goodsOfSale, paidAtCounter, walkInIds } from './counter.rules.ts'

test('[C1] cash settles everything, short what was given, transfers and accounts nothing yet', () => {
  expect(paidAtCounter('cash', 860n, 0n)).toBe(860n)
  expect(paidAtCounter('cash', -40n, 0n)).toBe(-40n)
  expect(paidAtCounter('short', 860n, 500n)).toBe(500n)
  expect(paidAtCounter('short', 860n, 860n)).toBe(860n)
  expect(paidAtCounter('short', 860n, 861n)).toBeUndefined()
  expect(paidAtCounter('short', 860n, -1n)).toBeUndefined()
  expect(paidAtCounter('transfer', 860n, 860n)).toBe(0n)
  expect(paidAtCounter('monthly', 860n, 860n)).toBe(0n)
})

test('[C1] the walk-in customer of a depot is always the same, and another depot’s another', () => {
  const one = walkInIds('a')
  expect(walkInIds('a')).toEqual(one)
  expect(new Set([...Object.values(one), ...Object.values(walkInIds('b'))]).size).toBe(4)
  expect(one.customerId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('[C1] an order at the counter is of the fulls that go out, or of the empties where none does', () => {
  const lines = (...counts: [number, number][]) =>
    counts.map(
      ([fullOut, emptyIn], index) => ({ product: index === 0 ? '20' : '16', fullOut, emptyIn }) as const,
    )
  expect(goodsOfSale(lines([2, 0], [0, 3]))).toEqual({
    isCollection: false,
    lines: [{ product: '20', quantity: 2 }],
  })
  expect(goodsOfSale(lines([0, 0], [0, 3]))).toEqual({
    isCollection: true,
    lines: [{ product: '16', quantity: 3 }],
  })
})
