import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Columns } from './columns.ts'
import { checkCustomerRow } from './customer-checks.rules.ts'
import { customerColumns } from './customer-columns.rules.ts'
import { quantitiesOf } from './customer-record.rules.ts'
import { sizeCountsOf } from './cylinder-text.rules.ts'
import type { HeaderMatch } from './header.rules.ts'
import { checkDelivery } from './history-checks.rules.ts'
import { historyColumns } from './history-columns.rules.ts'
import { historyRecord } from './history-record.rules.ts'
import { ImportTally } from './import-tally.rules.ts'
import { openLegacyFile } from './legacy-file.reader.ts'
import { findLegacyTable } from './legacy-table.reader.ts'
import { memberColumns } from './member-columns.rules.ts'
import { type AcceptedRow, RepeatedCodes, type RowOutcome } from './source-rows.rules.ts'

/** Writes bytes to a file of their own and forgets it afterwards. */
export async function withFile<T>(bytes: Buffer, use: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-imports-'))
  try {
    const path = join(folder, 'file')
    writeFileSync(path, bytes)
    return await use(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Reads a whole file by its columns and tallies it; the rows that were accepted come along. */
async function readWhole<C extends Columns>(
  path: string,
  columns: C,
  see: (row: AcceptedRow<C>, tally: ImportTally, header: HeaderMatch<C>) => void,
  unique: boolean,
) {
  const file = await openLegacyFile(path)
  try {
    const { header, batches } = await findLegacyTable(file, columns)
    const tally = new ImportTally(header.remarks)
    const repeated = new RepeatedCodes()
    const accepted: AcceptedRow<C>[] = []
    for await (const batch of batches) {
      for (const outcome of batch) {
        const judged = unique ? judge(outcome, repeated) : outcome
        tally.count(judged)
        if (judged.kind !== 'accepted') continue
        accepted.push(judged)
        see(judged, tally, header)
      }
    }
    return { result: tally.result(), accepted, header }
  } finally {
    file.close()
  }
}

function judge<C extends Columns>(outcome: RowOutcome<C>, repeated: RepeatedCodes): RowOutcome<C> {
  return outcome.kind === 'accepted' ? repeated.check(outcome, String(outcome.cells.code), '客戶') : outcome
}

export const readCustomers = (path: string) =>
  readWhole(
    path,
    customerColumns,
    (row, tally, header) => {
      const remark = checkCustomerRow(row, header)
      if (remark !== undefined) tally.warn(remark)
      tally.cylinders(sizeCountsOf(quantitiesOf(row.cells)))
    },
    true,
  )

export const readMembers = (path: string) =>
  readWhole(path, memberColumns, (row, tally) => tally.cylinders(row.cells.cylinderText), true)

export const readHistory = (path: string, latest = '2026-11-22') =>
  readWhole(
    path,
    historyColumns(latest),
    (row, tally) => {
      const record = historyRecord(row.cells)
      const remark = checkDelivery(row.row, record)
      if (remark !== undefined) tally.warn(remark)
      tally.cylinders(sizeCountsOf(record.quantities))
    },
    false,
  )
