import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arriveAt, deliverAt, undoAt } from '../../testkit/phone.ts'
import { meaningOf, nextToSend, onceKeyOf, retryDelayMs, summarise } from './outbox.rules.ts'
import type { DriverCommand, OutboxEntry } from './outbox.types.ts'

const entry = (deviceSequence: number, change: Partial<OutboxEntry> = {}): OutboxEntry => ({
  id: `entry-${deviceSequence}`,
  command: {
    ...arriveAt(1),
    deviceSequence,
    deviceAt: `2026-11-23T02:0${deviceSequence}:00.000Z`,
  } as DriverCommand,
  authorId: 'lin',
  authorName: '林阿海',
  stop: null,
  status: 'waiting',
  isHeld: false,
  attempts: 0,
  refusal: null,
  onceKey: '',
  ...change,
})

describe('what goes next', () => {
  test('[F2] the oldest waiting fact of the author, whatever order they were read in', () => {
    expect(nextToSend([entry(3), entry(1), entry(2)], 'lin')?.id).toBe('entry-1')
  })
  test('[F2] a fact that is still being finished holds back everything behind it', () => {
    expect(nextToSend([entry(1, { isHeld: true }), entry(2)], 'lin')).toBeUndefined()
  })
  test('[F2] a parked fact steps aside, and another driver’s facts are never sent', () => {
    expect(nextToSend([entry(1, { status: 'parked' }), entry(2)], 'lin')?.id).toBe('entry-2')
    expect(nextToSend([entry(1, { authorId: 'wang' })], 'lin')).toBeUndefined()
  })
})

describe('what an answer means', () => {
  const cases: [status: number, code: string, attempts: number, meaning: string][] = [
    [0, 'network.offline', 9, 'try-again'],
    [429, 'platform.too-many', 1, 'try-again'],
    [503, 'platform.busy', 50, 'try-again'],
    [401, 'identity.token-expired', 1, 'sign-in'],
    [403, 'deliveries.not-a-driver', 1, 'sign-in'],
    [400, 'request.invalid', 1, 'park'],
    [404, 'deliveries.stop-not-found', 1, 'park'],
    [422, 'idempotency.key-reused', 1, 'park'],
    [409, 'deliveries.sequence-reused', 1, 'new-device'],
    [500, 'platform.defect', 1, 'try-again'],
    [500, 'platform.defect', 5, 'park'],
  ]
  test.each(cases)('[F2] %i %s at attempt %i: %s', (status, code, attempts, meaning) => {
    expect(meaningOf(status, code, attempts)).toBe(meaning)
  })
})

test('[S4] waits grow, stay under the cap, never collapse to nothing and obey the server', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (failures, random) => {
        const delayMs = retryDelayMs(failures, random)
        expect(delayMs).toBeGreaterThanOrEqual(1_000)
        expect(delayMs).toBeLessThanOrEqual(60_000)
        expect(retryDelayMs(failures, random, 90)).toBeGreaterThanOrEqual(90_000)
      },
    ),
  )
})

test('[F2] the badge counts the author’s own records and names the others’', () => {
  const summary = summarise(
    [
      entry(2),
      entry(1),
      entry(3, { status: 'parked' }),
      entry(4, { authorId: 'wang', authorName: '王小明' }),
    ],
    'lin',
  )
  expect(summary.waiting.map(({ id }) => id)).toEqual(['entry-1', 'entry-2'])
  expect(summary.parked).toHaveLength(1)
  expect(summary.sinceAt).toBe('2026-11-23T02:01:00.000Z')
  expect(summary.others).toEqual([{ name: '王小明', count: 1 }])
})

test('[F2] the same fact has the same key; a delivery is delivered or failed, and its correction is another fact', () => {
  expect(onceKeyOf(deliverAt(1, 'a'))).toBe(onceKeyOf({ ...deliverAt(2, 'a') }))
  expect(onceKeyOf(undoAt(1, 'a'))).not.toBe(onceKeyOf(deliverAt(1, 'a')))
  expect(onceKeyOf(arriveAt(1))).not.toBe(onceKeyOf(arriveAt(2)))
})
