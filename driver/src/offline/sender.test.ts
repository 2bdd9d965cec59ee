import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import {
  arriveAt,
  deliverAt,
  failAt,
  lin,
  newPhone,
  seenDay,
  startApp,
  startPhone,
  undoAt,
  wang,
} from '../../testkit/phone.ts'
import { type Fault, PretendOffice } from '../../testkit/pretend-office.ts'
import { draftKey } from './drafts.store.ts'
import { keepDraftFile, newFile, readFileNotes } from './files.store.ts'
import * as outbox from './outbox.store.ts'
import type { CommandDraft, DriverDay } from './outbox.types.ts'
import { bufferFix } from './positions.store.ts'

beforeEach(newPhone)

const state = (app: Awaited<ReturnType<typeof startApp>>, command: CommandDraft, author = lin) =>
  outbox.state(app.connection, { command, author, stop: null })
const totals = (day: DriverDay) => ({ onTruck: day.run?.onTruck, cash: day.run?.cashInHandNtd })
const kinds = (office: PretendOffice) => office.facts.map(fact => fact.kind)

describe('stating a fact', () => {
  test('[F2] id, sequence, author and phone time come with it; its draft goes in the same step', async () => {
    const app = await startApp(new PretendOffice())
    const key = draftKey(lin.userId, 'stop')
    await app.connection.put('drafts', { key, authorId: lin.userId, value: { typed: 7 } })
    const command = deliverAt(1, 'a')
    const entry = await outbox.state(app.connection, {
      command,
      author: lin,
      stop: { number: 1, name: '示範' },
      settlesDrafts: [key],
    })
    expect(entry).toMatchObject({ authorId: lin.userId, status: 'waiting', command: { deviceSequence: 1 } })
    expect(await app.connection.get('drafts', key)).toBeUndefined()
    const next = await state(app, arriveAt(2))
    expect(next.command).toMatchObject({ deviceSequence: 2, deviceId: entry.command.deviceId })
  })

  test('[F2] a second tap on wet glass states nothing new', async () => {
    const app = await startApp(new PretendOffice())
    const both = await Promise.all([state(app, deliverAt(1, 'a')), state(app, deliverAt(1, 'a'))])
    expect(both[0].id).toBe(both[1].id)
    expect(await outbox.readEntries(app.connection)).toHaveLength(1)
  })

  test('[F2] sequences never repeat, however many taps fall together', async () => {
    const app = await startApp(new PretendOffice())
    await Promise.all(Array.from({ length: 20 }, (_, n) => state(app, deliverAt(1, `d${n}`))))
    const sequences = (await outbox.readEntries(app.connection)).map(entry => entry.command.deviceSequence)
    expect(sequences).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
  })
})

