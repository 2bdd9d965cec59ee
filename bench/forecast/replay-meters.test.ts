import { expect, test } from 'vitest'
import { benchMeters, hasMeters, metersFolder } from './bench-meters.ts'
import { isHeldOut, outcomeOf, replay } from './replay-meters.ts'

const firstDay = 19_723
const home = (useGrams: (day: number) => number, days = 366) => ({
  key: 'home',
  firstDay,
  useGrams: Float64Array.from({ length: days }, (_, day) => useGrams(day)),
})

test('[D3] a replayed home holds what was brought less what it used and what went back, and is visited when low', () => {
  const steady = home(() => 2_500)
  const site = replay(steady)
  if (!site) throw new Error('not visited')
  const { capacityGrams, deliveries } = site.history
  expect(capacityGrams).toBe(40_000)
  expect(site.dryDays).toBe(0)
  let left = capacityGrams
  let from = 0
  for (const { day, grams } of deliveries) {
    const found = left - (day - firstDay - from) * 2_500
    expect(found).toBeGreaterThanOrEqual(0)
    expect(found).toBeLessThanOrEqual((0.15 + 0.1) * capacityGrams)
    expect((day + 3) % 7).not.toBe(6)
    expect(grams % 20_000).toBe(0)
    const after = (site.stockGrams[day - firstDay] ?? 0) + 2_500
    // An opened cylinder with under 15 % left goes back with it.
    expect(found + grams - after).toBeGreaterThanOrEqual(0)
    expect(found + grams - after).toBeLessThan(3_000)
    left = after
    from = day - firstDay
  }
  expect(deliveries.length).toBeGreaterThan(20)
})

test('[D3] the truth of a home is its meter: due at 15 %, empty at nothing, unknown past the last day', () => {
  const steady = home(() => 1_000)
  const site = replay(steady)
  if (!site) throw new Error('not visited')
  const asOf = firstDay + 100
  const stock = site.stockGrams[100] ?? 0
  const { capacityGrams } = site.history
  expect(outcomeOf(steady, site, asOf)).toEqual({
    dueDay: asOf + Math.ceil((stock - 0.15 * capacityGrams) / 1_000),
    runOutDay: asOf + Math.ceil(stock / 1_000),
  })
  expect(outcomeOf(steady, site, firstDay + 365)).toEqual({ dueDay: null, runOutDay: null })
})

test('[D3] a home that uses nothing is no site, and a home is always in the same half', () => {
  expect(replay(home(() => 0))).toBeNull()
  const names = Array.from({ length: 150 }, (_, index) => `m${String(index + 1).padStart(3, '0')}`)
  const heldOut = names.filter(isHeldOut).length
  expect(heldOut).toBeGreaterThan(55)
  expect(heldOut).toBeLessThan(95)
})

if (!hasMeters) process.stderr.write('skipped: the metered homes are absent (../shared/data/demand)\n')

test.skipIf(!hasMeters)(
  '[D3] on real meters the forecast errs at most 80 % as much as the best baseline, on homes no number was chosen on',
  () => {
    const heldOut = benchMeters(metersFolder).find(report => report.group === 'held out')
    expect(heldOut?.homes).toBeGreaterThan(60)
    expect(heldOut?.methods[0]?.sites).toBeGreaterThan(600)
    expect(heldOut?.shareOfBest).toBeLessThanOrEqual(0.8)
  },
)
