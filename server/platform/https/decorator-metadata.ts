/**
 * The dependency-injection container inside `@peculiar/x509` (tsyringe) refuses to load without a metadata registry
 * on `Reflect`. These three functions of the decorator-metadata proposal are all it calls.
 */
const registry = new WeakMap<object, Map<unknown, unknown>>()

function getOwnMetadata(key: unknown, target: object): unknown {
  return registry.get(target)?.get(key)
}

function getMetadata(key: unknown, target: object): unknown {
  for (let each: object | null = target; each; each = Object.getPrototypeOf(each))
    if (registry.get(each)?.has(key)) return getOwnMetadata(key, each)
  return undefined
}

function defineMetadata(key: unknown, value: unknown, target: object): void {
  const own = registry.get(target) ?? new Map<unknown, unknown>()
  registry.set(target, own.set(key, value))
}

if (!('getMetadata' in Reflect)) Object.assign(Reflect, { getOwnMetadata, getMetadata, defineMetadata })
