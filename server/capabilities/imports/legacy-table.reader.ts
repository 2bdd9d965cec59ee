import { invalid } from '../../../contract/kernel/problem.ts'
import type { Columns } from './columns.ts'
import { absentRequired, type HeaderMatch, headerSearchRows, matchHeader } from './header.rules.ts'
import type { LegacyFile } from './legacy-file.reader.ts'
import { type RowOutcome, readRow } from './source-rows.rules.ts'
import { isBlank, type SourceRow, type SourceSheet } from './source-table.ts'

/** A table of a legacy file: its header, and one outcome for every row below it. */
export interface LegacyTable<C extends Columns> {
  header: HeaderMatch<C>
  batches: AsyncIterable<RowOutcome<C>[]>
}

/**
 * Finds the table in a file: the first sheet with a header that carries the required columns.
 * @throws Problem `imports.header-missing`, its faults naming the headers that no row carries
 */
export async function findLegacyTable<C extends Columns>(
  file: LegacyFile,
  columns: C,
): Promise<LegacyTable<C>> {
  let absent: string[] | undefined
  for (const sheet of file.sheets) {
    const first = await firstRows(sheet)
    const header = matchHeader(first, columns)
    if (header !== undefined) return { header, batches: outcomes(sheet, header, columns) }
    const here = absentRequired(first, columns)
    if (absent === undefined || here.length < absent.length) absent = here
  }
  throw invalid('imports.header-missing', {
    faults: (absent ?? []).map(name => ({ path: name, code: 'header.absent' })),
    params: { columns: (absent ?? []).join('、') },
  })
}

async function firstRows(sheet: SourceSheet): Promise<SourceRow[]> {
  const rows: SourceRow[] = []
  for await (const batch of sheet.batches()) {
    rows.push(...batch.slice(0, headerSearchRows))
    if (rows.length >= headerSearchRows) break
  }
  return rows.slice(0, headerSearchRows)
}

/**
 * Blank rows between two rows with data are rows of the file (skipped), whether the file writes them down or leaves
 * a gap in its numbers; blank rows after the last data are not.
 */
async function* outcomes<C extends Columns>(
  sheet: SourceSheet,
  header: HeaderMatch<C>,
  columns: C,
): AsyncGenerator<RowOutcome<C>[]> {
  let last = header.row
  let blanks: number[] = []
  for await (const batch of sheet.batches()) {
    const out: RowOutcome<C>[] = []
    for (const source of batch) {
      if (source.row <= header.row) continue
      if (source.cells.every(isBlank)) {
        if (sheet.fixedWidth) blanks.push(source.row)
        continue
      }
      if (!sheet.fixedWidth) blanks = gap(last, source.row)
      for (const row of blanks) out.push({ kind: 'skipped', row })
      blanks = []
      last = source.row
      out.push(readRow(source, header, columns, sheet.fixedWidth))
    }
    yield out
  }
}

/** Last row a workbook can have. */
const maxSheetRows = 1_048_576

function gap(last: number, next: number): number[] {
  if (next <= last || next > maxSheetRows) throw invalid('imports.file-damaged')
  return Array.from({ length: next - last - 1 }, (_, index) => last + 1 + index)
}
