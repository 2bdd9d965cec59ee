import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayFixture, stopFixture } from '../../../testkit/day-fixture.ts'
import { draftAmount, missingEmpties, newDraft, withLine } from './deliver.rules.ts'
import { linesFor, type OtherWay, otherWays, withFulls, withOther } from './swap.rules.ts'

const day = dayFixture()
const stop = stopFixture(1)
const draft = newDraft(stop, () => 'id')
const brief = (of: typeof draft) => of.lines.map(line => [line.product, line.fullOut, line.emptyIn])
const missing = (of: typeof draft) => of.lines.map(line => missingEmpties(line, of.lines))

describe('not as ordered', () => {
  test('[F1] half the cylinders is half a swap; empties that differ already stay', () => {
    expect(brief(withFulls(draft, '20', 1))).toEqual([['20', 1, 1]])
    const short = withLine(draft, '20', { emptyIn: 1 })
    expect(brief(withFulls(short, '20', 3))).toEqual([['20', 3, 1]])
    expect(missing(withFulls(short, '20', 3))).toEqual([2])
  })

  test('[F1] another size instead brings back the empties of the first, and nothing is missing', () => {
    const swapped = withOther(draft, 'send', '20', '16')
    expect(brief(swapped)).toEqual([
      ['20', 0, 2],
      ['16', 2, 0],
    ])
    expect(missing(swapped)).toEqual([0, 0])
    expect(draftAmount(swapped, stop, day.prices).amountDueNtd).toBe(1400n)
  })

  test('[F1] other empties than those that went out are taken as they are', () => {
    const taken = withOther(draft, 'take', '20', '16')
    expect(brief(taken)).toEqual([
      ['20', 2, 0],
      ['16', 0, 2],
    ])
    expect(missing(taken)).toEqual([0, 0])
    expect(draftAmount(taken, stop, day.prices).amountDueNtd).toBe(1720n)
    // One of them does not come: the missing one is asked about where it went out.
    expect(missing(withLine(taken, '16', { emptyIn: 1 }))).toEqual([1, 0])
  })

  test('[F1] one more of another size is a swap of its own, again and again', () => {
    const more = withOther(withOther(draft, 'add', undefined, '50'), 'add', undefined, '50')
    expect(brief(more)).toEqual([
      ['20', 2, 2],
      ['50', 2, 2],
    ])
    expect(brief(withOther(draft, 'send', '16', '50'))).toEqual([
      ['20', 2, 2],
      ['50', 1, 1],
    ])
  })

  test('[F1] only lines with something to replace are offered', () => {
    const swapped = withOther(draft, 'send', '20', '16')
    expect(linesFor(swapped, 'send').map(line => line.product)).toEqual(['16'])
    expect(linesFor(swapped, 'take').map(line => line.product)).toEqual(['20'])
    expect(linesFor(swapped, 'add')).toEqual([])
  })

  test('[F1] whatever is chosen, replacing changes no total and deposits never exceed what is missing', () => {
    const product = fc.constantFrom('50' as const, '20' as const, '16' as const)
    const step = fc.record({
      way: fc.constantFrom<OtherWay>(...otherWays.filter(way => way !== 'add')),
      from: product,
      to: product,
      deposit: fc.nat(3),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), steps => {
        let now = withLine(withFulls(draft, '20', 5), '20', { emptyIn: 3 })
        for (const { way, from, to, deposit } of steps) {
          if (linesFor(now, way).some(line => line.product === from) && from !== to)
            now = withOther(now, way, from, to)
          now = withLine(now, to, { depositsTaken: deposit })
        }
        const sum = (field: 'fullOut' | 'emptyIn' | 'depositsTaken') =>
          now.lines.reduce((total, line) => total + line[field], 0)
        expect([sum('fullOut'), sum('emptyIn')]).toEqual([5, 3])
        expect(sum('depositsTaken')).toBeLessThanOrEqual(2)
      }),
    )
  })
})
