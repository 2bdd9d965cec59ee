/** What keeps a stop out, and what it would cost to let it in. */
import { describe, expect, test, vi } from 'vitest'
import { explainLeftOut, parseProblem, planSync } from './planner.api.ts'
import { plannableProblem } from './testing/random-problem.ts'
import { type TinyOptions, tinyProblem } from './testing/tiny-problem.ts'

// Nothing here is timed; a crowded machine may take long.
vi.setConfig({ testTimeout: 120_000 })

/** The stops left out of a day on a line, where a kilometre costs NT$10. */
function leftOut(options: TinyOptions) {
  const problem = parseProblem(tinyProblem(options))
  return explainLeftOut(problem, planSync(problem, { iterations: 100 }))
}

describe('explainLeftOut', () => {
  test('[E2] a shift that is too short: an hour more costs the way there and back', () => {
    const [only, ...more] = leftOut({ stops: [{ at: 10 }, { at: 25 }], drivers: [{ shiftEndMinute: 510 }] })
    expect(more).toEqual([])
    expect(only).toMatchObject({ stopId: 'b', reason: 'time' })
    expect(only?.lifts).toEqual([{ rule: 'shift', cost: 300, driverId: 'd0' }])
    expect(only).not.toHaveProperty('insertionCost')
  })

  test('[E2] a full vehicle: more room is the cheapest, a further trip the dearer way', () => {
    const [only] = leftOut({
      stops: [
        { at: 5, deliver: { 20: 6 } },
        { at: 6, deliver: { 20: 6 } },
      ],
    })
    expect(only?.reason).toBe('load')
    expect(only?.lifts.map(lift => lift.rule)).toEqual(['load', 'trips'])
    expect(only?.lifts[0]?.cost).toBeLessThan(only?.lifts[1]?.cost ?? 0)
  })

  test('[E2] windows that exclude each other: only the window of the stop that is out is lifted', () => {
    const [only] = leftOut({
      stops: [
        { at: 10, windows: [{ fromMinute: 490, toMinute: 495 }], priority: 'urgent' },
        { at: -10, windows: [{ fromMinute: 490, toMinute: 495 }] },
      ],
    })
    expect(only).toMatchObject({ stopId: 'b', reason: 'time' })
    expect(only?.lifts).toEqual([{ rule: 'windows', cost: 200, driverId: 'd0' }])
  })

  test('[E2] a pin: another driver would come', () => {
    const [only] = leftOut({
      stops: [
        { at: 10, deliver: { 20: 8 }, priority: 'urgent' },
        { at: 11, deliver: { 20: 8 } },
      ],
      drivers: [{}, {}],
      rest: {
        locks: {
          pins: [
            { stopId: 'a', driverId: 'd0' },
            { stopId: 'b', driverId: 'd0' },
          ],
        },
      },
    })
    expect(only).toMatchObject({ stopId: 'b', reason: 'lock' })
    expect(only?.lifts).toContainEqual({ rule: 'locks', cost: 220, driverId: 'd1' })
  })

  test('[E2] an optional stop that is not worth its way says what it would cost, and nothing to lift', () => {
    const [only] = leftOut({ stops: [{ at: 5 }, { at: 30, skipCost: 100 }] })
    expect(only).toEqual({ stopId: 'b', reason: 'skipped', insertionCost: 500, lifts: [] })
  })

  test('[E2] on rich days every stop left out is answered in order, by drivers of the day, the cheapest lift first', () => {
    let lifted = 0
    for (let seed = 1; seed <= 40; seed++) {
      const problem = plannableProblem(seed)
      if (!problem) continue
      const plan = planSync(problem, { iterations: 60, seed })
      const answers = explainLeftOut(problem, plan)
      expect(answers.map(each => each.stopId)).toEqual(plan.unassigned.map(each => each.stopId))
      const drivers = problem.drivers.map(driver => driver.id)
      for (const { lifts } of answers) {
        const costs = lifts.map(lift => lift.cost)
        expect(costs).toEqual(costs.toSorted((one, other) => one - other))
        for (const { driverId } of lifts) expect(drivers).toContain(driverId)
        lifted += lifts.length
      }
    }
    expect(lifted).toBeGreaterThan(0)
  })
})
