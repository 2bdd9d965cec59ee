import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLiveClient, type Socket } from './live-client.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

interface FakeSocket extends Socket {
  sent: { type: string; resume?: Record<string, number>; sinceMs?: number }[]
  isClosed: boolean
  receive(frame: unknown): void
}
function stand() {
  const sockets: FakeSocket[] = []
  const events: string[] = []
  const resets: string[][] = []
  const client = createLiveClient({
    open() {
      const socket: FakeSocket = {
        sent: [],
        isClosed: false,
        onopen: null,
        onmessage: null,
        onclose: null,
        send: text => socket.sent.push(JSON.parse(text)),
        close: () => {
          socket.isClosed = true
        },
        receive: frame => socket.onmessage?.({ data: JSON.stringify(frame) }),
      }
      sockets.push(socket)
      return socket
    },
    accessToken: async () => 'token',
    onEvent: frame => events.push(`${frame.stream}#${frame.sequence}`),
    onReset: streams => resets.push(streams),
    nowMs: () => 0,
    random: () => 0.5,
    heartbeatMs: 1000,
  })
  const last = () => sockets[sockets.length - 1] as FakeSocket
  const welcome = (streams: Record<string, number>, reset: string[] = [], from?: Record<string, number>) =>
    last().receive({ type: 'welcome', serverNow: '2026-11-23T00:00:00Z', streams, reset, from })
  const event = (sequence: number, stream = 'office:1') =>
    last().receive({
      type: 'event',
      stream,
      sequence,
      kind: 'orders.changed',
      entityId: 'x',
      payload: {},
      at: '',
    })
  const open = async () => {
    await vi.advanceTimersByTimeAsync(0)
    last().onopen?.()
  }
  return { client, sockets, events, resets, last, welcome, event, open }
}

test('[S3] it says hello without resume first, and resumes from the last sequence after a cut', async () => {
  const s = stand()
  s.client.start()
  expect(s.client.state.get()).toBe('connecting')
  await s.open()
  expect(s.last().sent[0]).toEqual({ type: 'hello', accessToken: 'token', resume: {}, sinceMs: 0 })
  s.welcome({ 'office:1': 41 })
  expect(s.client.state.get()).toBe('live')
  s.event(42)
  s.last().onclose?.()
  expect(s.client.state.get()).not.toBe('live')
  await vi.advanceTimersByTimeAsync(500)
  await s.open()
  expect(s.sockets).toHaveLength(2)
  expect(s.last().sent[0]?.resume).toEqual({ 'office:1': 42 })
})

test('[S3] what happened between the page’s first answers and the first welcome is handed on, once', async () => {
  const s = stand()
  s.client.start()
  await vi.advanceTimersByTimeAsync(1_200)
  s.last().onopen?.()
  expect(s.last().sent[0]).toMatchObject({ resume: {}, sinceMs: 1_200 })
  s.welcome({ 'office:1': 12, 'office:2': 3 }, [], { 'office:1': 10 })
  for (const sequence of [11, 12, 12, 13]) s.event(sequence)
  s.event(3, 'office:2')
  s.event(4, 'office:2')
  expect(s.events).toEqual(['office:1#11', 'office:1#12', 'office:1#13', 'office:2#4'])
  expect(s.resets).toEqual([])
})

test('[S3] a server that does not know the field starts at the newest, as before', async () => {
  const s = stand()
  s.client.start()
  await s.open()
  s.welcome({ 'office:1': 12 })
  s.event(12)
  s.event(13)
  expect(s.events).toEqual(['office:1#13'])
})

test('[S3] a missing sequence resumes from the last one seen; nothing is handed on twice or out of order', async () => {
  const s = stand()
  s.client.start()
  await s.open()
  s.welcome({ 'office:1': 1 })
  s.event(2)
  s.event(2)
  s.event(4)
  expect(s.sockets[0]?.isClosed).toBe(true)
  await vi.advanceTimersByTimeAsync(500)
  await s.open()
  expect(s.last().sent[0]?.resume).toEqual({ 'office:1': 2 })
  s.welcome({ 'office:1': 4 })
  s.event(3)
  s.event(4)
  expect(s.events).toEqual(['office:1#2', 'office:1#3', 'office:1#4'])
})

test('[S3] fifty cuts lose no event', async () => {
  const s = stand()
  s.client.start()
  await s.open()
  s.welcome({ 'office:1': 0 })
  let next = 1
  for (let cut = 0; cut < 50; cut += 1) {
    s.event(next)
    next += 1
    s.last().onclose?.()
    next += 1
    await vi.advanceTimersByTimeAsync(60_000)
    await s.open()
    const from = s.last().sent[0]?.resume?.['office:1'] ?? 0
    s.welcome({ 'office:1': next - 1 })
    for (let missed = from + 1; missed < next; missed += 1) s.event(missed)
  }
  expect(s.events).toEqual(Array.from({ length: 100 }, (_, index) => `office:1#${index + 1}`))
})

test('[S3] streams the server no longer keeps are reported for a full refetch', async () => {
  const s = stand()
  s.client.start()
  await s.open()
  s.welcome({ 'office:1': 9 })
  s.last().onclose?.()
  await vi.advanceTimersByTimeAsync(500)
  await s.open()
  s.welcome({ 'office:1': 500 }, ['office:1'])
  expect(s.resets).toEqual([['office:1']])
  s.event(501)
  expect(s.events).toEqual(['office:1#501'])
})

test('[S3] an unanswered heartbeat closes the socket and comes back', async () => {
  const s = stand()
  s.client.start()
  await s.open()
  s.welcome({})
  await vi.advanceTimersByTimeAsync(1000)
  expect(s.last().sent.at(-1)?.type).toBe('ping')
  await vi.advanceTimersByTimeAsync(1000)
  expect(s.sockets[0]?.isClosed).toBe(true)
  await vi.advanceTimersByTimeAsync(1000)
  expect(s.sockets).toHaveLength(2)
})

test('[S3] repeated failures back off and show offline; stopping ends it', async () => {
  const s = stand()
  s.client.start()
  await vi.advanceTimersByTimeAsync(0)
  const waits: number[] = []
  for (let failure = 0; failure < 4; failure += 1) {
    const before = Date.now()
    const count = s.sockets.length
    s.last().onclose?.()
    while (s.sockets.length === count) await vi.advanceTimersByTimeAsync(10)
    waits.push(Date.now() - before)
  }
  expect(waits).toEqual([250, 500, 1000, 2000])
  expect(s.client.state.get()).toBe('offline')
  s.client.stop()
  await vi.advanceTimersByTimeAsync(120_000)
  expect(s.sockets).toHaveLength(5)
})
