import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideCell, mergeRow } from './cell-merge.rules.ts'

const text = fc.constantFrom('', '1', '2', '3')
const row = fc.record({ a: text, b: text, c: text })
const nothing = new Set<string>()

describe('re-import, cell by cell', () => {
  test.each([
    ['1', '1', '1', 'same'],
    ['1', '1', '2', 'take'],
    ['1', '2', '1', 'keep'],
    ['1', '2', '2', 'same'],
    ['1', '2', '3', 'conflict'],
    [undefined, '', '1', 'take'],
    [undefined, '2', '1', 'conflict'],
  ] as const)('[A1] last import %j, here %j, file %j: %s', (base, ours, theirs, decision) => {
    expect(decideCell(base, ours, theirs)).toBe(decision)
  })

  test('[A1] the same file twice changes nothing, whatever was edited here between', () => {
    fc.assert(
      fc.property(row, row, (file, ours) => {
        const again = mergeRow(file, ours, file, nothing)
        expect(again.changes).toEqual([])
        expect(again.conflicts).toEqual([])
        expect(again.texts).toEqual(ours)
      }),
    )
  })

  test('[A1] without edits here the file wins entirely; without changes in the file nothing is written', () => {
    fc.assert(
      fc.property(row, row, (before, after) => {
        const merge = mergeRow(before, before, after, nothing)
        expect(merge.texts).toEqual(after)
        expect(merge.conflicts).toEqual([])
      }),
    )
  })

  test('[A1] an edit made here is never lost without a person deciding', () => {
    fc.assert(
      fc.property(row, row, row, (base, ours, theirs) => {
        const merge = mergeRow(base, ours, theirs, nothing)
        for (const key of ['a', 'b', 'c'] as const)
          if (ours[key] !== base[key]) expect(merge.texts[key]).toBe(ours[key])
      }),
    )
  })

  test('[A1] a cell that could not be read leaves what is here', () => {
    const merge = mergeRow({ a: '1' }, { a: '1' }, { a: '' }, new Set(['a']))
    expect(merge).toEqual({ texts: { a: '1' }, changes: [], conflicts: [] })
  })
})
