import { instantAt } from '@luckygas/contract/kernel/dates.ts'
import { cancelCauses } from '@luckygas/contract/order-edits.ts'
import { type OrderState, orderStates } from '@luckygas/contract/states.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutOffOf, type FeePolicy, quoteCancel } from './cancel-fee.rules.ts'
import { urgencyOf } from './emergency.rules.ts'

const policy: FeePolicy = {
  'orders.cancel-fee-ntd': 101,
  'orders.cancel-share-late': 0.5,
  'orders.cancel-share-assigned': 1,
  'orders.cancel-share-en-route': 1,
  'orders.cancel-goods-share-en-route': 0.1,
  'orders.cut-off-minute-any': 600,
  'orders.cut-off-minute-morning': -420,
  'orders.cut-off-minute-afternoon': 600,
  'orders.cut-off-minute-evening': 840,
}
const day = '2026-11-24'
const order = (state: OrderState, slot: 'any' | 'morning' = 'any') => ({
  state,
  slot,
  requestedOn: day,
  lines: [{ quantity: 3, unitPriceNtd: 845n }],
})
const early = instantAt(day, 599)
const late = instantAt(day, 600)
const quote = (state: OrderState, now = late) => {
  const { feeNtd, step } = quoteCancel(order(state), 'customer', now, policy)
  return [feeNtd, step]
}

describe('what cancelling costs', () => {
  test('[C2] free before the cut-off, then half the fee, the fee, and the fee with a tenth of the goods', () => {
    expect(quote('confirmed', early)).toEqual([0n, 'before_cut_off'])
    expect(quote('assigned', early)).toEqual([0n, 'before_cut_off'])
    // 50.5 rounds half up.
    expect(quote('confirmed')).toEqual([51n, 'after_cut_off'])
    expect(quote('assigned')).toEqual([101n, 'assigned'])
    expect(quote('failed')).toEqual([101n, 'failed'])
    // 101 + 253.5 half up.
    expect(quote('en_route', early)).toEqual([355n, 'en_route'])
    expect(quote('draft')).toEqual([0n, 'draft'])
  })

  test('[C2] a morning order is cancelled freely until five the evening before', () => {
    expect(cutOffOf(order('confirmed', 'morning'), policy)).toEqual(instantAt('2026-11-23', 17 * 60))
    expect(cutOffOf(order('confirmed'), policy)).toEqual(instantAt(day, 600))
  })

  test('[C2] our mistake, a faulty cylinder, an emergency and the same call twice never cost anything', () => {
    for (const state of Object.keys(orderStates) as OrderState[])
      for (const cause of cancelCauses.filter(each => each !== 'customer'))
        expect(quoteCancel(order(state), cause, late, policy)).toMatchObject({ feeNtd: 0n, step: 'waived' })
  })

  test('[C2] the fee never falls as an order goes its way or the hour gets later, and is never negative', () => {
    const path: OrderState[] = ['draft', 'confirmed', 'assigned', 'en_route']
    fc.assert(
      fc.property(
        fc.integer({ min: -2_000, max: 2_000 }),
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 0, max: 3_000 }),
        (minute, wait, quantity, price) => {
          const at = (state: OrderState, when: number) =>
            quoteCancel(
              { ...order(state), lines: [{ quantity, unitPriceNtd: BigInt(price) }] },
              'customer',
              instantAt(day, when),
              policy,
            ).feeNtd
          const fees = path.map(state => at(state, minute))
          for (const [index, fee] of fees.entries()) {
            expect(fee >= (fees[index - 1] ?? 0n)).toBe(true)
            expect(at(path[index] as OrderState, minute + wait) >= fee).toBe(true)
          }
        },
      ),
    )
  })
})

describe('emergencies', () => {
  const minutes = {
    'orders.emergency-minutes-1': 30,
    'orders.emergency-minutes-2': 60,
    'orders.emergency-minutes-3': 120,
    'orders.emergency-minutes-4': 240,
  }
  const takenAt = new Date('2026-11-24T02:00:00Z')

  test('[C2] a level makes an emergency with its minutes from when the call was taken', () => {
    expect(urgencyOf({ priority: 'normal', emergencyLevel: 1 }, takenAt, minutes)).toEqual({
      priority: 'emergency',
      emergencyLevel: 1,
      dueBy: new Date('2026-11-24T02:30:00Z'),
    })
    expect(urgencyOf({ priority: 'emergency' }, takenAt, minutes).emergencyLevel).toBe(2)
    expect(urgencyOf({ priority: 'emergency', emergencyLevel: 4 }, takenAt, minutes).dueBy).toEqual(
      new Date('2026-11-24T06:00:00Z'),
    )
  })

  test('[C2] what is only urgent has no clock', () => {
    expect(urgencyOf({ priority: 'urgent' }, takenAt, minutes)).toEqual({
      priority: 'urgent',
      emergencyLevel: null,
      dueBy: null,
    })
  })
})
