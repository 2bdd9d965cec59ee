import type { CylinderCounts, CylinderType } from '../../../contract/kernel/cylinders.ts'
import { parseNtd } from '../../../contract/kernel/money.ts'
import { officeStream } from '../../../contract/messages/live.ts'
import {
  depot,
  type Holder,
  lost,
  postMovement,
  reverseMovements,
  site,
  transfer,
  truck,
} from '../cylinders/cylinders.api.ts'
import {
  type CashHolder,
  depotTill,
  driverHand,
  owedBySite,
  pay,
  postCash,
  reverseCash,
  sales,
  varianceOf,
} from '../payments/payments.api.ts'
import type { StoredCommand } from './command.store.ts'
import type { ConflictRow } from './conflict.store.ts'
import type { DecisionEffect } from './conflict-choices.ts'
import { readCloseOfRun, updateFigures } from './day-close.store.ts'
import { decisionNotOffered } from './deliveries.errors.ts'
import {
  type DeliveryRow,
  readDeliveriesOfStops,
  readDelivery,
  readDeliveryOfCommand,
  readLinesOf,
  setAmountDue,
} from './delivery.store.ts'
import { countByType } from './door.rules.ts'
import { announceCylinders } from './fact.ts'
import { removeReadingsOf } from './meter-reading.store.ts'
import { postTwin } from './record-twin.ts'
import { settleDay } from './settle-day.ts'
import { type VoidContext, voidDelivery } from './void-delivery.action.ts'

export interface Decision extends VoidContext {
  command: StoredCommand
  conflict: ConflictRow
  reason: string
}

/** What each effect does, inside the transaction of the decision. */
const effects: Record<DecisionEffect, (decision: Decision) => Promise<void>> = {
  none: async () => {},
  'void-delivery': async decision => {
    await voidOne(decision, await readDeliveryOfCommand(decision.context.db, decision.command.id))
  },
  'void-earlier-delivery': countOnlyThis,
  'count-both': async decision => {
    const { delivery, isTwin } = await readDeliveryInQuestion(decision)
    if (isTwin) await postTwin(decision, delivery)
  },
  'count-earlier': async decision => {
    const { delivery, isTwin } = await readDeliveryInQuestion(decision)
    if (!isTwin) await voidOne(decision, delivery)
  },
  'accept-phone-amount': acceptPhoneAmount,
  'remove-reading': async decision => {
    const delivery = await readDeliveryOfCommand(decision.context.db, decision.command.id)
    if (delivery) await removeReadingsOf(decision.context.db, delivery.id)
  },
  'write-off-empties': writeOffEmpties,
  'settle-to-depot': decision =>
    settleLate(decision, depot(decision.run.depotId), depotTill(decision.run.depotId)),
  'settle-against-variance': decision => settleLate(decision, lost, varianceOf(decision.command.driverId)),
  'use-recount': useRecount,
}

export async function applyDecision(effect: DecisionEffect, decision: Decision): Promise<void> {
  await effects[effect](decision)
}

async function voidOne(decision: Decision, delivery: DeliveryRow | undefined): Promise<void> {
  if (!delivery || delivery.isVoid) throw decisionNotOffered()
  await voidDelivery(decision, delivery, {
    reason: decision.reason,
    exceptConflictId: decision.conflict.id,
  })
}

/** Only the later delivery counts: the earlier one is taken back, and a twin that was never counted comes in. */
async function countOnlyThis(decision: Decision): Promise<void> {
  const { stopId, detail } = decision.conflict
  const all = stopId ? await readDeliveriesOfStops(decision.context.db, [stopId]) : []
  const earlier = all.find(row => row.id === detail.earlierDeliveryId)
  const { delivery, isTwin } = await readDeliveryInQuestion(decision)
  if (!isTwin || !earlier?.isVoid) await voidOne(decision, earlier)
  if (isTwin) await postTwin(decision, delivery)
}

/** The delivery of the fact in question; void while the question is open means that it has never counted. */
async function readDeliveryInQuestion(
  decision: Decision,
): Promise<{ delivery: DeliveryRow; isTwin: boolean }> {
  const delivery = await readDeliveryOfCommand(decision.context.db, decision.command.id)
  if (!delivery) throw decisionNotOffered()
  return { delivery, isTwin: delivery.isVoid }
}

