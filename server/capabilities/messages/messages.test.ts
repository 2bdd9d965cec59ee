import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Message } from '../../../contract/endpoints/messages.ts'
import { dayFixture, testDeps } from '../../testkit/delivery-day.ts'
import { get, send, testActor, testApp } from '../../testkit/test-app.ts'
import { makeMessages } from './messages.api.ts'

/** Two drivers, an office, and the messages between them. */
async function messagesDay() {
  const day = await dayFixture()
  const { dispatch } = testDeps
  const messages = makeMessages({
    readDriver: dispatch.readDriver,
    readDrivers: dispatch.readDrivers,
    readUserNames: testDeps.readUserNames,
    readStopNames: async (db, ids) =>
      new Map((await dispatch.readStops(db, ids)).map(stop => [stop.id, '店'])),
  })
  const app = await testApp({
    db: day.db,
    clock: day.clock,
    authenticate: async token =>
      day.actors.get(token) ?? testActor(token as Parameters<typeof testActor>[0], day.depotId),
    routes: messages.routes,
  })
  const write = (body: string, given: Record<string, unknown> = {}) => ({
    id: randomUUID(),
    body,
    writtenAt: day.clock.now().toISOString(),
    ...given,
  })
  return {
    ...day,
    app,
    say: (token: string, body: string, given: Record<string, unknown> = {}) =>
      send(app, 'POST', '/api/driver/messages', token, write(body, given)),
    tell: (body: string, given: Record<string, unknown> = {}, who = 'office') =>
      send(app, 'POST', '/api/messages', who, { id: randomUUID(), driverIds: null, body, ...given }),
    onPhone: async (token: string) =>
      (await get(app, '/api/driver/messages', token)).json().messages as Message[],
    threads: async () => (await get(app, '/api/messages/threads', 'office')).json().threads,
    mark: (token: string, marks: Record<string, unknown>) =>
      send(app, 'POST', '/api/driver/messages/marks', token, { deliveredUpTo: 0, readUpTo: 0, ...marks }),
  }
}

test('[F2] what a driver wrote offline arrives once, with both clocks, at its place, beside its stop', async () => {
  const day = await messagesDay()
  const stop = day.stopsA[0] as { id: string }
  const words = {
    id: randomUUID(),
    body: ' 客人不在，請打電話 ',
    stopId: stop.id,
    writtenAt: '2026-11-22T23:00:00.000Z',
  }
  const first = await send(day.app, 'POST', '/api/driver/messages', day.a.token, words)
  expect(first.json()).toMatchObject({
    sequence: 1,
    side: 'driver',
    authorName: '司機A',
    body: '客人不在，請打電話',
    stopName: '店',
    writtenAt: '2026-11-22T23:00:00.000Z',
    readAt: null,
  })
  // The same words again under another key: a phone that lost the answer and its memory of the key.
  expect((await send(day.app, 'POST', '/api/driver/messages', day.a.token, words)).json().sequence).toBe(1)
  await day.say(day.a.token, '會晚 10 分鐘')
  expect((await day.onPhone(day.a.token)).map(({ sequence }) => sequence)).toEqual([1, 2])
  expect(await day.onPhone(day.b.token)).toEqual([])
  const stolen = await send(day.app, 'POST', '/api/driver/messages', day.b.token, words)
  expect(stolen.json().code).toBe('messages.driver-not-found')
  expect(await day.threads()).toMatchObject([
    { letter: 'A', unread: 2, unacknowledged: 0, last: { body: '會晚 10 分鐘' } },
    { letter: 'B', unread: 0, last: null },
  ])
})

test('[F2] the office reads, and the driver sees that it did; marks never go back', async () => {
  const day = await messagesDay()
  await day.say(day.a.token, '一')
  await day.say(day.a.token, '二')
  const read = (readUpTo: number, who = 'office') =>
    send(day.app, 'POST', '/api/messages/read', who, { driverId: day.a.id, readUpTo })
  await read(1)
  expect((await day.onPhone(day.a.token)).map(({ readAt }) => readAt !== null)).toEqual([true, false])
  const [{ readAt }] = (await day.onPhone(day.a.token)) as [Message]
  day.clock.advanceMs(60_000)
  await read(2)
  await read(0)
  const now = await day.onPhone(day.a.token)
  expect([now[0]?.readAt, now[1]?.readAt !== null]).toEqual([readAt, true])
  expect((await day.threads())[0].unread).toBe(0)
})

