import { expect, test } from 'vitest'
import { lineAsOrdered, type OrderedLine } from './line-as-ordered.rules.ts'

const allDay = [{ fromMinute: 480, toMinute: 1200 }]
const noon = [{ fromMinute: 720, toMinute: 780 }]
const line: OrderedLine = {
  date: '2026-11-23',
  reason: 'new_order',
  orderId: 'order',
  isPicked: false,
  runOutProbability: 0.1,
  latestOn: '2026-11-26',
  products: { '20': 2 },
  collects: {},
  gasGrams: 40_000,
  windows: noon,
}
const given = { order: null, isPlanned: true, acceptance: allDay }

test('[C2] [D2] a line brings what its order asks for now, in the hours the order has now', () => {
  const edited = { products: { '20': 1, '16': 3 }, collects: {}, windows: [] }
  expect(lineAsOrdered(line, { ...given, order: edited })).toMatchObject({
    orderId: 'order',
    products: { '20': 1, '16': 3 },
    gasGrams: 68_000,
    windows: allDay,
  })
  expect(lineAsOrdered(line, { ...given, order: { ...edited, windows: noon } })?.windows).toEqual(noon)
})

test('[C2] [D2] an order without gas keeps what the forecast would bring', () => {
  expect(
    lineAsOrdered(line, { ...given, order: { products: {}, collects: {}, windows: [] } })?.products,
  ).toEqual({
    '20': 2,
  })
})

test('[C2] [D2] without its order a line stays only where the forecast or a person put it too', () => {
  expect(lineAsOrdered(line, given)).toBeNull()
  const due = { ...line, latestOn: line.date }
  expect(lineAsOrdered(due, given)).toMatchObject({ orderId: null, reason: 'predicted', windows: allDay })
  expect(lineAsOrdered(due, { ...given, isPlanned: false })).toBeNull()
  expect(lineAsOrdered({ ...due, runOutProbability: null }, given)).toBeNull()
  expect(lineAsOrdered({ ...line, isPicked: true }, given)).toMatchObject({ orderId: null })
})

test('[C2] [D2] an order that only fetches empties tells how many now, and without it nothing is fetched', () => {
  const fetching = { ...line, products: {}, gasGrams: 0, collects: { '20': 2 } }
  const order = { products: {}, collects: { '20': 5 }, windows: [] }
  expect(lineAsOrdered(fetching, { ...given, order })).toMatchObject({
    products: {},
    collects: { '20': 5 },
    gasGrams: 0,
  })
  expect(lineAsOrdered({ ...fetching, isPicked: true }, given)).toMatchObject({ orderId: null, collects: {} })
})
