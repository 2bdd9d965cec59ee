import { expect, test } from 'vitest'
import { waitingOrders } from './waiting-orders.ts'

const stop = (id: string, given: object = {}) => ({
  id,
  siteId: id,
  orderId: null,
  state: 'planned' as const,
  ...given,
})
const order = (id: string, siteId: string) => ({ id, number: 1, siteId, lines: [], isCollection: false })
const waiting = (stops: Parameters<typeof waitingOrders>[0], orders: Parameters<typeof waitingOrders>[1]) =>
  [...waitingOrders(stops, orders)].map(([stopId, { id }]) => [stopId, id])

test('[C2] [E2] an order that came after its site’s stop is told at that stop', () => {
  expect(waiting([stop('a'), stop('b')], [order('o', 'a')])).toEqual([['a', 'o']])
})

test('[C2] [E2] an order with its own stop, or whose site has been served, waits nowhere', () => {
  const own = stop('own', { siteId: 'a', orderId: 'o' })
  expect(waiting([stop('a'), own], [order('o', 'a')])).toEqual([])
  expect(waiting([stop('a', { state: 'done' })], [order('o', 'a')])).toEqual([])
})

test('[C2] [E2] of two orders of a site the first is told', () => {
  expect(waiting([stop('a')], [order('first', 'a'), order('second', 'a')])).toEqual([['a', 'first']])
})
