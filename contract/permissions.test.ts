import { describe, expect, test } from 'vitest'
import { endpoints } from './endpoints/index.ts'
import { may, type Permission, permissions, roles } from './permissions.ts'

const names = Object.keys(permissions) as Permission[]

describe('the one table of who may do what', () => {
  test('[N1] what the table does not say is denied, for a role or a permission that does not exist too', () => {
    for (const role of roles)
      for (const name of names)
        expect(may(role, name)).toBe((permissions[name] as readonly string[]).includes(role))
    expect(may('owner' as never, 'users.manage')).toBe(false)
  })

  test('[N1] a customer and a driver get nothing of the office; only a super administrator manages users', () => {
    expect(names.filter(name => may('customer', name))).toEqual(['session.own'])
    expect(names.filter(name => may('driver', name))).toEqual([
      'session.own',
      'products.read',
      'driver.work',
      'files.write',
      'files.read',
      'live.listen',
    ])
    expect(roles.filter(role => may(role, 'users.manage'))).toEqual(['super_admin'])
  })

  test('[N1] an accountant reads, counts, signs and exports, but changes no customer, order, price or plan', () => {
    for (const name of [
      'customers.edit',
      'orders.write',
      'products.edit',
      'dispatch.plan',
      'dispatch.publish',
    ] as const)
      expect(may('accountant', name)).toBe(false)
    for (const name of ['day-close.sign', 'cylinders.count', 'exports.legacy'] as const)
      expect(may('accountant', name)).toBe(true)
  })

  test('[N1] whoever may change a thing may also see it', () => {
    const pairs: [Permission, Permission][] = [
      ['customers.edit', 'customers.read'],
      ['sites.locate', 'customers.read'],
      ['orders.write', 'orders.read'],
      ['products.edit', 'products.read'],
      ['parameters.edit', 'parameters.read'],
      ['due-list.edit', 'due-list.read'],
      ['forecast.run', 'forecast.read'],
      ['dispatch.plan', 'dispatch.read'],
      ['dispatch.publish', 'dispatch.plan'],
      ['conflicts.decide', 'conflicts.read'],
      ['cylinders.count', 'cylinders.read'],
      ['day-close.sign', 'day-close.read'],
      ['messages.send', 'messages.read'],
      ['day-close.sign-large', 'day-close.sign'],
      ['day-close.reopen', 'day-close.read'],
    ]
    for (const [change, see] of pairs)
      for (const role of roles)
        if (may(role, change)) expect([role, see, may(role, see)]).toEqual([role, see, true])
  })

  test('[S15] every permission guards an endpoint, apart from the live socket and what is kept for later screens', () => {
    const used = new Set(endpoints.map(endpoint => endpoint.access))
    const unused = names.filter(name => !used.has(name))
    const insideActions = new Set([
      'live.listen',
      'parameters.read',
      'day-close.sign-large',
      'due-list.beyond',
      'orders.change-published',
    ])
    expect(unused.filter(name => !insideActions.has(name))).toEqual([])
  })

  test('[S15] endpoint ids and method-and-path pairs are unique, and every path lies below /api/', () => {
    const ids = endpoints.map(endpoint => endpoint.id)
    expect(new Set(ids).size).toBe(ids.length)
    const places = endpoints.map(endpoint => `${endpoint.method} ${endpoint.path.replace(/:\w+/g, ':x')}`)
    expect(new Set(places).size).toBe(places.length)
    for (const endpoint of endpoints) {
      expect(endpoint.path).toMatch(/^\/api\/[a-z0-9/:.-]+$/i)
      if (endpoint.isKeyless) expect(endpoint.method).not.toBe('GET')
    }
  })
})
