import { addDays } from '@luckygas/contract/kernel/dates.ts'
import type { AgreedPayment } from '@luckygas/contract/kernel/door-amount.ts'
import { officeStream } from '@luckygas/contract/messages/live.ts'
import type { EmergencyLevel } from '@luckygas/contract/order-edits.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { readParameter, readParameters } from '../admin/admin.api.ts'
import { readSites, type SiteFacts } from '../customers/customers.api.ts'
import { emergencyParameterNames, urgencyOf } from './emergency.rules.ts'
import * as errors from './orders.errors.ts'
import type { OrderLine } from './orders.rules.ts'
import { findOpenOrder, holdSite, insertChange, insertOrder, type Order } from './orders.store.ts'
import { priceOrder } from './price-order.ts'
import { changeBy } from './write-change.ts'

export interface OrderRequest {
  id: string
  siteId: string
  source: Order['source']
  requestedOn: string
  slot: Order['slot']
  windowFromMinute?: number | undefined
  windowToMinute?: number | undefined
  priority: Order['priority']
  emergencyLevel?: EmergencyLevel | undefined
  note: string
  payment?: AgreedPayment | null | undefined
  /** 收空: the lines are empties to fetch, at no price. */
  isCollection?: boolean | undefined
  lines: readonly OrderLine[]
  /** A person has seen the open order of about the same day and wants this one too. */
  isDuplicateAccepted: boolean
  /** Open orders that this one is meant to stand beside, so that they are no duplicates: other turns of an agreement. */
  besidesOrderIds?: readonly string[]
}

/**
 * Takes an order: confirmed at once, at the prices of the requested day, which it keeps; 收空 costs nothing. Refused for a past day, a
 * terminated or suspended customer, a product without a price, and for what looks like the same call twice.
 */
export async function placeOrder(context: WriteContext, request: OrderRequest): Promise<Order> {
  const { db, now, actor } = context
  const site = (await readSites(db, [request.siteId])).get(request.siteId)
  if (!site) throw errors.siteNotFound()
  if (!isBroughtBack(request)) refuseUnserved(site)
  if (request.requestedOn < context.today) throw errors.datePast()
  const { windowFromMinute = null, windowToMinute = null } = request
  if (windowFromMinute !== null && windowToMinute !== null && windowToMinute <= windowFromMinute)
    throw errors.windowEmpty()
  const { isCollection = false, payment = null } = request
  const lines = await priceOrder(db, { siteId: site.id, isCollection }, request.requestedOn, request.lines)
  const urgency = urgencyOf(request, now, await readParameters(db, emergencyParameterNames, context.today))

  await holdSite(db, site.id)
  if (!request.isDuplicateAccepted) await refuseDuplicate(context, request)
  const order = await insertOrder(
    db,
    {
      id: request.id,
      siteId: site.id,
      depotId: site.depotId,
      source: request.source,
      state: 'confirmed',
      requestedOn: request.requestedOn,
      slot: request.slot,
      windowFromMinute,
      windowToMinute,
      ...urgency,
      note: request.note,
      payment,
      isCollection,
      splitFrom: null,
      createdBy: actor.id,
      now,
    },
    lines,
  )
  if (!order) throw errors.alreadyPlaced()
  await insertChange(
    db,
    order.id,
    changeBy(context, { kind: 'state', from: null, to: 'confirmed', reason: '' }),
  )
  await context.audit({
    action: 'orders.place',
    entity: 'order',
    entityId: order.id,
    after: { ...order, lines },
  })
  await context.announce({
    stream: officeStream(site.depotId),
    kind: 'orders.changed',
    entityId: order.id,
  })
  return order
}

/** Cylinders that are carried to the counter are taken back from anybody, whoever is no longer served above all. */
const isBroughtBack = ({ source, isCollection }: OrderRequest) =>
  source === 'counter' && isCollection === true

function refuseUnserved(site: SiteFacts): void {
  if (site.isTerminated) throw errors.customerTerminated()
  if (site.customerStatus !== 'active') throw errors.customerNotServed(site.customerStatus)
}

async function refuseDuplicate(
  context: WriteContext,
  { siteId, isCollection = false, requestedOn, besidesOrderIds = [] }: OrderRequest,
): Promise<void> {
  const days = await readParameter(context.db, 'orders.duplicate-within-days', context.today)
  const from = addDays(requestedOn, -days)
  const to = addDays(requestedOn, days)
  const open = await findOpenOrder(context.db, { siteId, isCollection }, from, to, besidesOrderIds)
  if (open) throw errors.duplicate(open)
}
