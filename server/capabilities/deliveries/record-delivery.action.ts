import { formatCylinders, type ProductCode } from '../../../contract/kernel/cylinders.ts'
import { type DoorAmount, residualGrams, settlementAtDoor } from '../../../contract/kernel/door-amount.ts'
import { parseNtd } from '../../../contract/kernel/money.ts'
import { readEarlyUndo } from './command.store.ts'
import type { SiteFacts } from './customer-needs.ts'
import type { PriceFacts } from './deliveries-deps.ts'
import {
  type DeliveryRow,
  insertDelivery,
  insertDeliveryFiles,
  insertDeliveryLines,
  insertResiduals,
  isCorrected,
  readDeliveriesOfStops,
  readDelivery,
  readTakenResidualIds,
} from './delivery.store.ts'
import {
  amountAtDoor,
  emptiesShort,
  isCreditUnagreed,
  mergeLines,
  type PricedLine,
  priceLines,
} from './door.rules.ts'
import {
  announceCylinders,
  announceStop,
  type CommandOf,
  type Question,
  questionNegativeTruck,
  type StopFact,
} from './fact.ts'
import { postDelivery } from './post-delivery.ts'
import { questionDeliveredPlates } from './question-plates.ts'
import { recordReading } from './record-reading.ts'
import { findTwin, recordTwin } from './record-twin.ts'
import { questionsAboutStop } from './stop-questions.ts'
import { voidDelivery } from './void-delivery.action.ts'

type DeliverFact = StopFact<CommandOf<'deliver'>>

/**
 * Cylinders and money have changed hands: writes the delivery, posts both ledgers, ends the stop. Nothing here refuses;
 * what does not agree with the plan, the prices or the account becomes a question.
 */
export async function recordDelivery(fact: DeliverFact): Promise<Question[]> {
  const { deps, context, command, stop } = fact
  const [facts] = await deps.customers.readSitesForDriver(context.db, [stop.siteId])
  const ofSites = await deps.readSitePrices(context.db, fact.run.date, [stop.siteId])
  const prices: ReadonlyMap<ProductCode, PriceFacts> = ofSites.get(stop.siteId) ?? new Map()
  const lines = priceLines(mergeLines(command.lines), stop.lines, prices)
  const amount = amountAtDoor(lines, command.residuals, prices)
  const earlier = await readDeliveriesOfStops(context.db, [stop.id])
  const twin = await findTwin(context.db, fact, earlier)
  const delivery = await writeDelivery(fact, lines, amount, { earlier, isTwin: twin !== undefined })
  const isTakenBack = (await readEarlyUndo(context.db, stop.id, command.deliveryId)) !== undefined
  if (twin) return isTakenBack ? [] : recordTwin(fact, twin)
  await postDelivery(fact, delivery, { lines, amount, payment: command.payment })
  const readingQuestions = await recordReading(fact, delivery.id, facts)
  await deps.dispatch.recordFinish(context, {
    stopId: stop.id,
    outcome: 'done',
    at: fact.occurredAt,
    reason: command.note,
  })
  const questions = [
    ...(await questionsAboutStop(fact, earlier)),
    ...questionsAboutMoney(fact, amount, facts),
    ...questionsAboutEmpties(fact, lines),
    ...readingQuestions,
    ...(await questionDeliveredPlates(fact)),
    ...(await questionNegativeTruck(fact)),
  ]
  await announceCylinders(context, fact.run)
  if (isTakenBack) {
    // The driver took this back before it arrived here: both facts stand, and together they are nothing.
    await voidDelivery(fact, delivery, { reason: 'undone on the phone', exceptConflictId: null })
    return []
  }
  await announceStop(context, fact.run, stop.id, await phonesOf(fact))
  return questions
}

async function writeDelivery(
  fact: DeliverFact,
  lines: readonly PricedLine[],
  amount: DoorAmount,
  { earlier, isTwin }: { earlier: readonly DeliveryRow[]; isTwin: boolean },
): Promise<DeliveryRow> {
  const { context, command, stop } = fact
  const isIdTaken = (await readDelivery(context.db, command.deliveryId)) !== undefined
  const voided = earlier.findLast(row => row.isVoid)
  const corrects = !isTwin && voided && !(await isCorrected(context.db, voided.id)) ? voided.id : null
  const delivery: DeliveryRow = {
    id: isIdTaken ? context.newId() : command.deliveryId,
    commandId: command.id,
    stopId: stop.id,
    runId: fact.run.id,
    siteId: stop.siteId,
    driverId: fact.driverId,
    businessDate: fact.run.date,
    outcome: 'delivered',
    failureReason: null,
    occurredAt: fact.occurredAt,
    recipient: command.recipient,
    payment: command.payment,
    amountDueNtd: amount.amountDueNtd,
    amountPaidNtd: parseNtd(command.amountPaidNtd),
    residualCreditNtd: amount.creditNtd,
    note: command.note,
    correctsId: corrects,
    isVoid: isTwin,
  }
  await insertDelivery(context.db, delivery)
  await insertDeliveryLines(context.db, delivery.id, lines)
  const taken = await readTakenResidualIds(
    context.db,
    command.residuals.map(residual => residual.id),
  )
  const used = new Set(taken)
  await insertResiduals(
    context.db,
    delivery.id,
    command.residuals.map((residual, index) => {
      const id = used.has(residual.id) ? context.newId() : residual.id
      used.add(id)
      const creditNtd = amount.creditsNtd[index] ?? 0n
      return { ...residual, id, residualGrams: residualGrams(residual), creditNtd }
    }),
  )
  await insertDeliveryFiles(context.db, delivery.id, command.files)
  return delivery
}

function questionsAboutMoney(
  fact: DeliverFact,
  amount: DoorAmount,
  facts: SiteFacts | undefined,
): Question[] {
  const { command } = fact
  const dueOnPhone = parseNtd(command.amountDueNtd)
  const paid = parseNtd(command.amountPaidNtd)
  const questions: Question[] = []
  if (dueOnPhone !== amount.amountDueNtd)
    questions.push({
      kind: 'amount-differs',
      detail: {
        phoneNtd: command.amountDueNtd,
        ourNtd: String(amount.amountDueNtd),
        paidNtd: command.amountPaidNtd,
      },
    })
  const settlement = settlementAtDoor(facts?.settlement ?? 'cash', fact.stop.payment)
  if (isCreditUnagreed(settlement, command.payment, dueOnPhone, paid))
    questions.push({
      kind: 'credit-not-agreed',
      detail: {
        payment: command.payment,
        dueNtd: command.amountDueNtd,
        paidNtd: command.amountPaidNtd,
        openNtd: String(dueOnPhone - (command.payment === 'monthly' ? 0n : paid)),
      },
    })
  return questions
}

function questionsAboutEmpties(fact: DeliverFact, lines: readonly PricedLine[]): Question[] {
  const short = emptiesShort(lines, fact.stop.lines)
  if (!short) return []
  const byType = Object.entries(short).map(([type, quantity]) => [`short.${type}`, quantity])
  return [{ kind: 'empties-short', detail: { short: formatCylinders(short), ...Object.fromEntries(byType) } }]
}

/** The phones to tell: who reported, and who holds the stop now. */
async function phonesOf(fact: DeliverFact): Promise<string[]> {
  const { stop, run, deps, context } = fact
  if (stop.runId === null || stop.runId === run.id) return [fact.driverId, run.driver.id]
  const [holder] = await deps.dispatch.readRuns(context.db, [stop.runId])
  return holder ? [fact.driverId, run.driver.id, holder.driver.id] : [fact.driverId, run.driver.id]
}
