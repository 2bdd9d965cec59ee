import type { AgreedPayment } from './kernel/door-amount.ts'
import { may, type Role } from './permissions.ts'
import { mayFollow, type OrderState, orderStates } from './states.ts'

/** What people may change of an order once it is taken. */
export const orderFields = ['lines', 'requestedOn', 'slot', 'priority', 'payment', 'note'] as const
export type OrderField = (typeof orderFields)[number]

const everything = orderFields
const nothing: readonly OrderField[] = []

/**
 * Who may change what in which state; server, screens and tests read it. `desk` is whoever takes orders, `lead` is who
 * also may change what drivers already hold (`orders.change-published`): before it is on a truck everything, on a
 * published run only the lead, afterwards nobody (the trade's rule: 已派工 only by the supervisor).
 */
export const orderEdits: Record<
  OrderState,
  { desk: readonly OrderField[]; lead: readonly OrderField[]; maySplit: 'desk' | 'lead' | 'nobody' }
> = {
  draft: { desk: everything, lead: everything, maySplit: 'desk' },
  confirmed: { desk: everything, lead: everything, maySplit: 'desk' },
  assigned: { desk: ['note'], lead: everything, maySplit: 'lead' },
  en_route: { desk: nothing, lead: nothing, maySplit: 'nobody' },
  delivered: { desk: nothing, lead: nothing, maySplit: 'nobody' },
  failed: { desk: everything, lead: everything, maySplit: 'nobody' },
  cancelled: { desk: nothing, lead: nothing, maySplit: 'nobody' },
}

const isLead = (role: Role) => may(role, 'orders.change-published')

/** The fields that a role may change of an order in a state. */
export function editableFields(state: OrderState, role: Role): readonly OrderField[] {
  if (!may(role, 'orders.write')) return nothing
  return orderEdits[state][isLead(role) ? 'lead' : 'desk']
}

/** Whether a role may split an order in a state. */
export function maySplit(state: OrderState, role: Role): boolean {
  const { maySplit: who } = orderEdits[state]
  return may(role, 'orders.write') && (who === 'desk' || (who === 'lead' && isLead(role)))
}

/** Whether a role may cancel an order in a state; on its way only the lead may call a truck back. */
export function mayCancel(state: OrderState, role: Role): boolean {
  if (!may(role, 'orders.write') || !mayFollow(orderStates, state, 'cancelled')) return false
  return state !== 'en_route' || isLead(role)
}

/** Why an order was cancelled; the last three cost nothing, whatever the hour. */
export const cancelCauses = ['customer', 'duplicate', 'company_error', 'defect', 'emergency'] as const
export type CancelCause = (typeof cancelCauses)[number]

/** 現金, 月結, 轉帳: how one order may be paid, whatever its customer does otherwise. */
export const orderPayments = ['cash', 'monthly', 'transfer'] as const satisfies readonly AgreedPayment[]

export const emergencyLevels = [1, 2, 3, 4] as const
export type EmergencyLevel = (typeof emergencyLevels)[number]
