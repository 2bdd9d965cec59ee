import { expect, test } from 'vitest'
import { ownVersions } from './own-versions.ts'

test('[E2] what was looked at before one’s own undo, build and publish is still looked at after them', () => {
  const own = ownVersions()
  own.note(7, 8)
  own.note(8, 11)
  own.note(11, 12)
  expect(own.reached(7)).toBe(12)
  expect(own.reached(8)).toBe(12)
  expect(own.reached(12)).toBe(12)
})

test('[E2] a version that somebody else made breaks the chain, and an edit that changed nothing adds none', () => {
  const own = ownVersions()
  own.note(7, 8)
  own.note(9, 10)
  own.note(10, 10)
  expect(own.reached(7)).toBe(8)
  expect(own.reached(9)).toBe(10)
})
