import type { Tx } from '../../platform/database/database.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { sizeCountsOf } from './cylinder-text.rules.ts'
import {
  addHistoryLines,
  countNewHistoryLines,
  firstLinesByCode,
  historyLine,
  openHistoryLines,
  storeHistoryLines,
} from './delivery-history.store.ts'
import { checkDelivery } from './history-checks.rules.ts'
import { historyColumns } from './history-columns.rules.ts'
import { historyRecord } from './history-record.rules.ts'
import type { ImportDeps } from './import-deps.ts'
import { ImportTally } from './import-tally.rules.ts'
import type { LegacyFile } from './legacy-file.reader.ts'
import { findLegacyTable } from './legacy-table.reader.ts'

/** Lines sent to the database at once: a hundred kilobytes of text. */
const batchLines = 2_000

/**
 * Imports the delivery history. Every line lands in a table of its own first, so that identical lines can be counted;
 * then the new ones are stored in one statement. Imported deliveries never post to a ledger.
 */
export async function importHistory(
  deps: Pick<ImportDeps, 'customers'>,
  context: WriteContext,
  file: LegacyFile,
  options: { isDryRun: boolean; onRows(rows: number): Promise<void> },
): Promise<ImportTally> {
  const { header, batches } = await findLegacyTable(file, historyColumns(context.today))
  const tally = new ImportTally(header.remarks)
  await openHistoryLines(context.db)
  let lines: string[] = []
  for await (const batch of batches) {
    for (const outcome of batch) {
      tally.count(outcome)
      if (outcome.kind !== 'accepted') continue
      const record = historyRecord(outcome.cells)
      const remark = checkDelivery(outcome.row, record)
      if (remark !== undefined) tally.warn(remark)
      tally.cylinders(sizeCountsOf(record.quantities))
      lines.push(historyLine(outcome.row, record))
      if (lines.length < batchLines) continue
      await addHistoryLines(context.db, lines)
      lines = []
    }
    await options.onRows(tally.rows)
  }
  await addHistoryLines(context.db, lines)
  const created = options.isDryRun
    ? await countNewHistoryLines(context.db)
    : await storeHistoryLines(context.db, context.now)
  tally.change('create', created)
  tally.change('same', tally.accepted - created)
  const column = header.names[header.keys.indexOf('code')] ?? ''
  for (const [code, row] of await unknownCodes(deps, context.db)) {
    tally.warn({ row, column, code: 'code.only-in-history', value: code })
  }
  return tally
}

/** Codes that no customer has, with the first line each stands in; the office decides who they were. */
async function unknownCodes(deps: Pick<ImportDeps, 'customers'>, db: Tx): Promise<[string, number][]> {
  const firstLines = await firstLinesByCode(db)
  const known = await deps.customers.readKnownCodes(db, [...firstLines.keys()])
  return [...firstLines].filter(([code]) => !known.has(code)).sort(([, a], [, b]) => a - b)
}
