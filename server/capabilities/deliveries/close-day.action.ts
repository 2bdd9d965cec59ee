import { parseNtd } from '../../../contract/kernel/money.ts'
import { officeStream } from '../../../contract/messages/live.ts'
import { insertDayClose, type NewDayClose, readCloseOfRun, readDayClose } from './day-close.store.ts'
import { announceCylinders, announceDriverDay, type CommandOf, type Fact, type Question } from './fact.ts'
import { settleDay } from './settle-day.ts'

/**
 * The driver has counted: what is due is worked out from the books, what was counted goes to the depot, and what
 * differs waits for a signature. A second count of a closed run changes nothing by itself; the office decides.
 */
export async function closeDay(fact: Fact<CommandOf<'close_day'>>): Promise<Question[]> {
  const { deps, context, command, run } = fact
  const first = await readCloseOfRun(context.db, run.id)
  const countedCashNtd = parseNtd(command.countedCashNtd)
  if (first) {
    const { countedCashNtd: firstCash } = first
    return [
      {
        kind: 'run-closed',
        detail: {
          runDate: run.date,
          firstCashNtd: String(firstCash),
          recountCashNtd: command.countedCashNtd,
        },
      },
    ]
  }
  const isIdTaken = (await readDayClose(context.db, command.dayCloseId)) !== undefined
  const id = isIdTaken ? context.newId() : command.dayCloseId
  const settled = await settleDay(deps, context, {
    closeId: id,
    run,
    driverId: fact.driverId,
    occurredAt: fact.occurredAt,
    bookedOn: run.date,
    countedCashNtd,
    counted: command.counted,
  })
  const row: NewDayClose = {
    id,
    commandId: command.id,
    runId: run.id,
    driverId: fact.driverId,
    businessDate: run.date,
    countedCashNtd,
    dueCashNtd: settled.dueCashNtd,
    varianceCashNtd: settled.varianceCashNtd,
    denominations: command.denominations,
    lines: settled.lines,
    reason: command.reason,
    driverSignatureFileId: command.signatureFileId,
    occurredAt: fact.occurredAt,
    status: settled.isAgreed ? 'agreed' : 'awaiting_signature',
  }
  await insertDayClose(context.db, row)
  await deps.dispatch.recordClosed(context, { runId: run.id, at: fact.occurredAt })
  const office = officeStream(run.depotId)
  await context.announce({ stream: office, kind: 'run.changed', entityId: run.id })
  await context.announce({
    stream: office,
    kind: 'day-close.changed',
    entityId: id,
    payload: { status: row.status },
  })
  await announceCylinders(context, run)
  await announceDriverDay(context, fact.driverId, run.id)
  return []
}
