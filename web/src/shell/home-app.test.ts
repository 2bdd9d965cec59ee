import { expect, test } from 'vitest'
import { homeAppOf } from './home-app.ts'

test('[S1] a driver on a phone lands on the driver app, at a desk in the office', () => {
  expect(homeAppOf({ role: 'driver', homeApp: null, isPhone: true })).toBe('driver')
  expect(homeAppOf({ role: 'driver', homeApp: null, isPhone: false })).toBe('office')
})

test('[S1] a remembered choice overrides the screen', () => {
  expect(homeAppOf({ role: 'driver', homeApp: 'office', isPhone: true })).toBe('office')
  expect(homeAppOf({ role: 'driver', homeApp: 'driver', isPhone: false })).toBe('driver')
})

test('[S1] every other role stays in the office', () => {
  for (const role of ['super_admin', 'manager', 'office', 'dispatcher', 'accountant', 'customer'] as const) {
    expect(homeAppOf({ role, homeApp: 'driver', isPhone: true })).toBe('office')
  }
})
