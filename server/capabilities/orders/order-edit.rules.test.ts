import type { ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concernsPlan, fieldChanges, linesText, splitLines } from './order-edit.rules.ts'

const base = {
  requestedOn: '2026-11-24',
  slot: 'any' as const,
  priority: 'normal' as const,
  emergencyLevel: null,
  payment: null,
  note: '',
  lines: [{ product: '20' as const, quantity: 2 }],
}

describe('what an edit changes', () => {
  test('[C1] only what differs is a change, in words that stay readable', () => {
    expect(fieldChanges(base, { ...base, lines: [{ product: '20', quantity: 2 }] })).toEqual([])
    expect(
      fieldChanges(base, {
        ...base,
        note: '後門',
        priority: 'emergency',
        emergencyLevel: 1,
        lines: [
          { product: '16', quantity: 1 },
          { product: '20', quantity: 2 },
        ],
      }),
    ).toEqual([
      { field: 'lines', before: '20KG×2', after: '20KG×2 16KG×1' },
      { field: 'priority', before: 'normal', after: 'emergency-1' },
      { field: 'note', before: '', after: '後門' },
    ])
    expect(linesText([])).toBe('')
  })

  test('[C2] a note or the way of paying never takes an order off its plan; anything else does', () => {
    const paid = fieldChanges(base, { ...base, payment: 'monthly' })
    expect(paid).toEqual([{ field: 'payment', before: '', after: 'monthly' }])
    expect(concernsPlan(paid)).toBe(false)
    expect(concernsPlan(fieldChanges(base, { ...base, note: '後門' }))).toBe(false)
    expect(concernsPlan(fieldChanges(base, { ...base, slot: 'morning' }))).toBe(true)
    expect(concernsPlan([])).toBe(false)
  })

  test('[C2] splitting loses and invents no cylinder, and leaves something on both orders', () => {
    const product = fc.constantFrom<ProductCode>('50', '20', '16', 'F20')
    const lines = fc.uniqueArray(fc.record({ product, quantity: fc.integer({ min: 1, max: 9 }) }), {
      selector: line => line.product,
      minLength: 1,
    })
    const part = fc.array(fc.record({ product, quantity: fc.integer({ min: 1, max: 9 }) }), { minLength: 1 })
    fc.assert(
      fc.property(lines, part, (all, wanted) => {
        const count = (list: readonly { product: string; quantity: number }[], code: string) =>
          list.reduce((sum, line) => sum + (line.product === code ? line.quantity : 0), 0)
        const split = splitLines(all, wanted)
        const isPossible =
          wanted.every(line => count(wanted, line.product) <= count(all, line.product)) &&
          all.some(line => count(wanted, line.product) < line.quantity)
        expect(split !== undefined).toBe(isPossible)
        if (!split) return
        for (const { product: code } of all)
          expect(count(split.rest, code) + count(split.part, code)).toBe(count(all, code))
        expect(split.rest.every(line => line.quantity > 0) && split.rest.length > 0).toBe(true)
      }),
    )
  })
})