describe('sending', () => {
  test('[F2] in order, one at a time, and the day that comes back agrees', async () => {
    const office = new PretendOffice()
    const app = await startApp(office)
    for (const command of [arriveAt(1), deliverAt(1, 'a'), undoAt(1, 'a'), deliverAt(1, 'b', 1, '860')])
      await state(app, command)
    await app.sender.kick(true)
    expect(kinds(office)).toEqual(['arrive', 'deliver', 'undo', 'deliver'])
    expect(await outbox.readEntries(app.connection)).toEqual([])
    expect(totals(await seenDay(app.connection))).toEqual(totals(office.day()))
    expect(app.sender.state.get().phase).toBe('resting')
  })

  test('[F2] an answer that got lost is asked again with the same key and counts once', async () => {
    const office = new PretendOffice()
    const app = await startApp(office)
    await state(app, deliverAt(1, 'a'))
    let sent = 0
    office.faults = path => (path.endsWith('/commands') && sent++ === 0 ? 'lost-after' : 'none')
    await app.sender.kick(true)
    expect(app.sender.state.get().phase).toBe('waiting')
    await app.sender.kick(true)
    expect(office.facts).toHaveLength(1)
    expect(await outbox.readEntries(app.connection)).toEqual([])
  })

  test('[F2] a day that already contains a fact whose answer got lost counts it once', async () => {
    const office = new PretendOffice()
    const app = await startApp(office)
    await app.sender.kick(true)
    await state(app, deliverAt(1, 'a'))
    const fates: Fault[] = ['lost-after', '503']
    office.faults = path => (path.endsWith('/commands') ? (fates.shift() ?? 'none') : 'none')
    await app.sender.kick(true)
    await app.sender.wantDay(true)
    expect(await outbox.readEntries(app.connection)).toHaveLength(1)
    expect((await seenDay(app.connection)).stops[0]?.delivery?.id).toBe('a')
    expect(totals(await seenDay(app.connection))).toEqual(totals(office.day()))
  })

  test('[F2] a fact that the server cannot read is parked for the driver, and those behind it go on', async () => {
    const office = new PretendOffice()
    const app = await startApp(office)
    await app.sender.kick(true)
    await state(app, deliverAt(1, 'a'))
    await state(app, deliverAt(2, 'b'))
    let isFirst = true
    office.faults = path => {
      const fault: Fault = path.endsWith('/commands') && isFirst ? '422' : 'none'
      if (path.endsWith('/commands')) isFirst = false
      return fault
    }
    await app.sender.kick(true)
    const [parked] = await outbox.readEntries(app.connection)
    expect(parked).toMatchObject({ status: 'parked', refusal: { code: 'request.invalid' } })
    expect(office.facts.map(fact => fact.kind === 'deliver' && fact.deliveryId)).toEqual(['b'])
    expect((await seenDay(app.connection)).stops[0]?.state).toBe('done')
    await outbox.sendAgain(app.connection, parked?.id ?? '')
    await app.sender.kick(true)
    expect(office.facts).toHaveLength(2)
  })

  test('[F2] a refused fact stated anew keeps the old one as replaced and counts only the new', async () => {
    const office = new PretendOffice()
    const app = await startApp(office)
    await app.sender.kick(true)
    const first = await state(app, deliverAt(1, 'a', 3))
    await outbox.markParked(app.connection, first.id, { code: 'request.invalid', atMs: 0 })
    await outbox.state(app.connection, {
      command: deliverAt(1, 'b', 2),
      author: lin,
      stop: null,
      replaces: first.id,
    })
    await app.sender.kick(true)
    expect(totals(await seenDay(app.connection))).toEqual(totals(office.day()))
    expect((await outbox.readEntries(app.connection)).map(entry => entry.status)).toEqual(['replaced'])
  })

  test('[F2] an expired session waits for its author; nothing is lost and nothing goes under another name', async () => {
    const office = new PretendOffice()
    const app = await startApp(office)
    await state(app, deliverAt(1, 'a'))
    office.signedIn = null
    await app.sender.kick(true)
    expect(app.sender.state.get().phase).toBe('needs-sign-in')
    office.signedIn = wang.userId
    const wangsApp = await startApp(office, wang)
    await wangsApp.sender.kick(true)
    expect(office.facts).toEqual([])
    const linsAppUnderWangsCookie = await startApp(office, lin)
    await linsAppUnderWangsCookie.sender.kick(true)
    expect(linsAppUnderWangsCookie.sender.state.get().phase).toBe('needs-sign-in')
    expect(office.facts).toEqual([])
    office.signedIn = lin.userId
    const again = await startApp(office, lin)
    await again.sender.kick(true)
    expect(office.senders).toEqual([lin.userId])
  })

  test('[F2] a token that expires in the middle is renewed and the fact goes once', async () => {
    const office = new PretendOffice()
    const app = await startApp(office)
    await state(app, deliverAt(1, 'a'))
    let count = 0
    office.faults = path => (path.endsWith('/commands') && count++ === 0 ? '401' : 'none')
    await app.sender.kick(true)
    expect(office.facts).toHaveLength(1)
  })

  test('[F2] a device number that was used before is exchanged, and the order stays', async () => {
    const office = new PretendOffice()
    const old = await startApp(office)
    await state(old, deliverAt(1, 'a'))
    await old.sender.kick(true)
    const restored = await startApp(office)
    await restored.connection.put(
      'settings',
      { deviceId: office.facts[0]?.deviceId ?? '', lastSequence: 0 },
      'device',
    )
    await state(restored, deliverAt(2, 'b'))
    await state(restored, deliverAt(3, 'c'))
    await restored.sender.kick(true)
    await restored.sender.kick(true)
    expect(office.facts.map(fact => fact.kind === 'deliver' && fact.deliveryId)).toEqual(['a', 'b', 'c'])
  })

  test('[F2] a held fact waits for its signature, and goes on its own after a restart', async () => {
    const office = new PretendOffice()
    const app = await startApp(office)
    const entry = await outbox.state(app.connection, {
      command: deliverAt(1, 'a'),
      author: lin,
      stop: null,
      isHeld: true,
    })
    await app.sender.kick(true)
    expect(office.facts).toEqual([])
    const signature = await newFile('signature', new Blob(['signed'], { type: 'image/png' }))
    expect(await outbox.attachFile(app.connection, entry.id, signature)).toBe(true)
    const again = await startApp(office)
    await outbox.releaseAll(again.connection)
    await again.sender.kick(true)
    expect(office.facts[0]).toMatchObject({ files: [{ fileId: signature.id, purpose: 'signature' }] })
    expect(office.files.get(signature.id)?.bytes.toString()).toBe('signed')
  })

  test('[F2] the wrong clock travels with each fact, and the offset is learned from the server', async () => {
    const office = new PretendOffice()
    office.serverNow = () => new Date(Date.now() + 7 * 60_000).toISOString()
    const app = await startApp(office)
    await app.sender.kick(true)
    const entry = await state(app, arriveAt(1))
    expect(Math.abs((entry.command.clockOffsetMs ?? 0) - 7 * 60_000)).toBeLessThan(2_000)
    expect(Math.abs(Date.parse(entry.command.deviceAt) - Date.now())).toBeLessThan(2_000)
    expect(Math.abs(Number(await app.connection.get('settings', 'clockOffsetMs')) - 7 * 60_000)).toBeLessThan(
      2_000,
    )
  })
})

