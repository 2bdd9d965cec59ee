import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatNtd, parseNtd, scaleNtd } from './money.ts'

const amount = fc.bigInt(-(10n ** 14n), 10n ** 14n)

describe('whole dollars', () => {
  test('[C1] text and amount are each other’s, and nothing but whole dollars is read', () => {
    fc.assert(fc.property(amount, each => parseNtd(each.toString()) === each))
    for (const text of ['', '1.5', '1,000', ' 1', '1e3', '０', '--1', '1234567890123456'])
      expect(() => parseNtd(text)).toThrow(RangeError)
  })

  test('[C1] shown with commas and the typographic minus', () => {
    expect([0n, 999n, 1720n, -1234567n].map(formatNtd)).toEqual(['0', '999', '1,720', '−1,234,567'])
    fc.assert(
      fc.property(amount, each => BigInt(formatNtd(each).replaceAll(',', '').replace('−', '-')) === each),
    )
  })

  test('[C1] a ratio is rounded half up, away from zero, never off by more than half a dollar', () => {
    expect(scaleNtd(5n, 1n, 2n)).toBe(3n)
    expect(scaleNtd(-5n, 1n, 2n)).toBe(-3n)
    expect(scaleNtd(4n, 1n, 3n)).toBe(1n)
    expect(() => scaleNtd(1n, 1n, 0n)).toThrow(RangeError)
    fc.assert(
      fc.property(amount, fc.bigInt(0n, 10_000n), fc.bigInt(1n, 10_000n), (each, numerator, denominator) => {
        const error = 2n * (scaleNtd(each, numerator, denominator) * denominator - each * numerator)
        expect(error >= -denominator && error <= denominator).toBe(true)
      }),
    )
  })
})
