/** Where cash, or a claim to it, can be. Positive is what the account holds or is owed. */
export const cashHolderKinds = ['driver', 'depot', 'site', 'sales', 'variance', 'deposit'] as const
export type CashHolderKind = (typeof cashHolderKinds)[number]
export type CashMovementKind =
  | 'sale'
  | 'collect'
  | 'residual_credit'
  | 'deposit'
  | 'hand_in'
  | 'variance'
  | 'correction'

export interface CashHolder {
  kind: CashHolderKind
  /** Driver, depot or site; for `variance` the driver it belongs to, for `deposit` the site; null for sales. */
  holderId: string | null
}

export interface CashEntry {
  holder: CashHolder
  amountNtd: bigint
}

export const driverHand = (driverId: string): CashHolder => ({ kind: 'driver', holderId: driverId })
export const depotTill = (depotId: string): CashHolder => ({ kind: 'depot', holderId: depotId })
export const owedBySite = (siteId: string): CashHolder => ({ kind: 'site', holderId: siteId })
export const depositOfSite = (siteId: string): CashHolder => ({ kind: 'deposit', holderId: siteId })
export const varianceOf = (driverId: string): CashHolder => ({ kind: 'variance', holderId: driverId })
export const sales: CashHolder = { kind: 'sales', holderId: null }

/** Both sides of moving an amount in whole NT$; a negative amount moves the other way. */
export function pay(from: CashHolder, to: CashHolder, amountNtd: bigint): CashEntry[] {
  return [
    { holder: from, amountNtd: -amountNtd },
    { holder: to, amountNtd },
  ]
}

const keyOf = ({ holder }: CashEntry) => `${holder.kind}/${holder.holderId ?? ''}`

/** One entry per holder in a fixed order, without those that cancel out. */
export function mergeCashEntries(entries: readonly CashEntry[]): CashEntry[] {
  const merged = new Map<string, CashEntry>()
  for (const entry of entries) {
    const known = merged.get(keyOf(entry))
    merged.set(keyOf(entry), { ...entry, amountNtd: (known?.amountNtd ?? 0n) + entry.amountNtd })
  }
  return [...merged]
    .filter(([, entry]) => entry.amountNtd !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, entry]) => entry)
}

export interface DoorMoney {
  /** Who takes the cash: the driver at the door, the till of the depot at the counter. */
  hand: CashHolder
  siteId: string
  gasNtd: bigint
  depositNtd: bigint
  creditNtd: bigint
  payment: 'cash' | 'transfer' | 'monthly' | 'short' | 'none'
  amountPaidNtd: bigint
}

/**
 * What a delivery does to the books: the site owes the gas and the deposit, is credited its residual gas, and what the
 * hand took is collected. A transfer or a monthly account leaves the debt standing; nothing passes through the hand.
 */
export function doorMovements(door: DoorMoney): { kind: CashMovementKind; entries: CashEntry[] }[] {
  const { siteId, hand } = door
  const handled = door.payment === 'transfer' || door.payment === 'monthly' ? 0n : door.amountPaidNtd
  return [
    { kind: 'sale', entries: pay(sales, owedBySite(siteId), door.gasNtd) },
    { kind: 'deposit', entries: pay(depositOfSite(siteId), owedBySite(siteId), door.depositNtd) },
    { kind: 'residual_credit', entries: pay(owedBySite(siteId), sales, door.creditNtd) },
    { kind: 'collect', entries: pay(owedBySite(siteId), hand, handled) },
  ]
}
