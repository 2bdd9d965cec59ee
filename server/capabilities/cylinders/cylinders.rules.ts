import type { CylinderCounts, CylinderType } from '../../../contract/kernel/cylinders.ts'

/** Who can hold cylinders. `opening` is where the balances of the first day come from; `lost` where differences go. */
export const holderKinds = ['depot', 'truck', 'site', 'plant', 'inspection', 'lost', 'opening'] as const
export type HolderKind = (typeof holderKinds)[number]
export type Condition = 'full' | 'empty' | 'held'
export type MovementKind =
  | 'opening'
  | 'load'
  | 'unload'
  | 'deliver'
  | 'return'
  | 'fill'
  | 'receive'
  | 'count'
  | 'lose'
  | 'inspect'

export interface Holder {
  kind: HolderKind
  /** Depot, vehicle or site; null where there is only one (plant, inspection, lost, opening). */
  holderId: string | null
}

/** One side of a movement: positive is received, negative given. */
export interface Entry {
  holder: Holder
  cylinderType: CylinderType
  condition: Condition
  quantity: number
}

export const depot = (holderId: string): Holder => ({ kind: 'depot', holderId })
export const truck = (vehicleId: string): Holder => ({ kind: 'truck', holderId: vehicleId })
export const site = (siteId: string): Holder => ({ kind: 'site', holderId: siteId })
export const plant: Holder = { kind: 'plant', holderId: null }
export const lost: Holder = { kind: 'lost', holderId: null }
export const opening: Holder = { kind: 'opening', holderId: null }

/** Depots and trucks tell full from empty; elsewhere a cylinder is simply held. */
export function tellsFullFromEmpty(kind: HolderKind): boolean {
  return kind === 'depot' || kind === 'truck'
}

/** What a full or empty cylinder counts as with this holder. */
export function conditionWith(holder: Holder, condition: 'full' | 'empty'): Condition {
  return tellsFullFromEmpty(holder.kind) ? condition : 'held'
}

/** Both sides of handing `counts` cylinders, all full or all empty, from one holder to another. */
export function transfer(
  from: Holder,
  to: Holder,
  condition: 'full' | 'empty',
  counts: CylinderCounts,
): Entry[] {
  return (Object.entries(counts) as [CylinderType, number][]).flatMap(([cylinderType, quantity]) => [
    { holder: from, cylinderType, condition: conditionWith(from, condition), quantity: -quantity },
    { holder: to, cylinderType, condition: conditionWith(to, condition), quantity },
  ])
}

const keyOf = (entry: Entry) =>
  [entry.holder.kind, entry.holder.holderId ?? '', entry.cylinderType, entry.condition].join('/')

/** One entry per holder, type and condition, in a fixed order, without those that cancel out. */
export function mergeEntries(entries: readonly Entry[]): Entry[] {
  const merged = new Map<string, Entry>()
  for (const entry of entries) {
    const known = merged.get(keyOf(entry))
    merged.set(keyOf(entry), { ...entry, quantity: (known?.quantity ?? 0) + entry.quantity })
  }
  return [...merged]
    .filter(([, entry]) => entry.quantity !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, entry]) => entry)
}

/** Types whose quantities do not sum to zero; empty for every honest movement. */
export function unbalancedTypes(entries: readonly Entry[]): CylinderType[] {
  const sums = new Map<CylinderType, number>()
  for (const { cylinderType, quantity } of entries) {
    sums.set(cylinderType, (sums.get(cylinderType) ?? 0) + quantity)
  }
  return [...sums].filter(([, sum]) => sum !== 0).map(([type]) => type)
}

/** What one holder holds of one type. Depots and trucks use `full` and `empty`, the others `held`. */
export interface Holding {
  full: number
  empty: number
  held: number
}
export type Holdings = Map<CylinderType, Holding>

export interface Counted {
  cylinderType: CylinderType
  full: number
  empty: number
}

/** Counted minus booked for every type that was counted and differs. A type listed twice counts together. */
export function countDifferences(booked: Holdings, counted: readonly Counted[]): Counted[] {
  const sums = new Map<CylinderType, Counted>()
  for (const line of counted) {
    const known = sums.get(line.cylinderType)
    sums.set(line.cylinderType, {
      cylinderType: line.cylinderType,
      full: line.full + (known?.full ?? 0),
      empty: line.empty + (known?.empty ?? 0),
    })
  }
  return [...sums.values()]
    .map(line => ({
      cylinderType: line.cylinderType,
      full: line.full - (booked.get(line.cylinderType)?.full ?? 0),
      empty: line.empty - (booked.get(line.cylinderType)?.empty ?? 0),
    }))
    .filter(line => line.full !== 0 || line.empty !== 0)
}

/** Entries that bring a depot or truck from what is booked to what was counted, against `lost`. */
export function adjustmentEntries(holder: Holder, differences: readonly Counted[]): Entry[] {
  return differences.flatMap(({ cylinderType, full, empty }) => [
    ...transfer(lost, holder, 'full', { [cylinderType]: full }),
    ...transfer(lost, holder, 'empty', { [cylinderType]: empty }),
  ])
}
