/**
 * State tables: from → the states that may follow. Server, screens and tests read these; a transition that is not
 * here is refused. Drivers' facts are the exception: they always post, and where the table says no they raise a
 * conflict for the office, because the gas and the cash have already moved.
 */
export const orderStates = {
  draft: ['confirmed', 'cancelled'],
  confirmed: ['assigned', 'cancelled'],
  assigned: ['en_route', 'confirmed', 'delivered', 'failed', 'cancelled'],
  en_route: ['delivered', 'failed', 'assigned', 'cancelled'],
  delivered: [],
  failed: ['confirmed', 'cancelled'],
  cancelled: [],
} as const satisfies Record<string, readonly string[]>
export type OrderState = keyof typeof orderStates

export const stopStates = {
  unplanned: ['planned', 'cancelled'],
  planned: ['published', 'unplanned', 'cancelled'],
  published: ['planned', 'unplanned', 'arrived', 'done', 'failed', 'cancelled'],
  arrived: ['done', 'failed', 'published'],
  done: ['arrived'],
  failed: ['arrived', 'done'],
  cancelled: [],
} as const satisfies Record<string, readonly string[]>
export type StopState = keyof typeof stopStates

export const runStates = {
  planned: ['published'],
  published: ['planned', 'loaded'],
  loaded: ['closed'],
  closed: ['loaded'],
} as const satisfies Record<string, readonly string[]>
export type RunState = keyof typeof runStates

/** Whether a state table lets `to` follow `from`. */
export function mayFollow<T extends Record<string, readonly string[]>>(
  table: T,
  from: keyof T,
  to: keyof T & string,
): boolean {
  return (table[from] as readonly string[]).includes(to)
}

export const dueReasons = ['telemetry', 'predicted', 'cycle_exceeded', 'new_order'] as const
export type DueReason = (typeof dueReasons)[number]
export const failureReasons = ['absent', 'refused', 'wrong_address', 'no_access', 'other'] as const
export type FailureReason = (typeof failureReasons)[number]
