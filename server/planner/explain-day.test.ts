/** Which rule binds the day: each has a day where it does and none where it cannot. */
import { describe, expect, test, vi } from 'vitest'
import { explainDay, type Problem, planSync } from './planner.api.ts'
import { plannableProblem } from './testing/random-problem.ts'
import { tinyProblem } from './testing/tiny-problem.ts'

// Nothing here is timed; a crowded machine may take long.
vi.setConfig({ testTimeout: 120_000 })

const binding = (problem: Problem) =>
  explainDay(problem, planSync(problem, { iterations: 100 }), { iterations: 100 })
const rules = (problem: Problem) => binding(problem).map(each => each.rule)

describe('explainDay', () => {
  test('[E2] windows that force a detour are named with what they cost', () => {
    const problem = tinyProblem({
      stops: [
        { at: 10, windows: [{ fromMinute: 480, toMinute: 495 }] },
        { at: -10, windows: [{ fromMinute: 505, toMinute: 520 }] },
        { at: 11, windows: [{ fromMinute: 540, toMinute: 560 }] },
      ],
    })
    expect(binding(problem)[0]).toMatchObject({ rule: 'windows', servesMore: 0 })
    expect(binding(problem)[0]?.saving).toBeGreaterThan(0)
  })

  test('[E2] what keeps stops out comes first: the shift, the load, the trips', () => {
    const long = tinyProblem({ stops: [{ at: 10 }, { at: 25 }], drivers: [{ shiftEndMinute: 510 }] })
    expect(binding(long)[0]).toMatchObject({ rule: 'shift', servesMore: 1 })
    const heavy = tinyProblem({
      stops: [
        { at: 5, deliver: { 20: 6 } },
        { at: 6, deliver: { 20: 6 } },
      ],
    })
    expect(rules(heavy)).toEqual(expect.arrayContaining(['load', 'trips']))
    expect(binding(heavy).every(each => each.servesMore === 1)).toBe(true)
  })

  test('[E2] skills, vehicle kinds and pins that send a second driver out are named', () => {
    const vehicles = [{ fixedCost: 100 }, { fixedCost: 100, kind: 'motorcycle' as const }]
    const skilled = tinyProblem({
      stops: [
        { at: 5, skills: ['stairs'] },
        { at: 6, vehicleKinds: ['motorcycle'] },
      ],
      drivers: [{ skills: ['stairs'] }, {}],
      vehicles,
    })
    expect(rules(skilled)).toEqual(expect.arrayContaining(['skills', 'vehicle-kinds']))
    const pins = [
      { stopId: 'a', driverId: 'd0' },
      { stopId: 'b', driverId: 'd1' },
    ]
    const pinned = tinyProblem({
      stops: [{ at: 5 }, { at: 6 }],
      drivers: [{}, {}],
      vehicles,
      rest: { locks: { pins } },
    })
    expect(rules(pinned)).toEqual(['locks'])
  })

  test('[E2] a day that nothing binds has no binding rule', () => {
    expect(rules(tinyProblem({ stops: [{ at: 5 }, { at: 6 }] }))).toEqual([])
  })

  test('[E2] on rich days every figure is a saving', () => {
    for (let seed = 0; seed < 12; seed++) {
      const problem = plannableProblem(seed, 10)
      if (!problem || problem.locks?.prefixes) continue
      for (const each of binding(problem)) expect(each.saving + each.servesMore).toBeGreaterThan(0)
    }
  })
})
