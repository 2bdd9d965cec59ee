import { SaxesParser } from 'saxes'
import type { SourceCell, SourceRow } from './source-table.ts'
import { dateOfSerial } from './workbook-dates.rules.ts'
import { columnNumber, type MergedRange } from './workbook-merges.reader.ts'
import { decodeEscapes, feed, localName, type WorkbookParts } from './workbook-parts.reader.ts'

/** Columns beyond this are formatting, not data. */
const maxColumns = 512

interface OpenCell {
  column: number
  type: string
  style: number
  value: string | undefined
  formula: string | undefined
}

/** Turns the events of a sheet part into rows; keeps one row in memory. */
class SheetRows {
  readonly parser = new SaxesParser()
  readonly #parts: WorkbookParts
  readonly #merges: MergedCells
  #rows: SourceRow[] = []
  #row = 0
  #cells: SourceCell[] = []
  #column = 0
  #cell: OpenCell | undefined
  #capture: 'value' | 'formula' | undefined
  #phonetic = 0

  constructor(parts: WorkbookParts, ranges: readonly MergedRange[]) {
    this.#parts = parts
    this.#merges = new MergedCells(ranges)
    this.parser.on('opentag', tag => this.#open(localName(tag.name), tag.attributes))
    this.parser.on('closetag', tag => this.#close(localName(tag.name)))
    this.parser.on('text', text => this.#text(text))
  }

  take(): SourceRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  #open(name: string, attributes: Record<string, string>): void {
    if (name === 'row') {
      this.#row = attributes.r === undefined ? this.#row + 1 : Number(attributes.r)
      this.#cells = []
      this.#column = 0
    } else if (name === 'c') {
      const letters = /^[A-Z]+/.exec(attributes.r ?? '')?.[0]
      this.#column = letters === undefined ? this.#column + 1 : columnNumber(letters)
      const [type, style] = [attributes.t ?? 'n', Number(attributes.s ?? 0)]
      this.#cell = { column: this.#column, type, style, value: undefined, formula: undefined }
    } else if (name === 'rPh') this.#phonetic += 1
    else if (this.#cell !== undefined && (name === 'v' || (name === 't' && this.#phonetic === 0))) {
      this.#capture = 'value'
      this.#cell.value ??= ''
    } else if (this.#cell !== undefined && name === 'f') {
      this.#capture = 'formula'
      this.#cell.formula ??= ''
    }
  }

  #text(text: string): void {
    if (this.#capture === undefined || this.#cell === undefined) return
    this.#cell[this.#capture] = (this.#cell[this.#capture] ?? '') + text
  }

  #close(name: string): void {
    if (name === 'v' || name === 't' || name === 'f') this.#capture = undefined
    else if (name === 'rPh') this.#phonetic -= 1
    else if (name === 'c') {
      const cell = this.#cell
      if (cell !== undefined && cell.column <= maxColumns) this.#cells[cell.column - 1] = this.#valueOf(cell)
      this.#cell = undefined
    } else if (name === 'row') {
      const cells = Array.from(this.#cells)
      this.#merges.fill(this.#row, cells)
      this.#rows.push({ row: this.#row, cells })
    }
  }

  #valueOf(cell: OpenCell): SourceCell {
    const { type, value, formula } = cell
    if (value === undefined || (value === '' && type !== 'inlineStr')) {
      return formula === undefined ? undefined : type === 'str' ? '' : { kind: 'formula', text: formula }
    }
    if (type === 's') return this.#parts.sharedStrings[Number(value)] ?? ''
    if (type === 'inlineStr' || type === 'str') return decodeEscapes(value)
    if (type === 'b') return value === '1' || value === 'true'
    if (type === 'e') return { kind: 'error', text: value }
    if (type === 'd') return isoDate(value)
    const number = Number(value)
    if (Number.isNaN(number)) return value
    const date = this.#parts.dateStyles.has(cell.style) ? dateOfSerial(number, this.#parts.is1904) : undefined
    return date === undefined ? number : { kind: 'date', ...date }
  }
}

function isoDate(text: string): SourceCell {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}):(\d{2}))?/.exec(text)
  if (match === null) return text
  return { kind: 'date', date: match[1] ?? '', minute: Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0) }
}

/** Marks the cells that merged ranges cover, with what their range shows. */
class MergedCells {
  readonly #waiting: MergedRange[]
  #open: { range: MergedRange; value: SourceCell }[] = []

  constructor(ranges: readonly MergedRange[]) {
    this.#waiting = ranges
      .filter(range => range.fromColumn <= maxColumns)
      .toSorted((a, b) => b.fromRow - a.fromRow)
  }

  fill(row: number, cells: SourceCell[]): void {
    this.#open = this.#open.filter(one => one.range.toRow >= row)
    for (
      let next = this.#waiting.at(-1);
      next !== undefined && next.fromRow <= row;
      next = this.#waiting.at(-1)
    ) {
      this.#waiting.pop()
      if (next.toRow < row) continue
      this.#open.push({ range: next, value: next.fromRow === row ? cells[next.fromColumn - 1] : undefined })
    }
    for (const { range, value } of this.#open) {
      for (let column = range.fromColumn; column <= Math.min(range.toColumn, maxColumns); column += 1) {
        if (row === range.fromRow && column === range.fromColumn) continue
        cells[column - 1] = value === undefined ? undefined : { kind: 'merged', of: value }
      }
    }
  }
}

/** The rows of a sheet part in batches, as the pieces of its text arrive. */
export async function* readSheetRows(
  pieces: AsyncIterable<string>,
  parts: WorkbookParts,
  ranges: readonly MergedRange[],
): AsyncGenerator<SourceRow[]> {
  const rows = new SheetRows(parts, ranges)
  for await (const piece of pieces) {
    feed(rows.parser, piece)
    yield rows.take()
  }
  feed(rows.parser, null)
  yield rows.take()
}
