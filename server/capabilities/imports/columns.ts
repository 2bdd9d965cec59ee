import type { Reading, RemarkCode } from './remarks.rules.ts'
import type { SourceCell } from './source-table.ts'
import { isBlank } from './source-table.ts'

/** One column of a legacy file: how its header may be written and how its cells are read. */
export interface Column<T> {
  /** The header as the legacy system writes it. */
  header: string
  /** Other headers that mean this column. */
  aliases: readonly string[]
  /** True where the words may not be looked for inside a longer header, because other headers contain them. */
  exactOnly: boolean
  /** Whether a file without this column, or a row without a readable cell in it, is refused. */
  need: 'file-and-row' | 'row' | 'cell'
  /** What an empty cell means; undefined where an empty cell is a fault (`emptyFault`). */
  empty: T
  emptyFault?: RemarkCode
  /** What the cells under a merged range mean: the same value again, nothing, or a fault. */
  merged: 'repeat' | 'empty' | 'fault'
  /** Reads a cell that is not empty, written as text. */
  read(text: string): Reading<T>
  /** The value as the legacy file writes it; re-imports compare cells by this text. `read(write(v))` is `v`. */
  write(value: T): string
  /** Reads a cell that the workbook shows as a date; without it a date is a fault. */
  readDate?(date: string, minute: number): Reading<T>
}

export type Columns = Record<string, Column<unknown>>
export type Cells<C extends Columns> = { [K in keyof C]: C[K] extends Column<infer T> ? T : never }

export type ColumnOptions<T> = Partial<Omit<Column<T>, 'header' | 'read' | 'write' | 'empty'>>

/** A column that costs only its own cell when it cannot be read. */
export function column<T>(
  header: string,
  empty: T,
  read: (text: string) => Reading<T>,
  write: (value: T) => string,
  options: ColumnOptions<T> = {},
): Column<T> {
  return {
    header,
    aliases: [],
    exactOnly: false,
    need: 'cell',
    merged: 'repeat',
    empty,
    read,
    write,
    ...options,
  }
}

/** Reads one cell by its column: special cells first, then the column's own rule. */
export function readCell<T>(cell: SourceCell, by: Column<T>): Reading<T> {
  if (isBlank(cell)) return by.emptyFault === undefined ? { value: by.empty } : { fault: by.emptyFault }
  if (typeof cell === 'string') return by.read(cell)
  if (typeof cell === 'number') return by.read(plainNumber(cell))
  if (typeof cell === 'boolean') return by.read(cell ? 'TRUE' : 'FALSE')
  if (cell === undefined) return { value: by.empty }
  if (cell.kind === 'error') return { fault: 'cell.error-value' }
  if (cell.kind === 'formula') return { fault: 'cell.formula-without-value' }
  if (cell.kind === 'date') return by.readDate?.(cell.date, cell.minute) ?? { fault: 'cell.unexpected-date' }
  if (by.merged === 'fault') return { fault: 'cell.merged-code' }
  if (by.merged === 'empty') return { value: by.empty, note: 'cell.merged-empty' }
  const reading = readCell(cell.of, by)
  return 'fault' in reading ? reading : { value: reading.value, note: 'cell.merged' }
}

/** A double as the sheet shows it: 15 significant digits, so that 17.700000000000003 reads 17.7; no exponent. */
function plainNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value)
  return String(Number(value.toPrecision(15)))
}
