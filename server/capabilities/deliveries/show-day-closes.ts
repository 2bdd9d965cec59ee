import type { EndpointAnswer } from '../../../contract/endpoint.ts'
import type { listDayCloses as listEndpoint, signDayClose } from '../../../contract/endpoints/deliveries.ts'
import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import { readCashInHand } from '../payments/payments.api.ts'
import { closeDifferences } from './day-close.rules.ts'
import { type DayCloseRow, listDayCloses } from './day-close.store.ts'
import type { DeliveriesDeps } from './deliveries-deps.ts'

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
    rows.flatMap(row => (row.signedBy ? [row.signedBy] : [])),
  )
  return rows.flatMap(row => {
    const run = runOf.get(row.runId)
    if (!run || (depotId && run.depotId !== depotId)) return []
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
        reason: row.reason,
        status: row.status,
        signedByName: (row.signedBy && signers.get(row.signedBy)) || null,
        signedAt: row.signedAt?.toISOString() ?? null,
        signatureNote: row.signatureNote,
        version: row.version,
      },
    ]
  })
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
  }
}
