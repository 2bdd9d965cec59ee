/**
 * What every reader (workbook or text file) hands to the rules: rows of cells as the file holds them, nothing
 * interpreted. Batches keep the number of asynchronous steps small on files of 350,000 rows.
 */

/** A cell that is more than a plain value. */
export type SpecialCell =
  /** An Excel error value such as `#REF!`. */
  | { kind: 'error'; text: string }
  /** A number that the workbook shows as a date or a time. */
  | { kind: 'date'; date: string; minute: number }
  /** A formula that nobody has calculated yet. */
  | { kind: 'formula'; text: string }
  /** A cell covered by a merged range; `of` is what the range shows. */
  | { kind: 'merged'; of: SourceCell }

export type SourceCell = undefined | string | number | boolean | SpecialCell

/** Damage to a whole line that only the reader can see. */
export type LineRemark = 'row.bare-lf' | 'row.quote-not-closed' | 'row.extra-empty-cells'

export interface SourceRow {
  /** 1-based sheet row, or the 1-based line on which the record starts. */
  row: number
  cells: SourceCell[]
  remark?: LineRemark
}

export interface SourceSheet {
  /** Sheet name, or the format of a text file; for messages. */
  name: string
  /** True where every row must have as many cells as the header (text files). */
  fixedWidth: boolean
  batches(): AsyncIterable<SourceRow[]>
}

/** A cell as a person would read it, at most 200 characters; for reports. No database keeps a NUL: it shows as ␀. */
export function showCell(cell: SourceCell): string {
  if (cell === undefined) return ''
  if (typeof cell !== 'object') return String(cell).slice(0, 200).replaceAll('\0', '␀')
  if (cell.kind === 'merged') return showCell(cell.of)
  if (cell.kind === 'date') return cell.date
  return showCell(cell.kind === 'formula' ? `=${cell.text}` : cell.text)
}

/** Whether a cell holds nothing; a text of spaces counts as nothing. */
export function isBlank(cell: SourceCell): boolean {
  if (cell === undefined || cell === '') return true
  if (typeof cell === 'string') return cell.trim() === ''
  return typeof cell === 'object' && cell.kind === 'merged' && isBlank(cell.of)
}