describe('what the office answers', () => {
  test('[F2] a question of the office stays on the phone until its driver has seen it, also after a restart', async () => {
    const office = new PretendOffice()
    office.asks = () => [{ id: 'question', kind: 'already-delivered' }]
    const phone = await startPhone(office)
    await phone.report(deliverAt(1, 'a'), { stop: { number: 1, name: '示範1' } })
    await vi.waitFor(() => expect(phone.state.get().asks).toHaveLength(1))
    const again = await startPhone(office)
    expect(again.state.get().asks).toMatchObject([
      { id: 'question', kind: 'already-delivered', authorId: lin.userId, stop: { number: 1, name: '示範1' } },
    ])
    expect((await startPhone(office, () => {}, wang)).state.get().asks).toEqual([])
    await again.seeAsk('question')
    expect(again.state.get().asks).toEqual([])
  })

  test('[F2] nobody says that all is with the office before the office has answered', async () => {
    const office = new PretendOffice()
    office.faults = () => 'lost-before'
    const app = await startApp(office)
    expect(app.sender.metAtMs.get()).toBe(undefined)
    await app.sender.kick(true)
    expect(app.sender.metAtMs.get()).toBe(undefined)
    office.faults = () => 'none'
    await app.sender.kick(true)
    expect(app.sender.metAtMs.get()).toBeTypeOf('number')
  })

  test('[F2] [F1] a round that runs over midnight keeps its day, and the phone names itself', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23T23:50:00+08:00') })
    const office = new PretendOffice()
    const app = await startApp(office)
    await app.sender.kick(true)
    vi.setSystemTime(new Date('2026-11-24T00:20:00+08:00'))
    await app.sender.wantDay(true)
    vi.setSystemTime(new Date('2026-11-24T05:20:00+08:00'))
    await app.sender.wantDay(true)
    vi.useRealTimers()
    expect(office.dayQueries.map(query => query.get('date'))).toEqual([null, '2026-11-23', null])
    const { deviceId } = (await app.connection.get('settings', 'device')) as { deviceId: string }
    expect(office.dayQueries.map(query => query.get('deviceId'))).toEqual([deviceId, deviceId, deviceId])
  })
})

