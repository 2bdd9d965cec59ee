import { describe, expect, test } from 'vitest'
import { connectedGrams, type Supply, type SupplyLimits, supplyWarnings } from './supply.rules.ts'

const limits: SupplyLimits = {
  'site.series-limit-grams': 1_000_000,
  'site.series-tier-filed-grams': 80_000,
  'site.series-tier-distance-grams': 120_000,
  'site.series-tier-shutoff-grams': 300_000,
  'site.reserve-limit-commercial-grams': 80_000,
  'site.reserve-limit-household-grams': 40_000,
}
const supply = (given: Partial<Supply>): Supply => ({
  kind: 'commercial',
  seriesCapacityGrams: null,
  reserveGrams: null,
  isSeriesFiled: true,
  areas: [],
  ...given,
})
const codes = (given: Partial<Supply>) => supplyWarnings(supply(given), limits).map(warning => warning.code)

describe('connected gas against the legal tiers', () => {
  test('[A3] what hangs on the pipes is in-use and standby cylinders of all areas', () => {
    const areas = [
      { cylinderType: '20' as const, inUse: 6, standby: 5 },
      { cylinderType: '20' as const, inUse: 1, standby: 0 },
    ]
    expect(connectedGrams(areas)).toBe(240_000)
  })

  test.each([
    [79_999, []],
    [80_000, []],
    [120_000, []],
    [120_001, ['site.series-needs-distance']],
    [300_000, ['site.series-needs-distance']],
    [300_001, ['site.series-needs-shutoff']],
    [1_000_000, ['site.series-needs-shutoff']],
    [1_000_001, ['site.series-over-limit']],
  ])('[A3] §73-1: %i g connected and filed warn of %j', (grams, expected) => {
    expect(codes({ seriesCapacityGrams: grams })).toEqual(expected)
  })

  test('[A3] from 80 kg on a site must be filed; not knowing counts as not', () => {
    expect(codes({ seriesCapacityGrams: 79_999, isSeriesFiled: false })).toEqual([])
    expect(codes({ seriesCapacityGrams: 80_000, isSeriesFiled: false })).toEqual(['site.series-not-filed'])
    expect(codes({ seriesCapacityGrams: 80_000, isSeriesFiled: null })).toEqual(['site.series-not-filed'])
  })

  test('[A3] §73: spare gas is capped at 80 kg for a business and 40 kg for a household', () => {
    expect(codes({ reserveGrams: 80_000 })).toEqual([])
    expect(supplyWarnings(supply({ reserveGrams: 80_001 }), limits)).toEqual([
      { code: 'site.reserve-over-limit', params: { grams: 80_001, limitGrams: 80_000 } },
    ])
    expect(codes({ kind: 'household', reserveGrams: 40_001 })).toEqual(['site.reserve-over-limit'])
  })

  test('[A3] the larger of declared and added up counts, and that they differ is told', () => {
    const areas = [{ cylinderType: '50' as const, inUse: 3, standby: 2 }]
    expect(codes({ seriesCapacityGrams: 100_000, areas })).toEqual([
      'site.series-needs-distance',
      'site.series-differs-from-areas',
    ])
    expect(codes({ seriesCapacityGrams: 250_000, areas })).toEqual(['site.series-needs-distance'])
  })
})
