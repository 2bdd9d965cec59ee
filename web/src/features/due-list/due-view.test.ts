import type { DueItem } from '@luckygas/contract/endpoints/forecasting.ts'
import { expect, test } from 'vitest'
import { dueTotals, dueView, riskLevel, waitingCount } from './due-view.ts'

const item = (over: Partial<DueItem>): DueItem => ({
  id: over.customerCode ?? 'x',
  siteId: 's',
  customerCode: '1',
  shortName: '春日早餐店',
  zone: '市東',
  siteType: null,
  reason: 'predicted',
  status: 'listed',
  isPatrol: false,
  orderId: null,
  waitingOrder: null,
  daysLeft: 1,
  p10Days: 0.5,
  p90Days: 2,
  isMeasured: false,
  runOutProbability: 0.5,
  earliestOn: '2026-11-23',
  latestOn: '2026-11-25',
  closedDates: [],
  overdueDays: null,
  products: {},
  cylinders: { '20': 2 },
  gasGrams: 40_000,
  slot: 'any',
  windows: [],
  vehicleAccess: 'truck',
  settlement: 'cash',
  note: '',
  isPlaced: true,
  version: 1,
  postponeChoices: [],
  deferrableDays: 2,
  ...over,
})
const everything = { reasons: [], zone: '', slot: '', vehicle: '', text: '', isPostponedShown: false }
const byRisk = { column: 'risk', isDescending: true }

test('[D2] the list is sorted by the risk of not going, unknown risk last', () => {
  const items = [
    item({ customerCode: 'a', runOutProbability: null }),
    item({ customerCode: 'b', runOutProbability: 0.2 }),
    item({ customerCode: 'c', runOutProbability: 0.9 }),
  ]
  expect(dueView(items, everything, byRisk).map(each => each.customerCode)).toEqual(['c', 'b', 'a'])
})

test('[D2] filters keep what they name, and a vehicle filter keeps sites that take any', () => {
  const items = [
    item({ customerCode: 'a', reason: 'telemetry', vehicleAccess: 'any' }),
    item({ customerCode: 'b', zone: '市西', vehicleAccess: 'truck' }),
    item({ customerCode: 'c', status: 'postponed' }),
  ]
  const codes = (filter: Partial<typeof everything> & { reasons?: ['telemetry'] }) =>
    dueView(items, { ...everything, ...filter }, byRisk).map(each => each.customerCode)
  expect(codes({})).toEqual(['a', 'b'])
  expect(codes({ reasons: ['telemetry'] as never })).toEqual(['a'])
  expect(codes({ zone: '市西' })).toEqual(['b'])
  expect(codes({ vehicle: 'motorcycle' })).toEqual(['a'])
  expect(codes({ isPostponedShown: true })).toEqual(['c'])
})

test('[D2] totals count only ticked lines, by size and by vehicle', () => {
  const totals = dueTotals([
    item({ customerCode: 'a' }),
    item({ customerCode: 'b', status: 'unticked' }),
    item({ customerCode: 'c', cylinders: { '20': 1, '50': 1 }, gasGrams: 70_000, vehicleAccess: 'any' }),
    item({ customerCode: 'd', status: 'postponed' }),
  ])
  expect(totals).toMatchObject({ stops: 3, ticked: 2, gasGrams: 110_000, cylinders: { '20': 3, '50': 1 } })
  expect(totals.byVehicle.any.stops).toBe(1)
})

test('[C2] [D2] a line that was sent is sent again for the order that came after it', () => {
  const waitingOrder = { id: 'o', number: 7, products: { '20': 1 }, collects: {}, windows: [] } as const
  const sent = item({ customerCode: 'a', status: 'sent' })
  const waits = { ...sent, waitingOrder: { ...waitingOrder, windows: [] } }
  expect(dueTotals([sent]).toSend).toBe(0)
  expect(dueTotals([sent, waits]).toSend).toBe(1)
  const ordered = { ...everything, reasons: ['new_order' as const] }
  expect(dueView([sent, waits], ordered, byRisk)).toEqual([waits])
  expect([waitingCount([sent, waits], 'new_order'), waitingCount([sent, waits], 'predicted')]).toEqual([1, 0])
})

test('[D2] risk levels meet the shown per cents: 50 is red, 20 amber', () => {
  expect([0.5, 0.42, 0.2, 0.18, null].map(riskLevel)).toEqual(['high', 'mid', 'mid', 'low', 'low'])
})