describe('pictures', () => {
  const picture = () => newFile('photo', new Blob([new Uint8Array(300_000).fill(7)], { type: 'image/jpeg' }))

  test('[F2] go after their fact, in pieces, and resume where a cut left them', async () => {
    const office = new PretendOffice()
    const app = await startApp(office)
    const photo = await picture()
    await keepDraftFile(app.connection, lin.userId, photo)
    await app.sender.kick(true)
    expect(office.files.size).toBe(0)
    const command = { ...deliverAt(1, 'a'), files: [{ fileId: photo.id, purpose: 'photo' }] } as CommandDraft
    await outbox.state(app.connection, { command, author: lin, stop: null, claimsFiles: [photo.id] })
    let pieces = 0
    office.faults = path => (path.endsWith('/content') && ++pieces === 2 ? 'lost-after' : 'none')
    await app.sender.kick(true)
    expect(await readFileNotes(app.connection)).toHaveLength(1)
    office.faults = () => 'none'
    const again = await startApp(office)
    await again.sender.kick(true)
    expect(office.files.get(photo.id)?.bytes.length).toBe(300_000)
    expect(await readFileNotes(app.connection)).toEqual([])
  })

  test('[F2] a file that got through makes the next loss a first one again, so that pauses do not grow', async () => {
    const office = new PretendOffice()
    const app = await startApp(office)
    const files = []
    for (const n of [1, 2, 3]) {
      const photo = await newFile('photo', new Blob([`picture ${n}`], { type: 'image/jpeg' }))
      await keepDraftFile(app.connection, lin.userId, photo)
      files.push({ fileId: photo.id, purpose: 'photo' as const })
    }
    await outbox.state(app.connection, {
      command: { ...deliverAt(1, 'a'), files } as CommandDraft,
      author: lin,
      stop: null,
      claimsFiles: files.map(({ fileId }) => fileId),
    })
    let declared = 0
    office.faults = path => (path === '/api/files' && ++declared % 2 === 0 ? 'lost-before' : 'none')
    for (const left of [2, 1]) {
      await app.sender.kick(true)
      expect(await readFileNotes(app.connection)).toHaveLength(left)
      expect(app.sender.state.get()).toMatchObject({ phase: 'waiting', failures: 1 })
    }
    await app.sender.kick(true)
    expect(await readFileNotes(app.connection)).toEqual([])
    expect(app.sender.state.get().phase).toBe('resting')
  })
})

describe('positions', () => {
  const fix = (second: number) => ({
    authorId: lin.userId,
    runId: '01930000-0000-7000-8000-000000000021',
    deviceAt: `2026-11-23T02:00:${String(second).padStart(2, '0')}.000Z`,
    latitude: 22.75,
    longitude: 121.15,
  })

  test('[F3] buffered with their own time, one request, and no second one within 15 s', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const office = new PretendOffice()
    const app = await startApp(office)
    for (const second of [1, 2, 3]) await bufferFix(app.connection, fix(second))
    await app.sender.kick(true)
    expect(office.positions.map(({ deviceAt }) => deviceAt.slice(17, 19))).toEqual(['01', '02', '03'])
    await bufferFix(app.connection, fix(20))
    await app.sender.kick(true)
    expect(office.positions).toHaveLength(3)
    vi.setSystemTime(Date.now() + 15_001)
    await app.sender.kick(true)
    expect(office.positions).toHaveLength(4)
    vi.useRealTimers()
  })

  test('[F3] a server that has enough is obeyed and nothing is dropped', async () => {
    const office = new PretendOffice()
    office.takesPositions = false
    const app = await startApp(office)
    await bufferFix(app.connection, fix(1))
    await app.sender.kick(true)
    expect(app.positions.waitMs()).toBeGreaterThan(35_000)
    expect(await app.connection.count('positions')).toBe(1)
  })
})

