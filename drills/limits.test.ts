import { expect, test } from 'vitest'
import { faultsOf, faultsOfFailover, limitsOf, lostWhole } from './limits.ts'

const good = {
  acknowledged: 900,
  restored: 700,
  isExact: true,
  isClean: true,
  rtoSeconds: 900,
  rpoSeconds: 60,
}

test('[S24] [P3] a restore on its limits counts, and any one thing beyond them fails the drill', () => {
  expect(faultsOf(good, lostWhole)).toEqual([])
  const broken = [
    { acknowledged: 0 },
    { restored: 0 },
    { isExact: false },
    { isClean: false },
    { rtoSeconds: 900.1 },
    { rpoSeconds: 60.1 },
    { rtoSeconds: Number.NaN },
    { rpoSeconds: Number.NaN },
  ]
  for (const change of broken) expect(faultsOf({ ...good, ...change }, lostWhole)).toHaveLength(1)
})

test('[S24] limits can be narrowed to see a drill fail, and never widened', () => {
  expect(limitsOf({})).toEqual({ rtoSeconds: 900, rpoSeconds: 60, isNarrowed: false })
  const narrow = limitsOf({ rto: '5' })
  expect(narrow).toEqual({ rtoSeconds: 5, rpoSeconds: 60, isNarrowed: true })
  expect(faultsOf(good, narrow)).toEqual(['900 s to serve, limit 5 s'])
  for (const wide of [{ rto: '901' }, { rpo: '61' }, { rpo: 'much' }])
    expect(() => limitsOf(wide)).toThrow('must be 0 to')
})

test('[S17] [S24] a primary that is gone for too long, or one write that is lost, fails the drill', () => {
  const kept = { lost: 0, doubled: 0, foreign: 0, wrong: 0, writableSeconds: { median: 20, max: 25 } }
  expect(faultsOfFailover(kept)).toEqual([])
  const broken = [
    { lost: 1 },
    { doubled: 1 },
    { foreign: 1 },
    { wrong: 1 },
    { writableSeconds: { median: 20.1, max: 25 } },
    { writableSeconds: { median: 20, max: 25.1 } },
  ]
  for (const change of broken) expect(faultsOfFailover({ ...kept, ...change })).toHaveLength(1)
})
