import { expect, test } from 'vitest'
import { chartHeight, chartScale, chartWidth, labelEvery, roundTop } from './chart-scale.ts'

test('[L1] the axis ends at a round number that holds every value', () => {
  for (const [most, round] of [
    [0, 4],
    [4, 4],
    [5, 6],
    [7, 8],
    [11, 12],
    [21, 30],
    [99, 100],
    [102, 120],
    [201, 300],
    [1001, 1200],
  ] as const)
    expect(roundTop(most)).toBe(round)
})

test('[L1] nought stands on the base, the highest below the top, columns inside the drawing', () => {
  const scale = chartScale(12, 100)
  expect(scale.y(0)).toBe(scale.base)
  expect(scale.y(100)).toBeGreaterThanOrEqual(0)
  expect(scale.x(12)).toBeLessThanOrEqual(chartWidth)
  expect(scale.base).toBeLessThan(chartHeight)
  expect(chartScale(0, 0).columnWidth).toBeGreaterThan(0)
})

test('[L1] labels are thinned where columns are many', () => {
  expect(labelEvery(4)).toBe(1)
  expect(labelEvery(48)).toBeGreaterThan(3)
})
