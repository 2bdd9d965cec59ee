import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DriverDay } from '../../../contract/messages/driver-commands.ts'
import { type Day, dayFixture } from '../../testkit/delivery-day.ts'
import { cashOf, findings, holds, stateOf } from '../../testkit/ledger-figures.ts'
import { get } from '../../testkit/test-app.ts'
import { decide, kindsOf, makePhone, today } from '../../testkit/test-phone.ts'

/** Driver A with his phone and another one of his own; both know the same day. */
async function twoPhones() {
  const day = await dayFixture()
  const deviceId = randomUUID()
  const second = makePhone(day, { ...day.a, deviceId })
  await day.phoneA.send(day.phoneA.loadOut())
  const [one, two] = day.stopsA
  if (!one || !two) throw new Error('the day has stops')
  return { ...day, first: day.phoneA, second, secondId: deviceId, one, two }
}
const books = async ({ db, a }: Day) => [
  await holds(db, 'truck', a.vehicleId),
  await cashOf(db, 'driver', a.id),
]
const question = async ({ app }: Day) => {
  const { conflicts } = (await get(app, '/api/conflicts', 'office')).json()
  return conflicts.find((one: { kind: string }) => one.kind === 'already-delivered') as {
    id: string
    choices: string[]
  }
}

test('[F2] the same stop delivered on two phones of one driver moves cylinders and cash once and asks the office', async () => {
  const day = await twoPhones()
  const { first, second, one, db } = day
  expect(await first.send(first.deliver(one))).toEqual({ outcome: 'posted', conflicts: [] })
  const twin = second.deliver(one, {
    meter: { readingId: randomUUID(), meterId: one.meterId, milliUnits: 7 },
  })
  const answer = await second.send(twin)
  expect(kindsOf(answer)).toEqual(['already-delivered'])
  expect(await second.send(twin)).toEqual(answer)
  expect(await books(day)).toEqual(['4/2', 1720])
  expect(await db.selectFrom('meter_reading').select('id').execute()).toEqual([])
  expect(await stateOf(db, 'stop', one.id)).toBe('done')
  expect((await question(day)).choices).toEqual(['keep-both', 'void-this', 'void-earlier'])
  expect(await findings(db)).toEqual([])
})

test('[F2] one trip loaded on two phones: each says what it loaded, and the office is asked about what is too much, reason or not', async () => {
  const day = await dayFixture()
  const second = makePhone(day, { ...day.a, deviceId: randomUUID() })
  const load = day.phoneA.loadOut()
  expect(await day.phoneA.send(load)).toEqual({ outcome: 'posted', conflicts: [] })
  const before = await holds(day.db, 'truck', day.a.vehicleId)
  // The same fact once more is the same fact.
  expect(await day.phoneA.send(load)).toEqual({ outcome: 'posted', conflicts: [] })
  expect(await holds(day.db, 'truck', day.a.vehicleId)).toBe(before)
  const twin = second.loadOut({ reason: '備用' })
  const answer = await second.send(twin)
  expect(kindsOf(answer)).toEqual(['load-differs'])
  expect(await second.send(twin)).toEqual(answer)
  const full = Number(before.split('/')[0])
  expect(await holds(day.db, 'truck', day.a.vehicleId)).toBe(`${full * 2}/0`)
  expect(await findings(day.db)).toEqual([])
})

test('[F2] two phones that load half a trip each have loaded it once', async () => {
  const day = await dayFixture()
  const second = makePhone(day, { ...day.a, deviceId: randomUUID() })
  expect(kindsOf(await day.phoneA.send(day.phoneA.loadOut({ full: { '20': 4 } })))).toEqual(['load-differs'])
  expect(kindsOf(await second.send(second.loadOut({ full: { '20': 2 } })))).toEqual([])
  expect(await holds(day.db, 'truck', day.a.vehicleId)).toBe('6/0')
})

test.each([
  ['void-this', ['4/2', 1720], 0],
  ['void-earlier', ['5/1', 860], 1],
  ['keep-both', ['3/3', 2580], 1],
] as const)(
  '[F2] of two records of one stop the office decides: %s',
  async (decision, expected, readings) => {
    const day = await twoPhones()
    const { first, second, one, app, db } = day
    await first.send(first.deliver(one))
    const meter = { readingId: randomUUID(), meterId: one.meterId, milliUnits: 7 }
    const half = { amountDueNtd: '860', amountPaidNtd: '860', meter }
    await second.send(second.deliver(one, { lines: [{ product: '20', fullOut: 1, emptyIn: 1 }], ...half }))
    expect((await decide(app, (await question(day)).id, decision)).status).toBe(200)
    expect(await books(day)).toEqual(expected)
    expect(await stateOf(db, 'stop', one.id)).toBe('done')
    expect(await db.selectFrom('meter_reading').select('id').execute()).toHaveLength(readings)
    expect(await findings(db)).toEqual([])
  },
)

