import { type CylinderType, cylinderTypeCodes } from '../../../contract/kernel/cylinders.ts'
import type { Counted, Holdings } from '../cylinders/cylinders.api.ts'

/** One type at the day close: what the books say is on the truck beside what the driver counted. */
export interface CloseLine {
  cylinderType: CylinderType
  fullDue: number
  fullCounted: number
  emptyDue: number
  emptyCounted: number
}

/** Every type that is due or was counted, largest first. A type the driver did not list counts as none. */
export function closeLines(due: Holdings, counted: readonly Counted[]): CloseLine[] {
  return cylinderTypeCodes
    .map(cylinderType => {
      const own = counted.filter(line => line.cylinderType === cylinderType)
      return {
        cylinderType,
        fullDue: due.get(cylinderType)?.full ?? 0,
        fullCounted: own.reduce((sum, line) => sum + line.full, 0),
        emptyDue: due.get(cylinderType)?.empty ?? 0,
        emptyCounted: own.reduce((sum, line) => sum + line.empty, 0),
      }
    })
    .filter(
      line => line.fullDue !== 0 || line.fullCounted !== 0 || line.emptyDue !== 0 || line.emptyCounted !== 0,
    )
}

/** Counted minus due, where they differ. */
export function closeDifferences(lines: readonly CloseLine[]): Counted[] {
  return lines
    .map(line => ({
      cylinderType: line.cylinderType,
      full: line.fullCounted - line.fullDue,
      empty: line.emptyCounted - line.emptyDue,
    }))
    .filter(line => line.full !== 0 || line.empty !== 0)
}

/** How many cylinders are missing or too many, fulls and empties each counted. */
export function cylindersOff(lines: readonly CloseLine[]): number {
  return closeDifferences(lines).reduce((sum, line) => sum + Math.abs(line.full) + Math.abs(line.empty), 0)
}

/** From which difference on a manager signs, from the parameters. */
export interface SigningLimits {
  overNtd: number
  overCylinders: number
}

/** Whether a close differs by more than what any receiver may sign for. Exactly the limit is still his. */
export function needsManager(
  close: { varianceCashNtd: bigint; lines: readonly CloseLine[] },
  limits: SigningLimits,
): boolean {
  const cash = close.varianceCashNtd < 0n ? -close.varianceCashNtd : close.varianceCashNtd
  return cash > BigInt(limits.overNtd) || cylindersOff(close.lines) > limits.overCylinders
}

/** Balances of a truck without what earlier day closes left on it in the books until somebody signs for it. */
export function withoutPending(balances: Holdings, pending: readonly CloseLine[]): Holdings {
  const due: Holdings = new Map([...balances].map(([type, holding]) => [type, { ...holding }]))
  for (const difference of closeDifferences(pending)) {
    const holding = due.get(difference.cylinderType) ?? { full: 0, empty: 0, held: 0 }
    holding.full += difference.full
    holding.empty += difference.empty
    due.set(difference.cylinderType, holding)
  }
  return due
}
