import type { AgreedPayment } from '@luckygas/contract/kernel/door-amount.ts'
import { type EmergencyLevel, editableFields, maySplit } from '@luckygas/contract/order-edits.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { readParameters } from '../admin/admin.api.ts'
import { readSites } from '../customers/customers.api.ts'
import { emergencyParameterNames, urgencyOf } from './emergency.rules.ts'
import { concernsPlan, type FieldChange, fieldChanges, splitLines } from './order-edit.rules.ts'
import * as errors from './orders.errors.ts'
import { mergeLines, type OrderLine } from './orders.rules.ts'
import {
  insertChange,
  insertOrder,
  lockOrders,
  type Order,
  type OrderLineRow,
  readLines,
  replaceLines,
  saveEdit,
} from './orders.store.ts'
import type { OrdersDeps } from './orders.types.ts'
import { priceOrder } from './price-order.ts'
import { changeBy, checkVersion, tellChange } from './write-change.ts'

export interface OrderEdit {
  version: number
  lines?: readonly OrderLine[] | undefined
  requestedOn?: string | undefined
  slot?: Order['slot'] | undefined
  priority?: Order['priority'] | undefined
  emergencyLevel?: EmergencyLevel | undefined
  note?: string | undefined
  /** Null: as the customer settles. */
  payment?: AgreedPayment | null | undefined
  reason: string
}

/**
 * Changes what people may change of an order, by the table of edits, at the prices of its day. What stood on a plan
 * leaves it and, when the day is the same, waits in that plan's tray with the new goods. Nothing that differs is no
 * change. @throws Problem `request.stale-version` with who changed what, `orders.edit-not-allowed`
 */
export async function editOrder(
  deps: OrdersDeps,
  context: WriteContext,
  orderId: string,
  edit: OrderEdit,
): Promise<void> {
  const { order, lines } = await takeOrder(context, orderId, edit.version)
  const policy = await readParameters(context.db, emergencyParameterNames, context.today)
  const isRegraded = edit.priority !== undefined || edit.emergencyLevel !== undefined
  const urgency = isRegraded
    ? urgencyOf({ priority: order.priority, ...defined(edit) }, order.createdAt, policy)
    : order
  const after = {
    requestedOn: edit.requestedOn ?? order.requestedOn,
    slot: edit.slot ?? order.slot,
    note: edit.note ?? order.note,
    payment: edit.payment === undefined ? order.payment : edit.payment,
    priority: urgency.priority,
    emergencyLevel: urgency.emergencyLevel,
    lines: edit.lines ? mergeLines(edit.lines) : lines,
  }
  const changes = fieldChanges({ ...order, lines }, after)
  if (changes.length === 0) return
  refuseEdit(context, order, changes)
  const moved = { ...order, ...after, dueBy: urgency.dueBy }
  await saveOrder(deps, context, order, moved, { kind: 'edit', changes, reason: edit.reason })
}

/** An urgency that was asked for without a level loses the level it had. */
const defined = (edit: OrderEdit) => ({
  ...(edit.priority !== undefined && { priority: edit.priority }),
  ...(edit.emergencyLevel !== undefined && { emergencyLevel: edit.emergencyLevel }),
})

