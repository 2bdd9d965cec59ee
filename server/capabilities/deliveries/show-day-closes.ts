import type { EndpointAnswer } from '../../../contract/endpoint.ts'
import type { listDayCloses as listEndpoint, signDayClose } from '../../../contract/endpoints/deliveries.ts'
import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import { readTogether } from '../../platform/database/read-together.ts'
import { readCashInHand } from '../payments/payments.api.ts'
import { readLateCommands } from './command.store.ts'
import { listLateQuestions } from './conflict.store.ts'
import { closeDifferences, needsManager } from './day-close.rules.ts'
import { type DayCloseRow, listDayCloses, listUnreceived } from './day-close.store.ts'
import type { DeliveriesDeps } from './deliveries-deps.ts'
import { readSiteNames } from './show-conflicts.ts'
import { readSigningLimits } from './signing-limits.ts'

export type ShownDayClose = EndpointAnswer<typeof signDayClose>

/** Closes with the names a person needs; those of other depots are left out when `depotId` is given. */
export async function showDayCloses(
  deps: DeliveriesDeps,
  db: Reader,
  rows: readonly DayCloseRow[],
  depotId: string | null,
): Promise<ShownDayClose[]> {
  if (rows.length === 0) return []
  const runs = await deps.dispatch.readRuns(
    db,
    rows.map(row => row.runId),
  )
  const runOf = new Map(runs.map(run => [run.id, run]))
  const signers = await deps.readUserNames(
    db,
    rows.flatMap(row => [row.signedBy, row.reopenedBy].filter(id => id !== null)),
  )
  const corrections = await readCorrections(deps, db, rows)
  const limits = new Map(
    await readTogether(
      db,
      ...[...new Set(rows.map(row => row.businessDate))].map(
        date => async () => [date, await readSigningLimits(deps, db, date)] as const,
      ),
    ),
  )
  return rows.flatMap(row => {
    const run = runOf.get(row.runId)
    const limit = limits.get(row.businessDate)
    if (!run || !limit || (depotId && run.depotId !== depotId)) return []
    return [
      {
        id: row.id,
        runId: row.runId,
        driverName: run.driver.name,
        letter: run.driver.letter,
        plate: run.vehicle.plate,
        businessDate: row.businessDate,
        occurredAt: row.occurredAt.toISOString(),
        countedCashNtd: String(row.countedCashNtd),
        dueCashNtd: String(row.dueCashNtd),
        varianceCashNtd: String(row.varianceCashNtd),
        cylinders: row.lines,
        isCylinderVariance: closeDifferences(row.lines).length > 0,
        denominations: row.denominations,
        reason: row.reason,
        driverSignatureFileId: row.driverSignatureFileId,
        status: row.status,
        needsManager: needsManager(row, limit),
        signedByName: (row.signedBy && signers.get(row.signedBy)) || null,
        signedAt: row.signedAt?.toISOString() ?? null,
        signatureNote: row.signatureNote,
        receivedSignatureFileId: row.receivedSignatureFileId,
        reopenedByName: (row.reopenedBy && signers.get(row.reopenedBy)) || null,
        reopenedAt: row.reopenedAt?.toISOString() ?? null,
        reopenReason: row.reopenReason,
        corrections: corrections.get(row.id) ?? [],
        version: row.version,
      },
    ]
  })
}

/** What came in about each run after its close, by close, with what was decided about it. */
async function readCorrections(
  deps: DeliveriesDeps,
  db: Reader,
  rows: readonly DayCloseRow[],
): Promise<Map<string, ShownDayClose['corrections']>> {
  const late = await readLateCommands(
    db,
    rows.map(row => row.id),
  )
  const questions = new Map(
    (
      await listLateQuestions(
        db,
        rows.map(row => row.runId),
      )
    ).map(question => [question.commandId, question]),
  )
  const names = await readSiteNames(
    deps,
    db,
    late.flatMap(command => command.stopId ?? []),
  )
  const byClose = new Map<string, ShownDayClose['corrections']>()
  for (const command of late) {
    const question = questions.get(command.id)
    byClose.set(command.closeId, [
      ...(byClose.get(command.closeId) ?? []),
      {
        commandId: command.id,
        kind: command.kind,
        shortName: (command.stopId && names.get(command.stopId)) || null,
        occurredAt: command.occurredAt.toISOString(),
        receivedAt: command.receivedAt.toISOString(),
        decision: question?.decision ?? null,
        isOpen: question?.isOpen ?? false,
      },
    ])
  }
  return byClose
}

/** Other days on which somebody's close still waits for the depot. */
async function readUnreceived(
  deps: DeliveriesDeps,
  db: Reader,
  of: { date: BusinessDate; depotId: string | null },
): Promise<{ businessDate: BusinessDate; count: number }[]> {
  const waiting = (await listUnreceived(db)).filter(close => close.businessDate !== of.date)
  if (waiting.length === 0) return []
  const runs = await deps.dispatch.readRuns(
    db,
    waiting.map(close => close.runId),
  )
  const own = new Set(runs.filter(run => !of.depotId || run.depotId === of.depotId).map(run => run.id))
  const days = Map.groupBy(
    waiting.filter(close => own.has(close.runId)),
    close => close.businessDate,
  )
  return [...days].map(([businessDate, closes]) => ({ businessDate, count: closes.length }))
}

/** The closes of a day beside the runs that are still out. */
export async function answerDayCloses(
  deps: DeliveriesDeps,
  db: Reader,
  of: { date: BusinessDate; depotId: string | null },
): Promise<EndpointAnswer<typeof listEndpoint>> {
  const closes = await listDayCloses(db, { businessDate: of.date })
  const runs = await deps.dispatch.readRunsOfDay(db, of.depotId, of.date)
  const out = runs.filter(run => run.state !== 'closed')
  const stops =
    out.length > 0
      ? await deps.dispatch.readStopsOfRuns(
          db,
          out.map(run => run.id),
        )
      : []
  const cash = await readCashInHand(
    db,
    out.map(run => run.driver.id),
  )
  const stopsOf = Map.groupBy(
    stops.filter(stop => stop.state !== 'cancelled'),
    stop => stop.runId,
  )
  return {
    closes: await showDayCloses(deps, db, closes, of.depotId),
    open: out.map(run => {
      const own = stopsOf.get(run.id) ?? []
      return {
        runId: run.id,
        driverName: run.driver.name,
        letter: run.driver.letter,
        state: run.state,
        done: own.filter(stop => stop.state === 'done' || stop.state === 'failed').length,
        total: own.length,
        cashInHandNtd: String(cash.get(run.driver.id) ?? 0n),
      }
    }),
    unreceived: await readUnreceived(deps, db, of),
  }
}
