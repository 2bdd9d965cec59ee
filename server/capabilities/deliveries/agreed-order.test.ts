import { expect, test } from 'vitest'
import type { DriverDay } from '../../../contract/messages/driver-commands.ts'
import type { Database } from '../../platform/database/database.ts'
import { dayFixture } from '../../testkit/delivery-day.ts'
import { cashOf, findings, holds, stateOf } from '../../testkit/ledger-figures.ts'
import { get } from '../../testkit/test-app.ts'
import { kindsOf, type TestStop, today } from '../../testkit/test-phone.ts'

type Agreed = 'cash' | 'monthly' | 'transfer' | null

async function agreedDay() {
  const day = await dayFixture()
  const { app, a, db, phoneA, stopsA } = day
  const [stop, other] = stopsA as [TestStop, TestStop]
  const agree = (payment: Agreed, orderId = stop.orderId) =>
    db.updateTable('sales_order').set({ payment }).where('id', '=', orderId).execute()
  const shown = async (of = stop) => {
    const { stops } = (await get(app, `/api/driver/day?date=${today}`, a.token)).json() as DriverDay
    return stops.find(each => each.id === of.id)
  }
  const load = () => phoneA.send(phoneA.loadOut())
  return { ...day, stop, other, agree, shown, load }
}

/** 收空 as dispatch hands it out: three empties in, nothing out, at no price. */
async function onlyEmpties(db: Database, stop: TestStop) {
  await db.updateTable('sales_order').set({ is_collection: true }).where('id', '=', stop.orderId).execute()
  const counts = { full_out: 0, empty_in: 3, unit_price_ntd: 860n }
  await db.updateTable('stop_line').set(counts).where('stop_id', '=', stop.id).execute()
}

test('[C1] [F1] the driver sees how an order is paid, and whoever pays by the month signs', async () => {
  const { agree, shown } = await agreedDay()
  const seen = async () => {
    const stop = await shown()
    return [stop?.payment, stop?.settlement, stop?.needsSignature]
  }
  expect(await seen()).toEqual([null, 'cash', false])
  await agree('monthly')
  expect(await seen()).toEqual(['monthly', 'monthly', true])
  await agree('transfer')
  expect(await seen()).toEqual(['transfer', 'cash', false])
})

test('[C1] [F1] what the office agreed is credit agreed; where it agreed on cash, credit is a question', async () => {
  const { db, phoneA, stop, other, agree, load } = await agreedDay()
  await load()
  await agree('monthly')
  const agreed = phoneA.deliver(stop, { payment: 'monthly', amountPaidNtd: '0' })
  expect(await phoneA.send(agreed)).toEqual({ outcome: 'posted', conflicts: [] })
  expect(await cashOf(db, 'site', stop.siteId)).toBe(1720)
  await db.updateTable('customer').set({ settlement: 'monthly' }).execute()
  await agree('cash', other.orderId)
  const unagreed = phoneA.deliver(other, { payment: 'monthly', amountPaidNtd: '0' })
  expect(kindsOf(await phoneA.send(unagreed))).toEqual(['credit-not-agreed'])
  expect(await findings(db)).toEqual([])
})

test('[C1] [F1] [G3] 收空: nothing is loaded or due for it, the empties come onto the truck, the order is delivered', async () => {
  const day = await agreedDay()
  const { db, a, app, phoneA, stop, shown } = day
  await onlyEmpties(db, stop)
  const before = (await get(app, `/api/driver/day?date=${today}`, a.token)).json() as DriverDay
  expect(before.run?.loads).toEqual([{ trip: 1, full: { '20': 4 }, gasGrams: 80_000 }])
  expect(await shown()).toMatchObject({
    isCollection: true,
    amountDueNtd: '0',
    lines: [{ product: '20', fullOut: 0, emptyIn: 3 }],
  })
  await phoneA.send(phoneA.loadOut({ full: { '20': 4 } }))
  const fetched = phoneA.deliver(stop, {
    lines: [{ product: '20', fullOut: 0, emptyIn: 3 }],
    payment: 'none',
    amountDueNtd: '0',
    amountPaidNtd: '0',
  })
  expect(await phoneA.send(fetched)).toEqual({ outcome: 'posted', conflicts: [] })
  expect([await holds(db, 'truck', a.vehicleId), await holds(db, 'site', stop.siteId)]).toEqual(['4/3', '-3'])
  expect([await cashOf(db, 'driver', a.id), await cashOf(db, 'site', stop.siteId)]).toEqual([0, 0])
  expect(await stateOf(db, 'sales_order', stop.orderId)).toBe('delivered')
  expect(await findings(db)).toEqual([])
})

test('[C1] [F1] a customer who wants gas after all pays what a full one costs, and the empties are not asked for twice', async () => {
  const { db, phoneA, stop, load } = await agreedDay()
  await onlyEmpties(db, stop)
  await load()
  const swapped = phoneA.deliver(stop, {
    lines: [{ product: '20', fullOut: 1, emptyIn: 3 }],
    amountDueNtd: '860',
    amountPaidNtd: '860',
  })
  expect(await phoneA.send(swapped)).toEqual({ outcome: 'posted', conflicts: [] })
  expect(await findings(db)).toEqual([])
})
