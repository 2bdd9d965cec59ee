import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type CylinderCounts,
  cylinderTypeCodes,
  cylinderTypes,
  formatCylinders,
  gasGramsOf,
  productCodes,
  products,
} from './cylinders.ts'

const counts = fc.dictionary(
  fc.constantFrom(...cylinderTypeCodes),
  fc.nat(99),
) as fc.Arbitrary<CylinderCounts>

describe('what the trade carries', () => {
  test('[B1] eleven types are sold in sixteen ways, in the order of the legacy columns', () => {
    expect(cylinderTypeCodes).toHaveLength(11)
    expect(productCodes.map(code => products[code].history)).toEqual([
      '50KG',
      '丙烷20',
      '丙烷16',
      '20KG',
      '16KG',
      '10KG',
      '4KG',
      '好運16',
      '瓶安桶10',
      '幸福丸',
      '好運20',
      '流量50',
      '流量20',
      '流量16',
      '流量好運20',
      '流量好運16',
    ])
    expect(productCodes.filter(code => products[code].method === 'metered')).toEqual([
      'F50',
      'F20',
      'F16',
      'FH20',
      'FH16',
    ])
    for (const code of productCodes) expect(cylinderTypes[products[code].type]).toBeDefined()
  })

  test('[B1] types are listed largest first', () => {
    const grams = cylinderTypeCodes.map(code => cylinderTypes[code].gasGrams)
    expect(grams).toEqual([...grams].sort((a, b) => b - a))
  })

  test('[B1] gas adds up type by type, and the sum of two loads is the load of the sum', () => {
    expect(gasGramsOf({ '50': 2, '20': 3, X4: 1 })).toBe(164_000)
    expect(gasGramsOf({})).toBe(0)
    fc.assert(
      fc.property(counts, counts, (one, other) => {
        const both = Object.fromEntries(
          cylinderTypeCodes.map(code => [code, (one[code] ?? 0) + (other[code] ?? 0)]),
        )
        expect(gasGramsOf(both)).toBe(gasGramsOf(one) + gasGramsOf(other))
      }),
    )
  })

  test('[B1] cylinders read as the trade writes them, without those that are none', () => {
    expect(formatCylinders({ '20': 3, '50': 2, '16': 0 })).toBe('50×2 20×3')
    expect(formatCylinders({})).toBe('')
  })
})