test('[F2] a broadcast reaches every driver with marks of his own, and an urgent one waits for each “knows it”', async () => {
  const day = await messagesDay()
  const sent = await day.tell('颱風，停止配送，請就近避風', { isUrgent: true })
  expect(sent.json().messageIds).toHaveLength(2)
  const [forA] = (await day.onPhone(day.a.token)) as [Message]
  expect(forA).toMatchObject({ isBroadcast: true, isUrgent: true, acknowledgedAt: null, deliveredAt: null })
  expect((await day.threads()).map((thread: { unacknowledged: number }) => thread.unacknowledged)).toEqual([
    1, 1,
  ])
  await day.mark(day.a.token, { deliveredUpTo: 1 })
  expect((await day.onPhone(day.a.token))[0]).toMatchObject({ readAt: null, acknowledgedAt: null })
  await day.mark(day.a.token, { readUpTo: 1, acknowledged: [forA.id] })
  await day.mark(day.a.token, { readUpTo: 1, acknowledged: [forA.id] })
  expect((await day.onPhone(day.a.token))[0]?.acknowledgedAt).not.toBeNull()
  // B has not, and A cannot do it for him.
  const [forB] = (await day.onPhone(day.b.token)) as [Message]
  await day.mark(day.a.token, { acknowledged: [forB.id] })
  expect((await day.threads()).map((thread: { unacknowledged: number }) => thread.unacknowledged)).toEqual([
    0, 1,
  ])
  const audit = await day.db
    .selectFrom('audit')
    .select(['action', 'after'])
    .where('entity', '=', 'message')
    .orderBy('id')
    .execute()
  expect(audit.map(row => row.action)).toEqual(['message.broadcast', 'message.acknowledge'])
  expect(JSON.stringify(audit)).not.toContain('颱風')
})

test('[F2] sent at the same moment from both sides, every message has its own place and none is skipped', async () => {
  const day = await messagesDay()
  await Promise.all([
    ...Array.from({ length: 6 }, (_, n) => day.say(day.a.token, `甲${n}`)),
    ...Array.from({ length: 6 }, (_, n) => day.tell(`乙${n}`)),
  ])
  const places = (await day.onPhone(day.a.token)).map(({ sequence }) => sequence)
  expect(places).toEqual(Array.from({ length: 12 }, (_, n) => n + 1))
  expect(await day.onPhone(day.b.token)).toHaveLength(6)
})

test('[F2] the same message again under another key, or twice at the same moment, is one message on both sides', async () => {
  const day = await messagesDay()
  const said = { id: randomUUID(), writtenAt: day.clock.now().toISOString() }
  const both = await Promise.all([day.say(day.a.token, '會晚', said), day.say(day.a.token, '會晚', said)])
  expect(both.map(reply => [reply.statusCode, reply.json().sequence])).toEqual([
    [200, 1],
    [200, 1],
  ])
  const told = { id: randomUUID() }
  const twice = await Promise.all([day.tell('颱風', told), day.tell('颱風', told)])
  const again = await day.tell('颱風', told)
  const ids = again.json().messageIds
  expect(ids).toHaveLength(2)
  expect(twice.map(reply => reply.json().messageIds)).toEqual([ids, ids])
  expect((await day.onPhone(day.a.token)).map(({ sequence }) => sequence)).toEqual([1, 2])
  for (const reply of [
    await day.tell('別的話', told),
    await day.tell('颱風', told, 'manager'),
    await day.tell('會晚', said),
    await day.say(day.a.token, '別的話', said),
  ])
    expect([reply.statusCode, reply.json().code]).toEqual([422, 'idempotency.key-reused'])
})

test('[F2] a long thread is read page by page, oldest first', async () => {
  const day = await messagesDay()
  for (let n = 1; n <= 65; n += 1) await day.tell(`第 ${n} 則`, { driverIds: [day.a.id] })
  const page = async (query: string) =>
    (await get(day.app, `/api/messages?driverId=${day.a.id}${query}`, 'office')).json()
  const newest = await page('')
  expect([newest.messages[0].sequence, newest.messages.at(-1).sequence, newest.hasOlder]).toEqual([
    6,
    65,
    true,
  ])
  const older = await page('&before=6')
  expect([older.messages.length, older.hasOlder, older.messages[0].isBroadcast]).toEqual([5, false, false])
})

test('[F2] [N1] empty, too long, to strangers, or by those who may not: refused with words', async () => {
  const day = await messagesDay()
  expect((await day.say(day.a.token, '   ')).statusCode).toBe(400)
  expect((await day.say(day.a.token, '\u202E')).json().code).toBe('messages.empty')
  expect((await day.say(day.a.token, '長'.repeat(501))).statusCode).toBe(400)
  expect((await day.tell('好', { driverIds: [randomUUID()] })).json().code).toBe('messages.driver-not-found')
  expect((await day.tell('好', {}, day.a.token)).statusCode).toBe(403)
  expect((await get(day.app, '/api/driver/messages', 'driver')).json().code).toBe('messages.not-a-driver')
  expect((await day.say('driver', '好')).json().code).toBe('messages.not-a-driver')
  expect((await day.mark('driver', {})).json().code).toBe('messages.not-a-driver')
  const nobody = (path: string) => get(day.app, `${path}?driverId=${randomUUID()}`, 'office')
  expect((await nobody('/api/messages')).json().code).toBe('messages.driver-not-found')
  const read = { driverId: randomUUID(), readUpTo: 1 }
  expect((await send(day.app, 'POST', '/api/messages/read', 'office', read)).statusCode).toBe(404)
  await day.db.updateTable('driver').set({ is_active: false }).execute()
  expect((await day.tell('好')).json().code).toBe('messages.nobody-to-tell')
  const phrases = (await get(day.app, '/api/messages/threads', 'office')).json().phrases
  expect(phrases.some((phrase: { side: string }) => phrase.side === 'driver')).toBe(false)
  expect(phrases.some((phrase: { isUrgent: boolean }) => phrase.isUrgent)).toBe(true)
})