test('[F2] a twin taken back on its own phone leaves no question, and one whose first was undone can still count', async () => {
  const day = await twoPhones()
  const { first, second, one, two, app, db } = day
  await first.send(first.deliver(one))
  const twin = second.deliver(one)
  await second.send(twin)
  expect(await second.send(second.undo(one, twin.deliveryId))).toEqual({ outcome: 'posted', conflicts: [] })
  expect(await question(day)).toBeUndefined()
  expect(await books(day)).toEqual(['4/2', 1720])

  const wrong = first.deliver(two)
  await first.send(wrong)
  await second.send(second.deliver(two))
  await first.send(first.undo(two, wrong.deliveryId))
  expect(await books(day)).toEqual(['4/2', 1720])
  expect((await decide(app, (await question(day)).id, 'void-earlier')).status).toBe(200)
  expect(await books(day)).toEqual(['2/4', 3440])
  expect(await stateOf(db, 'stop', two.id)).toBe('done')
  expect(await findings(db)).toEqual([])
})

test('[F2] an undo that overtakes its twin leaves nothing to ask', async () => {
  const day = await twoPhones()
  const { first, second, one } = day
  await first.send(first.deliver(one))
  const twin = second.deliver(one)
  await second.send(second.undo(one, twin.deliveryId))
  expect(kindsOf(await second.send(twin))).toEqual([])
  expect(await books(day)).toEqual(['4/2', 1720])
})

test('[F2] a twin that is counted after the day was closed asks where it belongs', async () => {
  const day = await twoPhones()
  const { first, second, one, app, db } = day
  await first.send(first.deliver(one))
  await second.send(second.deliver(one))
  await first.send(
    first.close({ countedCashNtd: '1720', counted: [{ cylinderType: '20', full: 4, empty: 2 }] }),
  )
  await decide(app, (await question(day)).id, 'keep-both')
  const { conflicts } = (await get(app, '/api/conflicts', 'office')).json()
  const late = conflicts.find((conflict: { kind: string }) => conflict.kind === 'run-closed')
  expect((await decide(app, late?.id ?? '', 'settle-to-depot')).status).toBe(200)
  expect(await books(day)).toEqual(['0/0', 0])
  expect(await findings(db)).toEqual([])
})

test('[F2] a phone that names itself hears of the other one: when it last reported, and how much', async () => {
  const day = await twoPhones()
  const { first, one, two, a, secondId, app } = day
  await first.send(first.deliver(one))
  await first.send(first.deliver(two))
  const dayOf = async (query: string) =>
    (await get(app, `/api/driver/day?date=${today}${query}`, a.token)).json() as DriverDay
  expect((await dayOf(`&deviceId=${secondId}`)).otherPhones).toEqual([
    { lastAt: day.clock.now().toISOString(), facts: 3 },
  ])
  expect((await dayOf(`&deviceId=${a.deviceId}`)).otherPhones).toEqual([])
  expect((await dayOf('')).otherPhones).toBeUndefined()
})

test('[F2] [G1] one driver on two phones at once, any visits in any order: each stop counts at most once', async () => {
  const visit = fc.record({
    isSecond: fc.boolean(),
    stop: fc.nat(2),
    does: fc.constantFrom('deliver' as const, 'deliver' as const, 'arrive' as const, 'fail' as const),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(visit, { minLength: 4, maxLength: 12 }), async visits => {
      const day = await twoPhones()
      const work = [false, true].map(async isSecond => {
        const phone = isSecond ? day.second : day.first
        const seen = new Set<number>()
        for (const { stop: index, does } of visits.filter(one => one.isSecond === isSecond)) {
          // A phone offers a stop once; only another phone can record it again.
          if (does === 'deliver' && seen.has(index)) continue
          if (does === 'deliver') seen.add(index)
          const stop = day.stopsA[index]
          if (!stop) throw new Error('the day has three stops')
          expect((await phone.send(phone[does](stop))).code).toBeUndefined()
        }
        return seen
      })
      const delivered = new Set((await Promise.all(work)).flatMap(seen => [...seen]))
      const n = delivered.size
      expect(await books(day)).toEqual([`${6 - 2 * n}/${2 * n}`, 1720 * n])
      expect(await findings(day.db)).toEqual([])
    }),
    { numRuns: 8, endOnFailure: true },
  )
}, 180_000)