/** The customer owes what the phone said: the difference to our own figure is taken off (or put on) the sale. */
async function acceptPhoneAmount(decision: Decision): Promise<void> {
  const { context, command } = decision
  const delivery = await readDeliveryOfCommand(context.db, command.id)
  if (!delivery || delivery.isVoid || command.payload.kind !== 'deliver') throw decisionNotOffered()
  const phoneNtd = parseNtd(command.payload.amountDueNtd)
  await postCash(context, {
    kind: 'correction',
    businessDate: decision.bookedOn,
    occurredAt: decision.occurredAt,
    // Under the delivery itself, so that taking the delivery back takes this back too.
    source: 'delivery',
    sourceId: delivery.id,
    entries: pay(sales, owedBySite(delivery.siteId), phoneNtd - delivery.amountDueNtd),
    reason: decision.reason,
  })
  await setAmountDue(context.db, delivery.id, phoneNtd)
}

/** The empties will not come back: they leave the site's account for `lost`. */
async function writeOffEmpties(decision: Decision): Promise<void> {
  const { context, command } = decision
  const delivery = await readDeliveryOfCommand(context.db, command.id)
  if (!delivery || delivery.isVoid) throw decisionNotOffered()
  const short: CylinderCounts = {}
  for (const [key, quantity] of Object.entries(decision.conflict.detail)) {
    if (key.startsWith('short.')) short[key.slice('short.'.length) as CylinderType] = Number(quantity)
  }
  await postMovement(context, {
    kind: 'lose',
    businessDate: decision.bookedOn,
    occurredAt: decision.occurredAt,
    source: 'delivery',
    sourceId: delivery.id,
    entries: transfer(site(delivery.siteId), lost, 'empty', short),
    reason: decision.reason,
  })
  await announceCylinders(context, decision.run)
}

/**
 * A delivery reported (or taken back) after the day was closed left its cylinders on the truck and its cash in the hand
 * in the books. They go where they went in fact: to the depot, or against the variance that was signed without them.
 */
async function settleLate(decision: Decision, holder: Holder, cash: CashHolder): Promise<void> {
  const { context, command, run, conflict } = decision
  const { payload } = command
  const isUndo = payload.kind === 'undo'
  const delivery = isUndo
    ? await readDelivery(context.db, payload.deliveryId)
    : await readDeliveryOfCommand(context.db, command.id)
  if (!delivery) throw decisionNotOffered()
  const sign = isUndo ? -1 : 1
  const lines = (await readLinesOf(context.db, [delivery.id])).get(delivery.id) ?? []
  const van = truck(run.vehicle.id)
  const common = {
    businessDate: decision.bookedOn,
    occurredAt: decision.occurredAt,
    source: 'late_settlement',
    sourceId: conflict.id,
    reason: decision.reason,
  }
  const full = countByType(lines, line => line.fullOut * sign)
  const empty = countByType(lines, line => line.emptyIn * sign)
  await postMovement(context, {
    ...common,
    kind: holder.kind === 'lost' ? 'count' : 'unload',
    entries: [...transfer(holder, van, 'full', full), ...transfer(van, holder, 'empty', empty)],
  })
  const isHandled = delivery.payment !== 'transfer' && delivery.payment !== 'monthly'
  const cashNtd = isHandled ? delivery.amountPaidNtd * BigInt(sign) : 0n
  await postCash(context, {
    ...common,
    kind: 'correction',
    entries: pay(driverHand(delivery.driverId), cash, cashNtd),
  })
  await announceCylinders(context, run)
}

/** The second count replaces the first: what the first handed over is taken back, and the day is settled anew. */
async function useRecount(decision: Decision): Promise<void> {
  const { context, deps, run, command } = decision
  const { payload } = command
  const first = await readCloseOfRun(context.db, run.id)
  if (!first || first.status === 'signed' || payload.kind !== 'close_day') throw decisionNotOffered()
  const reversal = {
    source: 'day_close',
    sourceId: first.id,
    businessDate: decision.bookedOn,
    occurredAt: decision.occurredAt,
    reason: decision.reason,
  }
  await reverseMovements(context, reversal)
  await reverseCash(context, reversal)
  const countedCashNtd = parseNtd(payload.countedCashNtd)
  const settled = await settleDay(deps, context, {
    closeId: first.id,
    run,
    driverId: first.driverId,
    occurredAt: command.occurredAt,
    bookedOn: decision.bookedOn,
    countedCashNtd,
    counted: payload.counted,
  })
  await updateFigures(context.db, {
    ...first,
    countedCashNtd,
    dueCashNtd: settled.dueCashNtd,
    varianceCashNtd: settled.varianceCashNtd,
    denominations: payload.denominations,
    lines: settled.lines,
    reason: payload.reason,
    driverSignatureFileId: payload.signatureFileId,
    occurredAt: command.occurredAt,
    status: settled.isAgreed ? 'agreed' : 'awaiting_signature',
  })
  await context.announce({
    stream: officeStream(run.depotId),
    kind: 'day-close.changed',
    entityId: first.id,
  })
  await announceCylinders(context, run)
}