const scene = [
  arriveAt(1),
  deliverAt(1, 'a'),
  arriveAt(2),
  failAt(2, 'b'),
  undoAt(1, 'a'),
  deliverAt(1, 'c', 1, '860'),
]

test('[F2] killed before any step of sending, the next start finishes the day exactly once', async () => {
  for (let steps = 0; steps < 70; steps += 1) {
    newPhone()
    const office = new PretendOffice()
    const app = await startApp(office)
    await app.sender.kick(true)
    for (const command of scene) await state(app, command)
    const dying = await startApp(office, lin, steps)
    await dying.sender.kick(true).catch(() => undefined)
    const seen = await seenDay(app.connection)
    const next = await startApp(office)
    await next.sender.kick(true)
    expect(office.facts.map(fact => fact.deviceSequence)).toEqual([1, 2, 3, 4, 5, 6])
    const after = await seenDay(next.connection)
    expect(totals(after)).toEqual(totals(office.day()))
    expect(totals(seen)).toEqual(totals(after))
  }
}, 120_000)

test('[F2] whatever the network and the system do, the phone’s figures never waver and the office ends with each fact once', async () => {
  const faults: Fault[] = ['none', 'none', 'lost-before', 'lost-after', '503', '401', '500']
  const step = fc.oneof(
    fc.record({
      do: fc.constant('visit' as const),
      stop: fc.integer({ min: 1, max: 3 }),
      fullOut: fc.integer({ min: 0, max: 3 }),
    }),
    fc.record({ do: fc.constant('correct' as const) }),
    fc.record({
      do: fc.constant('send' as const),
      faults: fc.array(fc.constantFrom(...faults), { maxLength: 8 }),
    }),
    fc.record({ do: fc.constant('kill' as const), after: fc.nat(25) }),
    fc.record({ do: fc.constant('refresh' as const) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async steps => {
      newPhone()
      const office = new PretendOffice()
      let app = await startApp(office)
      await app.sender.kick(true)
      const stated: string[] = []
      const open: [stop: number, id: string, fullOut: number][] = []
      const expected = () => {
        const out = open.reduce((sum, [, , fullOut]) => sum + fullOut, 0)
        return { full: 10 - out, empty: out, cash: String(2000 + out * 860) }
      }
      for (const one of steps) {
        if (one.do === 'visit') {
          const id = `delivery-${stated.length}`
          const isFree = !open.some(([stop]) => stop === one.stop)
          if (!isFree) continue
          const entry = await state(app, deliverAt(one.stop, id, one.fullOut, String(one.fullOut * 860)))
          stated.push(entry.id)
          open.push([one.stop, id, one.fullOut])
        } else if (one.do === 'correct') {
          const last = open.pop()
          if (last !== undefined) stated.push((await state(app, undoAt(last[0], last[1]))).id)
        } else if (one.do === 'send') {
          const fates = [...one.faults]
          office.faults = () => fates.shift() ?? 'none'
          await app.sender.kick(true)
        } else if (one.do === 'kill') {
          const dying = await startApp(office, lin, one.after)
          await dying.sender.wantDay(true).catch(() => undefined)
          app = await startApp(office)
        } else await app.sender.wantDay(true)
        const day = await seenDay(app.connection)
        const row = day.run?.onTruck.find(({ cylinderType }) => cylinderType === '20')
        expect({ full: row?.full, empty: row?.empty, cash: day.run?.cashInHandNtd }).toEqual(expected())
      }
      office.faults = () => 'none'
      const last = await startApp(office)
      for (const entry of await outbox.readEntries(last.connection)) {
        if (entry.status === 'parked') await outbox.sendAgain(last.connection, entry.id)
      }
      await last.sender.wantDay(true)
      expect(new Set(office.facts.map(fact => fact.id))).toEqual(new Set(stated))
      expect(office.facts).toHaveLength(stated.length)
      expect(await outbox.readEntries(last.connection)).toEqual([])
      expect(totals(await seenDay(last.connection))).toEqual(totals(office.day()))
    }),
    { numRuns: 60 },
  )
}, 180_000)
