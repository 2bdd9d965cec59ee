import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { checkPlan, PlannerProblemError, type Problem, parseProblem, planSync } from './planner.api.ts'
import { plannableProblem, randomProblem } from './testing/random-problem.ts'
import { tinyProblem } from './testing/tiny-problem.ts'

// Nothing here is timed; a crowded machine may take long.
vi.setConfig({ testTimeout: 120_000 })

const base = () =>
  tinyProblem({
    stops: [
      { at: 2, deliver: { 20: 2 } },
      { at: 5, deliver: { 20: 1 } },
    ],
  })

const depot = { id: 'depot', matrixIndex: 0, reloadMinutes: 10 }

function refusalOf(value: unknown): { code: string; path: string } | undefined {
  try {
    parseProblem(value)
    return undefined
  } catch (refusal) {
    if (refusal instanceof PlannerProblemError) return { code: refusal.code, path: refusal.path }
    throw refusal
  }
}

/** A copy of the small problem with the value at a path replaced. */
function withValue(path: (string | number)[], value: unknown): unknown {
  const copy = structuredClone(base()) as unknown as Record<string | number, unknown>
  let at = copy
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>
  at[path.at(-1) as string | number] = value
  return copy
}

describe('parseProblem', () => {
  test('[E1] a sound problem comes back equal', () => {
    expect(parseProblem(base())).toEqual(base())
  })

  test.each<[string, (string | number)[], unknown, string, string]>([
    ['NaN', ['stops', 0, 'serviceMinutes'], Number.NaN, 'range', 'stops[0].serviceMinutes'],
    ['a negative number', ['stops', 1, 'deliver', '20'], -1, 'range', 'stops[1].deliver["20"]'],
    ['half a cylinder', ['stops', 1, 'deliver', '20'], 1.5, 'range', 'stops[1].deliver["20"]'],
    ['infinity', ['vehicles', 0, 'fixedCost'], Number.POSITIVE_INFINITY, 'range', 'vehicles[0].fixedCost'],
    ['a text for a number', ['drivers', 0, 'maxTrips'], '2', 'type', 'drivers[0].maxTrips'],
    ['an unknown field', ['stops', 0, 'wndows'], [], 'unknown-field', 'stops[0].wndows'],
    ['an unknown field at the top', ['colour'], 1, 'unknown-field', 'colour'],
    ['another schema version', ['schemaVersion'], 2, 'type', 'schemaVersion'],
    ['no vehicle', ['vehicles'], [], 'empty', 'vehicles'],
    ['no driver', ['drivers'], [], 'empty', 'drivers'],
    ['no depot', ['depots'], [], 'empty', 'depots'],
    ['an id used twice', ['stops', 1, 'id'], 'a', 'duplicate', 'stops[1].id'],
    ['an unknown size', ['stops', 0, 'deliver'], { 99: 1 }, 'reference', 'stops[0].deliver["99"]'],
    ['an unknown vehicle', ['drivers', 0, 'vehicleId'], 'v9', 'reference', 'drivers[0].vehicleId'],
    ['a place outside the matrix', ['stops', 0, 'matrixIndex'], 17, 'reference', 'stops[0].matrixIndex'],
    ['more than any vehicle carries', ['stops', 0, 'deliver', '20'], 11, 'load', 'stops[0].deliver["20"]'],
    [
      'more back than any vehicle carries',
      ['stops', 0, 'collect'],
      { 20: 11 },
      'load',
      'stops[0].collect["20"]',
    ],
    ['a skill nobody has', ['stops', 0, 'skills'], ['crane'], 'nobody', 'stops[0]'],
    ['a vehicle kind nobody drives', ['stops', 0, 'vehicleKinds'], ['motorcycle'], 'nobody', 'stops[0]'],
    [
      'a window that ends before it begins',
      ['stops', 0, 'windows'],
      [{ fromMinute: 600, toMinute: 500 }],
      'window',
      'stops[0].windows[0].toMinute',
    ],
    [
      'a window before the shift',
      ['stops', 0, 'windows'],
      [{ fromMinute: 300, toMinute: 400 }],
      'window',
      'stops[0].windows',
    ],
    [
      'a shift that ends before it starts',
      ['drivers', 0, 'shiftEndMinute'],
      100,
      'window',
      'drivers[0].shiftEndMinute',
    ],
    ['a ragged matrix', ['travel', 'seconds', 1], [0], 'range', 'travel.seconds[1]'],
    ['a way that only one matrix has', ['travel', 'meters', 1, 2], null, 'range', 'travel.meters[1][2]'],
    [
      'a pin to nobody',
      ['locks'],
      { pins: [{ stopId: 'a', driverId: 'x' }] },
      'reference',
      'locks.pins[0].driverId',
    ],
    [
      'a frozen stop twice',
      ['locks'],
      { prefixes: [{ driverId: 'd0', trips: [['a', 'a']] }] },
      'duplicate',
      'locks.prefixes[0].trips[0][1]',
    ],
    ['a matrix entry that is NaN', ['travel', 'seconds', 1, 2], Number.NaN, 'range', 'travel.seconds[1][2]'],
    ['a negative way', ['travel', 'meters', 2, 1], -5, 'range', 'travel.meters[2][1]'],
    [
      'a shift before midnight',
      ['drivers', 0, 'shiftStartMinute'],
      -30,
      'range',
      'drivers[0].shiftStartMinute',
    ],
    ['a size used twice', ['sizes', 1, 'code'], '20', 'duplicate', 'sizes[1].code'],
    ['no size', ['sizes'], [], 'empty', 'sizes'],
    ['a depot used twice', ['depots', 1], { ...depot }, 'duplicate', 'depots[1].id'],
    [
      'a second depot that no vehicle names',
      ['depots', 1],
      { ...depot, id: 'x' },
      'missing',
      'vehicles[0].depotId',
    ],
    ['a depot that does not exist', ['vehicles', 0, 'depotId'], 'x', 'reference', 'vehicles[0].depotId'],
    [
      'a vehicle used twice',
      ['vehicles', 1],
      { id: 'v0', kind: 'truck', slots: {} },
      'duplicate',
      'vehicles[1].id',
    ],
    [
      'a driver used twice',
      ['drivers', 1],
      { id: 'd0', vehicleId: 'v1', shiftStartMinute: 480, shiftEndMinute: 600 },
      'duplicate',
      'drivers[1].id',
    ],
    [
      'two drivers in one vehicle',
      ['drivers', 1],
      { id: 'd1', vehicleId: 'v0', shiftStartMinute: 480, shiftEndMinute: 600 },
      'duplicate',
      'drivers[1].vehicleId',
    ],
    [
      'more kilograms than any vehicle may weigh',
      ['vehicles', 0, 'maxGrossGrams'],
      79_000,
      'load',
      'stops[0].deliver',
    ],
    [
      'more gas than any vehicle may carry',
      ['vehicles', 0, 'maxNetGasGrams'],
      39_000,
      'load',
      'stops[0].deliver',
    ],
    ['a release after every shift', ['stops', 0, 'releaseMinute'], 1_021, 'window', 'stops[0]'],
    [
      'a service said twice',
      ['stops', 0, 'service'],
      { baseMinutes: 5 },
      'duplicate',
      'stops[0].serviceMinutes',
    ],
    ['23 hours', ['travel', 'hourFactors'], new Array(23).fill(1), 'range', 'travel.hourFactors'],
  ])('[E1] refuses %s and names the field', (_, path, value, code, at) => {
    expect(refusalOf(withValue(path, value))).toEqual({ code, path: at })
  })

  test('[E1] refuses a stop that no way leads to', () => {
    const problem = base()
    if (problem.travel.kind !== 'matrix') throw new Error('the small problem has a matrix')
    ;(problem.travel.seconds[0] as (number | null)[])[1] = null
    ;(problem.travel.meters[0] as (number | null)[])[1] = null
    expect(refusalOf(problem)).toEqual({ code: 'unreachable', path: 'stops[0]' })
  })

  test('[E1] refuses a stop that nobody can come back from', () => {
    const problem = base()
    if (problem.travel.kind !== 'matrix') throw new Error('the small problem has a matrix')
    ;(problem.travel.seconds[2] as (number | null)[])[0] = null
    ;(problem.travel.meters[2] as (number | null)[])[0] = null
    expect(refusalOf(problem)).toEqual({ code: 'unreachable', path: 'stops[1]' })
  })

  test('[E1] a way that is missing between two stops is no contradiction: it is not driven', () => {
    const problem = base()
    if (problem.travel.kind !== 'matrix') throw new Error('the small problem has a matrix')
    for (const [from, to] of [
      [1, 2],
      [2, 1],
    ] as const) {
      ;(problem.travel.seconds[from] as (number | null)[])[to] = null
      ;(problem.travel.meters[from] as (number | null)[])[to] = null
    }
    for (const driver of problem.drivers) driver.maxTrips = 2
    const day = planSync(parseProblem(problem), { iterations: 50 })
    expect(checkPlan(problem, day)).toEqual([])
    expect(day.unassigned).toEqual([])
    expect(day.runs[0]?.trips.map(trip => trip.stops.length)).toEqual([1, 1])
  })

  test.each([undefined, null, 4, 'day', [], true])('[E1] refuses %s as a problem', value => {
    expect(refusalOf(value)).toBeDefined()
  })

  test('[E1] whatever is put in place of a value, the answer is a plan or a typed refusal', () => {
    const junk = fc.oneof(
      fc.constantFrom<unknown>(null, undefined, Number.NaN, -1, 1e308, '', 'x', [], {}, true, [[]], {
        20: -3,
      }),
      fc.double(),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000 }), fc.nat(), junk, (seed, which, value) => {
        const problem = randomProblem(seed, 6)
        const target = slots(problem)
        const slot = target[which % target.length] as Slot
        slot.owner[slot.key] = value
        let parsed: Problem
        try {
          parsed = parseProblem(problem)
        } catch (refusal) {
          expect(refusal).toBeInstanceOf(PlannerProblemError)
          expect((refusal as PlannerProblemError).path).not.toBe('')
          return
        }
        try {
          planSync(parsed, { iterations: 3, seed: 1 })
        } catch (refusal) {
          expect(refusal).toMatchObject({ name: 'PlannerProblemError', code: 'lock' })
        }
      }),
      { numRuns: 600, seed: 20261122 },
    )
  })

  test('[E1] parsing is stable: what was accepted is accepted again', () => {
    for (let seed = 0; seed < 200; seed++) {
      const problem = plannableProblem(seed)
      if (problem) expect(parseProblem(JSON.parse(JSON.stringify(problem)))).toEqual(problem)
    }
  })
})

type Slot = { owner: Record<string, unknown>; key: string }

/** Every place in a value where something could be replaced. */
function slots(value: unknown): Slot[] {
  if (typeof value !== 'object' || value === null) return []
  const owner = value as Record<string, unknown>
  return Object.keys(owner).flatMap(key => [{ owner, key }, ...slots(owner[key])])
}
