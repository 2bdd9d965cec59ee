import type { DriverDatabase } from '../src/offline/database.ts'

export class Killed extends Error {}

/**
 * A connection that dies before its n-th operation, as when the system kills the app between two steps: what was
 * committed stays, nothing after it happens.
 */
export function killable(database: DriverDatabase, operationsToLive: number): DriverDatabase {
  let left = operationsToLive
  const counted = new Set(['transaction', 'get', 'getAll', 'put', 'add', 'delete', 'count'])
  return new Proxy(database, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown
      if (typeof value !== 'function') return value
      const method = value as (...parameters: unknown[]) => unknown
      if (typeof name !== 'string' || !counted.has(name)) return method.bind(target)
      return (...parameters: unknown[]) => {
        left -= 1
        if (left < 0) throw new Killed()
        return method.apply(target, parameters)
      }
    },
  })
}
