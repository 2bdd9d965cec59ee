import fc from 'fast-check'
import { expect, test } from 'vitest'
import { uuidv7 } from './ids.ts'

test('[C3] an id is a UUIDv7 that carries its millisecond, sorts by it and is never made twice', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 47 }), nowMs => {
      const id = uuidv7(nowMs)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(nowMs)
      expect(uuidv7(nowMs + 1) > id).toBe(true)
    }),
  )
  expect(new Set(Array.from({ length: 10_000 }, () => uuidv7(1_800_000_000_000))).size).toBe(10_000)
})
