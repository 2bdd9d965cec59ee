import type { TFunction } from 'i18next'
import { expect, test } from 'vitest'
import { stopCylinders, stopGoods } from './stop-words.ts'

const t = ((key: string, { lines }: { lines: string }) => `${key} ${lines}`) as TFunction
const line = (fullOut: number, emptyIn: number) => ({ product: '20' as const, fullOut, emptyIn })

test('[C2] [E2] a stop that only fetches empties says so in words and weighs nothing', () => {
  const fetching = { lines: [line(0, 3)], gasGrams: 0 }
  expect(stopCylinders(t, fetching)).toMatch(/^orders\.fetches .*3$/)
  expect(stopGoods(t, fetching)).not.toContain('kg')
})

test('[C2] [E2] a stop that is brought gas names what it gets, with its weight', () => {
  const swapped = { lines: [line(2, 5)], gasGrams: 40_000 }
  expect(stopCylinders(t, swapped)).not.toContain('orders.fetches')
  expect(stopGoods(t, swapped)).toMatch(/2・40 kg$/)
})
