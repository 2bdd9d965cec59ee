import type { Message } from '@luckygas/contract/endpoints/messages.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  acknowledged,
  emptyMailbox,
  type Mailbox,
  marksTold,
  marksToTell,
  opened,
  received,
  standingOf,
  unreadOf,
  urgentOf,
} from './mailbox.rules.ts'

const message = (sequence: number, change: Partial<Message> = {}): Message => ({
  id: `m${sequence}`,
  sequence,
  side: 'office',
  authorName: '辦公室',
  body: '請回電',
  isUrgent: false,
  isBroadcast: false,
  stopId: null,
  stopName: null,
  orderId: null,
  writtenAt: null,
  sentAt: '2026-11-23T01:00:00.000Z',
  deliveredAt: null,
  readAt: null,
  acknowledgedAt: null,
  ...change,
})
const written = (id: string) => ({
  id,
  body: '知道了',
  stopId: null,
  stopName: null,
  writtenAt: '2026-11-23T01:00:00.000Z',
  isRefused: false,
})

test('[F2] words stay in the outbox until the office has them, and are never shown twice', () => {
  const waiting: Mailbox = { ...emptyMailbox(), outbox: [written('m2'), written('m9')] }
  const after = received(waiting, [message(2, { side: 'driver' }), message(1)], [])
  expect(after.messages.map(({ id }) => id)).toEqual(['m1', 'm2'])
  expect(after.outbox.map(({ id }) => id)).toEqual(['m9'])
  expect(after.marks.deliveredUpTo).toBe(1)
})

test('[F2] what is opened is read, also before the office hears of it', () => {
  const mailbox = received(emptyMailbox(), [message(1, { readAt: 'x' }), message(2), message(3)], [])
  expect(unreadOf(mailbox).map(({ sequence }) => sequence)).toEqual([2, 3])
  const seen = opened(mailbox)
  expect(unreadOf(seen)).toEqual([])
  expect(opened(seen)).toBe(seen)
  expect(marksToTell(seen)).toEqual({ deliveredUpTo: 3, readUpTo: 3, acknowledged: [] })
  const told = marksTold(seen, seen.marks)
  expect(marksToTell(told)).toBeNull()
})

test('[F2] urgent words ask until they are acknowledged here or on another phone', () => {
  const all = [
    message(1, { isUrgent: true, acknowledgedAt: 'x' }),
    message(2, { isUrgent: true }),
    message(3, { isUrgent: true }),
  ]
  const mailbox = received(emptyMailbox(), all, [])
  expect(urgentOf(mailbox).map(({ id }) => id)).toEqual(['m2', 'm3'])
  const known = acknowledged(mailbox, 'm2')
  expect(acknowledged(known, 'm2')).toBe(known)
  expect(urgentOf(known).map(({ id }) => id)).toEqual(['m3'])
  expect(marksToTell(known)?.acknowledged).toEqual(['m2'])
})

test('[F2] the marks told never exceed the marks made, whatever is told in whatever order', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('open' as const) }),
    fc.record({ do: fc.constant('tell' as const) }),
    fc.record({ do: fc.constant('acknowledge' as const), id: fc.integer({ min: 1, max: 6 }) }),
    fc.record({ do: fc.constant('receive' as const), upTo: fc.integer({ min: 0, max: 6 }) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), steps => {
      let mailbox = emptyMailbox()
      for (const each of steps) {
        if (each.do === 'open') mailbox = opened(mailbox)
        if (each.do === 'acknowledge') mailbox = acknowledged(mailbox, `m${each.id}`)
        if (each.do === 'receive') {
          const all = Array.from({ length: each.upTo }, (_, n) => message(n + 1, { isUrgent: n % 2 === 0 }))
          mailbox = received(mailbox, all, [])
        }
        const marks = each.do === 'tell' ? marksToTell(mailbox) : null
        if (marks !== null) {
          mailbox = marksTold(mailbox, marks)
          expect(marksToTell(mailbox)).toBeNull()
        }
        expect(mailbox.told.readUpTo).toBeLessThanOrEqual(mailbox.marks.readUpTo)
        expect(mailbox.marks.readUpTo).toBeLessThanOrEqual(mailbox.marks.deliveredUpTo)
      }
    }),
  )
})

test('[F2] an own message says how far it has come', () => {
  expect(standingOf(message(1))).toBe('sent')
  expect(standingOf(message(1, { deliveredAt: 'x' }))).toBe('delivered')
  expect(standingOf(message(1, { deliveredAt: 'x', readAt: 'y' }))).toBe('read')
})
