import type { CylinderType, ProductCode } from '../../../contract/kernel/cylinders.ts'
import { type DoorAmount, type DoorResidual, residualGrams } from '../../../contract/kernel/door-amount.ts'
import type { ConflictKind } from '../../../contract/messages/driver-commands.ts'
import { officeStream } from '../../../contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import {
  depot,
  holdAccounts,
  observePlates,
  readHoldingsOf,
  reverseMovements,
  site,
} from '../cylinders/cylinders.api.ts'
import { depotTill, reverseCash } from '../payments/payments.api.ts'
import { insertConflict, isAsked } from './conflict.store.ts'
import { askedOncePer } from './conflict-choices.ts'
import { type CounterDelivery, insertCounterDelivery, voidCounterRow } from './counter-delivery.store.ts'
import type { PriceFacts } from './deliveries-deps.ts'
import { insertDeliveryLines, insertResiduals, type Payment } from './delivery.store.ts'
import { amountAtDoor, countByType, mergeLines, priceLines, type ReportedLine } from './door.rules.ts'
import type { ConflictDetail, Question } from './fact.ts'
import { postHandover } from './post-delivery.ts'
import { askAboutPlates, type ReportedPlates } from './question-plates.ts'

export interface CounterHandover {
  orderId: string
  siteId: string
  /** Whose fulls go out, whose till takes the cash. */
  depotId: string
  lines: readonly ReportedLine[]
  /** The prices of the order, by product. */
  agreed: readonly { product: ProductCode; unitPriceNtd: bigint }[]
  /** The site's own prices of the day, for deposits and for gas of a type that does not go out. */
  prices: ReadonlyMap<ProductCode, PriceFacts>
  residuals: readonly (DoorResidual & { id: string })[]
  /** What is given back of the site's deposits. */
  depositRefundNtd: bigint
  plates: ReportedPlates
  payment: Exclude<Payment, 'none'>
  /** What was taken of the amount due; a customer who pays short leaves the rest owed. */
  paidOf(amount: DoorAmount): bigint
  note: string
}

export interface CounterOutcome {
  amount: DoorAmount
  /** Fulls by type that the depot now holds less than none of. */
  short: Partial<Record<CylinderType, number>>
  questions: ConflictKind[]
}

/**
 * Cylinders and money change hands at the counter: fulls out of the depot, empties into it, cash into its till, by the
 * same prices, residual credit, deposits and postings as at a customer's door. A plate past its day and a depot with
 * less than nothing in its books become questions for the office, as they do when a driver reports them.
 */
export async function recordCounterDelivery(
  context: WriteContext,
  handover: CounterHandover,
): Promise<CounterOutcome> {
  const { db, now, today, actor } = context
  const { siteId, depotId, payment, residuals } = handover
  const planned = handover.agreed.map(line => ({ ...line, fullOut: 0, emptyIn: 0 }))
  const lines = priceLines(mergeLines(handover.lines), planned, handover.prices)
  const { depositRefundNtd } = handover
  const amount = amountAtDoor(lines, residuals, handover.prices, depositRefundNtd)
  const id = context.newId()
  const amountPaidNtd = handover.paidOf(amount)
  await holdAccounts(context, [depot(depotId), site(siteId)])
  await insertCounterDelivery(db, {
    id,
    orderId: handover.orderId,
    siteId,
    depotId,
    soldBy: actor.id,
    businessDate: today,
    occurredAt: now,
    payment,
    amountDueNtd: amount.amountDueNtd,
    amountPaidNtd,
    residualCreditNtd: amount.creditNtd,
    depositRefundNtd,
    note: handover.note,
  })
  await insertDeliveryLines(db, id, lines)
  await insertResiduals(
    db,
    id,
    residuals.map((residual, index) => ({
      ...residual,
      residualGrams: residualGrams(residual),
      creditNtd: amount.creditsNtd[index] ?? 0n,
    })),
  )
  await postHandover(context, {
    id,
    siteId,
    amountPaidNtd,
    lines,
    amount,
    payment,
    holder: depot(depotId),
    hand: depotTill(depotId),
    occurredAt: now,
    bookedOn: today,
    reason: '',
  })
  const short = await shortOf(
    context,
    depotId,
    countByType(lines, line => line.fullOut),
  )
  const questions = [...(await questionPlates(context, handover)), ...questionStock(short)]
  await context.announce({ stream: officeStream(depotId), kind: 'cylinders.moved', entityId: depotId })
  return { amount, short, questions: await ask(context, depotId, questions) }
}

/** Takes a sale back: the row stays, marked void, and both ledgers get the mirror of what it posted. False the second time. */
export async function voidCounterDelivery(
  context: WriteContext,
  delivery: CounterDelivery,
  reason: string,
): Promise<boolean> {
  if (!(await voidCounterRow(context.db, delivery.id))) return false
  const reversal = {
    source: 'delivery',
    sourceId: delivery.id,
    businessDate: context.today,
    occurredAt: context.now,
    reason,
  }
  await reverseMovements(context, reversal)
  await reverseCash(context, reversal)
  const { depotId } = delivery
  await context.announce({ stream: officeStream(depotId), kind: 'cylinders.moved', entityId: depotId })
  return true
}

async function shortOf(
  context: WriteContext,
  depotId: string,
  fullOut: Partial<Record<CylinderType, number>>,
): Promise<CounterOutcome['short']> {
  const holdings = await readHoldingsOf(context.db, depot(depotId))
  return Object.fromEntries(
    [...holdings].flatMap(([type, { full }]) => (full < 0 && (fullOut[type] ?? 0) > 0 ? [[type, full]] : [])),
  )
}

function questionStock(short: CounterOutcome['short']): Question[] {
  const detail: ConflictDetail = {}
  for (const [type, full] of Object.entries(short)) detail[`full.${type}`] = full
  return Object.keys(detail).length === 0 ? [] : [{ kind: 'depot-stock-negative', detail }]
}

async function questionPlates(
  context: WriteContext,
  { plates, siteId, depotId }: CounterHandover,
): Promise<Question[]> {
  const seen = { depotId, at: context.now, onDate: context.today }
  const out = plates.filter(plate => plate.isFull)
  const back = plates.filter(plate => !plate.isFull)
  return askAboutPlates([
    ...(await observePlates(context, { ...seen, plates: out, holder: { kind: 'site', holderId: siteId } })),
    ...(await observePlates(context, {
      ...seen,
      plates: back,
      holder: { kind: 'depot', holderId: depotId },
    })),
  ])
}

async function ask(
  context: WriteContext,
  depotId: string,
  questions: readonly Question[],
): Promise<ConflictKind[]> {
  for (const { kind, detail } of questions) {
    if (askedOncePer[kind] === 'depot' && (await isAsked(context.db, kind, { depotId }))) continue
    const id = context.newId()
    const nobody = { commandId: null, runId: null, stopId: null, driverId: null }
    await insertConflict(context.db, { id, depotId, kind, ...nobody, detail, openedAt: context.now })
    await context.announce({
      stream: officeStream(depotId),
      kind: 'conflict.opened',
      entityId: id,
      payload: { kind },
    })
  }
  return questions.map(question => question.kind)
}