/** Part of an order on another day or at another site of the same customer, as an order of its own with its own number. */
export async function splitOrder(
  deps: OrdersDeps,
  context: WriteContext,
  orderId: string,
  split: {
    id: string
    version: number
    lines: readonly OrderLine[]
    siteId?: string | undefined
    requestedOn: string
    slot: Order['slot']
    reason: string
  },
): Promise<void> {
  const { order, lines } = await takeOrder(context, orderId, split.version)
  if (!maySplit(order.state, context.actor.role)) throw errors.editNotAllowed(order.state, 'split')
  if (split.requestedOn < context.today) throw errors.datePast()
  const parts = splitLines(lines, split.lines)
  if (!parts) throw errors.splitEmpty()
  const siteId = split.siteId ?? order.siteId
  const sites = await readSites(context.db, [order.siteId, siteId])
  const target = sites.get(siteId)
  if (!target) throw errors.siteNotFound()
  if (target.customerId !== sites.get(order.siteId)?.customerId) throw errors.splitOtherCustomer()
  const { isCollection } = order
  const priced = await priceOrder(context.db, { siteId, isCollection }, split.requestedOn, parts.part)
  const { version: _version, createdAt: _createdAt, number: _number, ...inherited } = order
  const part = await insertOrder(
    context.db,
    {
      ...inherited,
      id: split.id,
      siteId,
      depotId: target.depotId,
      state: 'confirmed',
      requestedOn: split.requestedOn,
      slot: split.slot,
      windowFromMinute: null,
      windowToMinute: null,
      splitFrom: order.id,
      createdBy: context.actor.id,
      now: context.now,
    },
    priced,
  )
  if (!part) throw errors.alreadyPlaced()
  await insertChange(
    context.db,
    part.id,
    changeBy(context, { kind: 'split', from: null, to: 'confirmed', reason: split.reason }),
  )
  await tellChange(context, part, {
    action: 'orders.split',
    before: null,
    after: { ...part, lines: priced },
    reason: split.reason,
  })
  const changes = fieldChanges({ ...order, lines }, { ...order, lines: parts.rest })
  const rest = { ...order, lines: parts.rest }
  await saveOrder(deps, context, order, rest, { kind: 'split', changes, reason: split.reason })
}

async function takeOrder(
  context: WriteContext,
  orderId: string,
  version: number,
): Promise<{ order: Order; lines: OrderLineRow[] }> {
  const [order] = await lockOrders(context.db, [orderId])
  if (!order) throw errors.orderNotFound()
  await checkVersion(context, order, version)
  return { order, lines: (await readLines(context.db, [order.id])).get(order.id) ?? [] }
}

function refuseEdit(context: WriteContext, order: Order, changes: readonly FieldChange[]): void {
  const allowed: readonly string[] = editableFields(order.state, context.actor.role)
  const denied = changes.map(change => change.field).filter(field => !allowed.includes(field))
  if (denied.length > 0) throw errors.editNotAllowed(order.state, denied.join(','))
  const day = changes.find(change => change.field === 'requestedOn')
  if (day && day.after < context.today) throw errors.datePast()
}

/** Writes an order's new fields and lines, keeps what changed, and lets the plans follow. */
async function saveOrder(
  deps: OrdersDeps,
  context: WriteContext,
  before: Order,
  after: Order & { lines: readonly OrderLine[] },
  change: { kind: 'edit' | 'split'; changes: FieldChange[]; reason: string },
): Promise<void> {
  const { changes, kind, reason } = change
  const isTouchingPlan = concernsPlan(changes)
  const to = isTouchingPlan && before.state === 'assigned' ? 'confirmed' : before.state
  const isSlotChanged = changes.some(({ field }) => field === 'slot' || field === 'requestedOn')
  const saved = {
    ...after,
    state: to,
    // A promised hour belongs to the day and part of the day it was promised for.
    ...(isSlotChanged && { windowFromMinute: null, windowToMinute: null }),
  }
  await saveEdit(context.db, saved, context.now)
  if (changes.some(({ field }) => field === 'lines' || field === 'requestedOn'))
    await replaceLines(
      context.db,
      before.id,
      await priceOrder(context.db, before, after.requestedOn, after.lines),
    )
  await insertChange(
    context.db,
    before.id,
    changeBy(context, { kind, what: changes, from: before.state, to, reason }),
  )
  await tellChange(context, before, {
    action: `orders.${kind}`,
    before: Object.fromEntries(changes.map(({ field, before: was }) => [field, was])),
    after: Object.fromEntries(changes.map(({ field, after: is }) => [field, is])),
    reason,
  })
  if (!isTouchingPlan) return deps.tellDriver(context, before.id)
  const left = await deps.leavePlan(context, before.id)
  if (left.includes(after.requestedOn)) await deps.joinPlan(context, { ...saved, lines: [...after.lines] })
}
