import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayFixture, ids, stopFixture } from '../../testkit/day-fixture.ts'
import { arriveAt, deliverAt, failAt, undoAt } from '../../testkit/phone.ts'
import { keepStops, projectDay } from './day.rules.ts'
import type { CommandDraft, DriverCommand } from './outbox.types.ts'

const numbered = (drafts: readonly CommandDraft[]): DriverCommand[] =>
  drafts.map(
    (draft, index) => ({ ...draft, id: `command-${index}`, deviceSequence: index + 1 }) as DriverCommand,
  )
const stock = (day: ReturnType<typeof dayFixture>, type: string) =>
  day.run?.onTruck.find(row => row.cylinderType === type)

describe('the day with what was stated since', () => {
  test('[F1] a swap moves fulls off, empties on and the money into the hand', () => {
    const day = projectDay(dayFixture(), numbered([arriveAt(1), deliverAt(1, 'a')]))
    expect(day.stops[0]).toMatchObject({ state: 'done', delivery: { id: 'a', amountPaidNtd: '1720' } })
    expect(stock(day, '20')).toEqual({ cylinderType: '20', full: 8, empty: 2 })
    expect(day.run?.cashInHandNtd).toBe('3720')
  })

  test('[F1] a correction takes back exactly what was recorded', () => {
    const day = projectDay(
      dayFixture(),
      numbered([deliverAt(1, 'a'), undoAt(1, 'a'), deliverAt(1, 'b', 1, '860')]),
    )
    expect(stock(day, '20')).toEqual({ cylinderType: '20', full: 9, empty: 1 })
    expect(day.run?.cashInHandNtd).toBe('2860')
  })

  test('[F4] loading a trip adds its fulls once and takes empties off', () => {
    const load = (full: number, trip = 2): CommandDraft => ({
      kind: 'load_out',
      businessDate: '2026-11-23',
      runId: ids.run,
      trip,
      full: { '16': full },
      returnedFull: { '50': 1 },
      returnedEmpty: {},
      reason: '',
    })
    const day = projectDay(dayFixture(), numbered([load(5), load(5)]))
    expect(stock(day, '16')).toEqual({ cylinderType: '16', full: 5, empty: 0 })
    expect(stock(day, '50')?.full).toBe(3)
    expect(day.run?.loadedTrips).toEqual([1, 2])
  })

  test('[F4] a visit to the depot within a trip counts once, also when the day from the server has it already', () => {
    const visit = (id: string, full: number): CommandDraft => ({
      kind: 'load_out',
      businessDate: '2026-11-23',
      runId: ids.run,
      trip: 1,
      full: { '16': full },
      returnedFull: {},
      returnedEmpty: {},
      reason: '',
      depotVisit: { id, purpose: 'more' },
    })
    const both = numbered([visit('v1', 2), visit('v2', 3)])
    const day = projectDay(dayFixture(), both)
    expect(stock(day, '16')?.full).toBe(5)
    expect(day.run).toMatchObject({ loadedTrips: [1], depotVisits: ['v1', 'v2'] })
    expect(projectDay(day, both)).toEqual(day)
  })

  test('[F2] facts about a stop that is gone still move cylinders and money', () => {
    const day = projectDay(dayFixture({ stops: [stopFixture(2)] }), numbered([deliverAt(1, 'a')]))
    expect(stock(day, '20')?.full).toBe(8)
    expect(day.run?.cashInHandNtd).toBe('3720')
  })

  test('[F2] yesterday’s run on its way leaves today alone', () => {
    const other = { ...deliverAt(1, 'a'), runId: 'another' } as CommandDraft
    expect(projectDay(dayFixture(), numbered([other]))).toEqual(dayFixture())
  })

  test('[F2] a stop taken away while its draft is open stays readable as cancelled', () => {
    const next = dayFixture({ stops: [stopFixture(1)] })
    const kept = keepStops(dayFixture(), next, new Set([ids.stop(3)]))
    expect(kept.stops.map(stop => [stop.id, stop.state])).toEqual([
      [ids.stop(1), 'published'],
      [ids.stop(3), 'cancelled'],
    ])
  })
})

/** A plausible history: each stop is arrived at, delivered or failed, and perhaps corrected. */
const history = fc
  .array(
    fc.record({
      stop: fc.integer({ min: 1, max: 3 }),
      fullOut: fc.integer({ min: 0, max: 4 }),
      fate: fc.nat(2),
    }),
    {
      maxLength: 12,
    },
  )
  .map(visits =>
    numbered(
      visits.flatMap(({ stop, fullOut, fate }, index) => {
        const id = `delivery-${index}`
        const first = fate === 0 ? failAt(stop, id) : deliverAt(stop, id, fullOut, String(fullOut * 860))
        return fate === 2 ? [arriveAt(stop), first, undoAt(stop, id)] : [arriveAt(stop), first]
      }),
    ),
  )

describe('[F2] replay', () => {
  test('[F2] does not depend on the order of reading, nor on how often a command is read', () => {
    fc.assert(
      fc.property(history, fc.integer(), (commands, seed) => {
        const shuffled = [...commands, ...commands].sort(
          (a, b) => ((a.deviceSequence * seed) % 7) - ((b.deviceSequence * seed) % 7),
        )
        expect(projectDay(dayFixture(), shuffled)).toEqual(projectDay(dayFixture(), commands))
      }),
    )
  })

  test('[F2] may be cut anywhere: a snapshot that contains the first part plus the rest is the same day', () => {
    fc.assert(
      fc.property(history, fc.nat(40), (commands, at) => {
        const cut = Math.min(at, commands.length)
        const snapshot = projectDay(dayFixture(), commands.slice(0, cut))
        expect(projectDay(snapshot, commands.slice(cut))).toEqual(projectDay(dayFixture(), commands))
      }),
    )
  })

  test('[F4] never makes or loses a cylinder of what was loaded and delivered', () => {
    fc.assert(
      fc.property(history, commands => {
        const day = projectDay(dayFixture(), commands)
        const standing = day.stops.flatMap(stop => stop.delivery?.lines ?? [])
        const revisited = commands.filter(command => command.kind === 'deliver').length !== standing.length
        const out = standing.reduce((sum, line) => sum + line.fullOut, 0)
        if (!revisited) expect(stock(day, '20')).toEqual({ cylinderType: '20', full: 10 - out, empty: out })
      }),
    )
  })
})
