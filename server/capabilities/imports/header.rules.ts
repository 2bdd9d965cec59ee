import { sameTai } from './cell-text.rules.ts'
import type { Column, Columns } from './columns.ts'
import type { FileRemark } from './remarks.rules.ts'
import { isBlank, type SourceCell, type SourceRow, showCell } from './source-table.ts'

/** Where each column of ours stands in the file. */
export interface HeaderMatch<C extends Columns> {
  /** 1-based row of the header. */
  row: number
  /** Cells of the header, trailing empty ones not counted. */
  width: number
  /** Our column at each position of the file, undefined where the header was not understood. */
  keys: ((keyof C & string) | undefined)[]
  /** The header at each position, as the file writes it. */
  names: string[]
  /** Our columns that the file does not have. */
  absent: (keyof C & string)[]
  remarks: FileRemark[]
}

/** Rows above the table (title, legend, groups) that may precede the header. */
export const headerSearchRows = 20

/**
 * The header's skeleton: half width, no spaces, no bracketed notes, 台 and 表 for 臺 and 錶, any dash between
 * numbers as `~`, `公斤` as `kg`, lower case.
 */
export function headerSkeleton(cell: SourceCell): string {
  const text =
    typeof cell === 'object' && cell.kind === 'date'
      ? hourOfDate(cell.date)
      : showCell(cell).normalize('NFKC')
  const bare = text.replace(/[([{【「『〔<][^)\]}】」』〕>]*[)\]}】」』〕>]/g, '')
  return sameTai(bare.trim() === '' ? text : bare)
    .toLowerCase()
    .replace(/[\s\u200b-\u200f\ufeff*#:：、。「」"']+/g, keepColon)
    .replaceAll('錶', '表')
    .replaceAll('公斤', 'kg')
    .replace(/(?<=\d)[-~〜∼–—－至到_](?=\d)/g, '~')
}

/** A colon matters in `08:00~09:00` and nowhere else; it stays only between digits, which the caller's text shows. */
function keepColon(run: string, offset: number, whole: string): string {
  const between = /\d/.test(whole[offset - 1] ?? '') && /\d/.test(whole[offset + run.length] ?? '')
  return run === ':' && between ? ':' : ''
}

/** A spreadsheet turns the header `8-9` into the ninth of August. */
function hourOfDate(date: string): string {
  return `${Number(date.slice(5, 7))}~${Number(date.slice(8, 10))}`
}

interface Spelling {
  key: string
  skeleton: string
  /** The legacy system's own word, which goes before any other spelling. */
  isLegacy: boolean
  exactOnly: boolean
}

function spellingsOf(columns: Columns): Spelling[] {
  return Object.entries(columns).flatMap(([key, by]: [string, Column<unknown>]) =>
    [by.header, ...by.aliases].map((text, index) => ({
      key,
      skeleton: headerSkeleton(text),
      isLegacy: index === 0,
      exactOnly: by.exactOnly,
    })),
  )
}

/**
 * Finds the header among the first rows and says which column stands where. A header matches by its whole words
 * first; a longer header matches the longest of our words inside it, once nothing matches it exactly.
 * @returns undefined where no row carries the headers without which the file cannot be read
 */
export function matchHeader<C extends Columns>(
  rows: readonly SourceRow[],
  columns: C,
): HeaderMatch<C> | undefined {
  let best: HeaderMatch<C> | undefined
  for (const row of rows.slice(0, headerSearchRows)) {
    const match = matchRow(row, columns)
    if (match !== undefined && (best === undefined || match.absent.length < best.absent.length)) best = match
  }
  return best
}

/** Required headers that none of the first rows carries; for the message that refuses a file. */
export function absentRequired(rows: readonly SourceRow[], columns: Columns): string[] {
  let fewest: string[] | undefined
  for (const row of rows.slice(0, headerSearchRows)) {
    const found = new Set(assign(row.cells, columns))
    const absent = required(columns).filter(key => !found.has(key))
    if (fewest === undefined || absent.length < fewest.length) fewest = absent
  }
  return (fewest ?? required(columns)).map(key => columns[key]?.header ?? key)
}

function required(columns: Columns): string[] {
  return Object.keys(columns).filter(key => columns[key]?.need === 'file-and-row')
}

function matchRow<C extends Columns>(row: SourceRow, columns: C): HeaderMatch<C> | undefined {
  const keys = assign(row.cells, columns)
  const found = new Set(keys)
  if (required(columns).some(key => !found.has(key))) return undefined
  let width = row.cells.length
  while (width > 0 && isBlank(row.cells[width - 1])) width -= 1
  const names = row.cells.slice(0, width).map(cell => showCell(cell).trim())
  const absent = Object.keys(columns).filter(key => !found.has(key))
  return {
    row: row.row,
    width,
    keys: keys.slice(0, width),
    names,
    absent,
    remarks: remarksOf(row, keys, absent, columns),
  }
}

function assign(cells: readonly SourceCell[], columns: Columns): (string | undefined)[] {
  const spellings = spellingsOf(columns)
  const skeletons = cells.map(cell => (isBlank(cell) ? '' : headerSkeleton(cell)))
  const keys: (string | undefined)[] = skeletons.map(() => undefined)
  const taken = new Set<string>()
  const claim = (position: number, spelling: Spelling | undefined) => {
    if (spelling === undefined || taken.has(spelling.key)) return
    keys[position] = spelling.key
    taken.add(spelling.key)
  }
  // The legacy words themselves, then the other spellings, then words inside longer headers.
  for (const [position, skeleton] of skeletons.entries()) {
    claim(
      position,
      spellings.find(one => one.isLegacy && one.skeleton === skeleton),
    )
  }
  for (const [position, skeleton] of skeletons.entries()) {
    if (keys[position] === undefined)
      claim(
        position,
        spellings.find(one => one.skeleton === skeleton),
      )
  }
  for (const [position, skeleton] of skeletons.entries()) {
    if (keys[position] === undefined && skeleton !== '') claim(position, longestInside(skeleton, spellings))
  }
  return keys
}

function longestInside(skeleton: string, spellings: readonly Spelling[]): Spelling | undefined {
  let best: Spelling | undefined
  for (const one of spellings) {
    if (one.exactOnly || one.skeleton.length < 2 || one.skeleton.length <= (best?.skeleton.length ?? 0))
      continue
    if (/^\d+$/.test(one.skeleton)) continue
    const at = skeleton.indexOf(one.skeleton)
    if (at < 0) continue
    const before = skeleton[at - 1] ?? ''
    const after = skeleton[at + one.skeleton.length] ?? ''
    const splitsNumber =
      (/^\d/.test(one.skeleton) && /[\d~]/.test(before)) || (/\d$/.test(one.skeleton) && /[\d~]/.test(after))
    if (!splitsNumber) best = one
  }
  return best
}

function remarksOf(
  row: SourceRow,
  keys: readonly (string | undefined)[],
  absent: readonly string[],
  columns: Columns,
): FileRemark[] {
  const remarks: FileRemark[] = []
  const skeletons = new Set<string>()
  for (const [position, cell] of row.cells.entries()) {
    if (isBlank(cell)) continue
    const skeleton = headerSkeleton(cell)
    const code = skeletons.has(skeleton) ? 'header.repeated' : 'header.not-understood'
    skeletons.add(skeleton)
    const name = showCell(cell).trim()
    if (keys[position] === undefined) remarks.push({ row: row.row, column: name, code, value: name })
  }
  for (const key of absent) {
    remarks.push({ row: row.row, column: columns[key]?.header ?? key, code: 'header.absent', value: '' })
  }
  return remarks
}
