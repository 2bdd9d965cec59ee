import type { EmergencyLevel } from '@luckygas/contract/order-edits.ts'
import type { Order } from './orders.store.ts'

export const emergencyParameterNames = [
  'orders.emergency-minutes-1',
  'orders.emergency-minutes-2',
  'orders.emergency-minutes-3',
  'orders.emergency-minutes-4',
] as const
export type EmergencyPolicy = Record<(typeof emergencyParameterNames)[number], number>

/** An emergency nobody graded counts as out of gas, for asking comes after writing it down. */
const ungraded: EmergencyLevel = 2

/**
 * How urgent an order is and when help must be there: a level makes it an emergency, an emergency has a level. The
 * clock starts when the call was taken and does not start again when only the level is corrected.
 */
export function urgencyOf(
  asked: Pick<Order, 'priority'> & { emergencyLevel?: EmergencyLevel | null | undefined },
  takenAt: Date,
  policy: EmergencyPolicy,
): Pick<Order, 'priority' | 'emergencyLevel' | 'dueBy'> {
  const level = asked.emergencyLevel ?? (asked.priority === 'emergency' ? ungraded : null)
  if (level === null) return { priority: asked.priority, emergencyLevel: null, dueBy: null }
  const minutes = policy[`orders.emergency-minutes-${level}`]
  return {
    priority: 'emergency',
    emergencyLevel: level,
    dueBy: new Date(takenAt.getTime() + minutes * 60_000),
  }
}
