import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { WebSocket } from 'ws'
import type { PubSub } from '../../ports/pubsub/pubsub.port.ts'
import { settableClock } from '../clock.ts'
import type { Listener } from './listener.ts'
import { lookersChannel, startLookers } from './lookers.ts'

const board = 'board:2026-11-23'
const clock = settableClock('2026-11-22T01:00:00Z')
const closing: (() => Promise<void>)[] = []
beforeEach(() => {
  vi.useFakeTimers()
  clock.set('2026-11-22T01:00:00Z')
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  vi.useRealTimers()
})

/** Tells every subscriber at once, as a quick database would; `lost` swallows what is published. */
function wire() {
  const heard = new Set<(message: string) => void>()
  const faults: Error[] = []
  const state = { fault: undefined as Error | undefined, sent: 0 }
  const pubsub: PubSub = {
    publish: async (channel, message) => {
      expect(channel).toBe(lookersChannel)
      if (state.fault) throw state.fault
      state.sent += 1
      for (const listener of heard) listener(message)
    },
    subscribe: async (_channel, listener) => {
      heard.add(listener)
      return async () => void heard.delete(listener)
    },
    close: async () => undefined,
  }
  return { pubsub, heard, faults, state }
}

async function processOf(line: ReturnType<typeof wire>, process: string) {
  const listeners = new Set<Listener>()
  const lookers = await startLookers({
    pubsub: line.pubsub,
    clock,
    process,
    listeners,
    onFault: error => line.faults.push(error),
  })
  closing.push(lookers.stop)
  return { listeners, ...lookers }
}

function person(id: string, depotId: string | null = 'depot-1') {
  const frames: { place: string; people: { userId: string; name: string }[] }[] = []
  const socket = {
    readyState: 1,
    OPEN: 1,
    bufferedAmount: 0,
    send: (text: string) => frames.push(JSON.parse(text)),
  }
  const listener: Listener = {
    socket: socket as unknown as WebSocket,
    actor: { id, name: `員${id}`, depotId } as Listener['actor'],
    sent: new Map(),
    isPumping: false,
    isAsked: false,
    isAlive: true,
    place: null,
  }
  const seen = () =>
    frames
      .at(-1)
      ?.people.map(each => each.userId)
      .sort()
  return { listener, frames, seen }
}
type Process = Awaited<ReturnType<typeof processOf>>
const join = (process: Process, who: ReturnType<typeof person>, place: string | null = board) => {
  process.listeners.add(who.listener)
  process.look(who.listener, place)
}

test('[E2] people of two processes who look at one board see each other, and go when they turn away', async () => {
  const line = wire()
  const [one, two] = [await processOf(line, 'p1'), await processOf(line, 'p2')]
  const [ann, ben] = [person('a'), person('b')]
  join(one, ann)
  expect(ann.seen()).toEqual(['a'])
  join(two, ben)
  expect(ann.seen()).toEqual(['a', 'b'])
  expect(ben.seen()).toEqual(['a', 'b'])
  expect(ann.frames.at(-1)?.people).toContainEqual({ userId: 'b', name: '員b' })
  two.look(ben.listener, null)
  expect(ann.seen()).toEqual(['a'])
})

test('[E2] one person with two windows counts once, and another page is none of ours', async () => {
  const one = await processOf(wire(), 'p1')
  const [first, second, elsewhere] = [person('a'), person('a'), person('c')]
  join(one, first)
  join(one, second)
  join(one, elsewhere, 'board:2026-11-24')
  expect(first.seen()).toEqual(['a'])
  expect(elsewhere.seen()).toEqual(['c'])
  one.look(second.listener, 'board:2026-11-24')
  expect(first.seen()).toEqual(['a'])
  expect(elsewhere.seen()).toEqual(['a', 'c'])
})

test('[E2] people of another depot are not shown; who belongs to none sees all and is seen by all', async () => {
  const one = await processOf(wire(), 'p1')
  const [here, there, boss] = [person('a', 'depot-1'), person('b', 'depot-2'), person('m', null)]
  for (const who of [here, there, boss]) join(one, who)
  expect(here.seen()).toEqual(['a', 'm'])
  expect(there.seen()).toEqual(['b', 'm'])
  expect(boss.seen()).toEqual(['a', 'b', 'm'])
})

test('[E2] a process that has gone silent is forgotten after a minute, one that repeats itself is not', async () => {
  const line = wire()
  const [one, two] = [await processOf(line, 'p1'), await processOf(line, 'p2')]
  const [ann, ben] = [person('a'), person('b')]
  join(one, ann)
  join(two, ben)
  for (let round = 0; round < 4; round += 1) {
    clock.advanceMs(20_000)
    await vi.advanceTimersByTimeAsync(20_000)
  }
  expect(ann.seen()).toEqual(['a', 'b'])
  await two.stop()
  for (let round = 0; round < 4; round += 1) {
    clock.advanceMs(20_000)
    await vi.advanceTimersByTimeAsync(20_000)
  }
  expect(ann.seen()).toEqual(['a'])
})

test('[E2] an empty message says nothing, a failing line is a fault and no more', async () => {
  const line = wire()
  const one = await processOf(line, 'p1')
  for (const listener of line.heard) listener('')
  const ann = person('a')
  line.state.fault = new Error('the line is down')
  join(one, ann)
  await vi.advanceTimersByTimeAsync(0)
  expect(ann.frames).toEqual([])
  expect(line.faults.map(error => error.message)).toEqual(['the line is down'])
})

test('[E2] no message names more than fifty people', async () => {
  const line = wire()
  const one = await processOf(line, 'p1')
  const all = Array.from({ length: 60 }, (_, index) => person(`u${String(index).padStart(2, '0')}`))
  for (const who of all) join(one, who)
  expect(all[0]?.seen()).toHaveLength(50)
})

test('[E2] stopping ends the repeats and the subscription', async () => {
  const line = wire()
  const one = await processOf(line, 'p1')
  join(one, person('a'))
  await one.stop()
  const before = line.state.sent
  await vi.advanceTimersByTimeAsync(60_000)
  expect(line.state.sent).toBe(before)
  expect(line.heard.size).toBe(0)
})
