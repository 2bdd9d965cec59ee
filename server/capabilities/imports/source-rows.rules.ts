import { compact } from './cell-text.rules.ts'
import { type Cells, type Column, type Columns, readCell } from './columns.ts'
import { type HeaderMatch, headerSkeleton } from './header.rules.ts'
import type { FileRemark, RemarkCode } from './remarks.rules.ts'
import { isBlank, type SourceCell, type SourceRow, showCell } from './source-table.ts'

/** A row that can be stored. */
export interface AcceptedRow<C extends Columns> {
  kind: 'accepted'
  row: number
  cells: Cells<C>
  /** Columns whose cell could not be read: what LuckyGas holds there stays. */
  unread: (keyof C & string)[]
  warnings: FileRemark[]
}
export interface RejectedRow {
  kind: 'rejected'
  row: number
  remark: FileRemark
}
/** A row that says nothing: blank, the header again, a line of totals. */
export interface SkippedRow {
  kind: 'skipped'
  row: number
}
export type RowOutcome<C extends Columns> = AcceptedRow<C> | RejectedRow | SkippedRow

const totalWords = new Set(['合計', '總計', '小計', '共計', '總和', 'total'])
const noRemarks: FileRemark[] = []

/**
 * Reads one row of a file by its columns. Exactly one outcome a row, so that
 * rows = accepted + rejected + skipped whatever the file holds.
 * @param fixedWidth whether a row must have as many cells as the header (text files)
 */
export function readRow<C extends Columns>(
  source: SourceRow,
  header: HeaderMatch<C>,
  columns: C,
  fixedWidth: boolean,
): RowOutcome<C> {
  const { row, cells } = source
  if (cells.every(isBlank)) return { kind: 'skipped', row }
  if (source.remark === 'row.quote-not-closed')
    return reject(row, '', 'row.quote-not-closed', wholeLine(cells))
  const misfit = fixedWidth ? misfitOf(source, header) : undefined
  if (misfit !== undefined) return misfit
  if (isNoData(cells, header)) return { kind: 'skipped', row }

  const values: Record<string, unknown> = {}
  let warnings = noRemarks
  const unread: string[] = []
  const warn = (column: string, code: RemarkCode, value: string) => {
    if (warnings === noRemarks) warnings = []
    warnings.push({ row, column, code, value })
  }
  if (source.remark !== undefined) warn('', source.remark, '')
  for (const key of header.absent) values[key] = columns[key]?.empty
  for (let position = 0; position < header.width; position += 1) {
    const key = header.keys[position]
    if (key === undefined) continue
    const by = columns[key] as Column<unknown>
    const cell = cells[position]
    if ((cell === '' || cell === undefined) && by.emptyFault === undefined) {
      values[key] = by.empty
      continue
    }
    const reading = readCell(cell, by)
    const name = header.names[position] ?? by.header
    if ('value' in reading) {
      values[key] = reading.value
      if (reading.note !== undefined) warn(name, reading.note, showCell(cell))
      continue
    }
    if (by.need !== 'cell') return reject(row, name, reading.fault, showCell(cell))
    values[key] = by.empty
    unread.push(key)
    warn(name, reading.fault, showCell(cell))
  }
  return { kind: 'accepted', row, cells: values as Cells<C>, unread, warnings }
}

/** A text line with the wrong number of cells: nobody can say which one is missing, unless the surplus is empty. */
function misfitOf<C extends Columns>(source: SourceRow, header: HeaderMatch<C>): RejectedRow | undefined {
  const { cells, row } = source
  if (cells.length === header.width) return undefined
  if (cells.length < header.width) {
    return reject(row, header.names[cells.length] ?? '', 'row.too-few-columns', wholeLine(cells))
  }
  if (cells.slice(header.width).every(isBlank)) {
    cells.length = header.width
    source.remark ??= 'row.extra-empty-cells'
    return undefined
  }
  return reject(row, header.names[header.width - 1] ?? '', 'row.too-many-columns', wholeLine(cells))
}

/** The header printed again on a later page, or a line of totals. */
function isNoData<C extends Columns>(cells: readonly SourceCell[], header: HeaderMatch<C>): boolean {
  const codePosition = header.keys.indexOf('code')
  const code = cells[codePosition]
  if (typeof code !== 'string' || /\d/.test(code)) return false
  if (totalWords.has(compact(code).toLowerCase())) return true
  const name = header.names[codePosition]
  return name !== undefined && code !== '' && headerSkeleton(code) === headerSkeleton(name)
}

function reject(row: number, column: string, code: RemarkCode, value: string): RejectedRow {
  return { kind: 'rejected', row, remark: { row, column, code, value } }
}

function wholeLine(cells: readonly SourceCell[]): string {
  return cells.map(showCell).join(',').slice(0, 200)
}

/** Refuses a code that an earlier row of the same file has: two rows cannot both be the customer. */
export class RepeatedCodes {
  readonly #firstRows = new Map<string, number>()

  /** The outcome itself, or its refusal where the code was seen before. A refused row does not claim its code. */
  check<C extends Columns>(outcome: RowOutcome<C>, code: string, column: string): RowOutcome<C> {
    if (outcome.kind !== 'accepted') return outcome
    const first = this.#firstRows.get(code)
    if (first !== undefined) return reject(outcome.row, column, 'code.repeated', code)
    this.#firstRows.set(code, outcome.row)
    return outcome
  }
}
