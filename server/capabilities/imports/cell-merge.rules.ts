import type { Cells, Columns } from './columns.ts'

/** The cells of a row as the legacy file writes them, by our names. */
export type CellTexts = Record<string, string>

/** What becomes of one cell at a re-import. */
export type CellDecision = 'same' | 'take' | 'keep' | 'conflict'

/**
 * Decides one cell between the file as last imported (`base`), what LuckyGas holds now (`ours`) and the file now
 * (`theirs`). A cell that the file has not touched since stays as it is here; a cell changed in the file and not here
 * is taken; a cell changed in both places, differently, is for a person.
 * @param base undefined where the row was never imported: then only what is empty here is taken without asking
 */
export function decideCell(base: string | undefined, ours: string, theirs: string): CellDecision {
  if (theirs === ours) return 'same'
  if (base === undefined) return ours === '' ? 'take' : 'conflict'
  if (theirs === base) return 'keep'
  return ours === base ? 'take' : 'conflict'
}

/** Writes cells as the legacy file would. */
export function cellTexts<C extends Columns>(cells: Cells<C>, columns: C): CellTexts {
  const texts: CellTexts = {}
  for (const key of Object.keys(columns))
    texts[key] = columns[key]?.write(cells[key as keyof C] as never) ?? ''
  return texts
}

/** Reads texts that `cellTexts` wrote. */
export function cellsOfTexts<C extends Columns>(texts: CellTexts, columns: C): Cells<C> {
  const cells: Record<string, unknown> = {}
  for (const key of Object.keys(columns)) {
    const by = columns[key]
    const text = texts[key] ?? ''
    const reading = text === '' ? undefined : by?.read(text)
    cells[key] = reading !== undefined && 'value' in reading ? reading.value : by?.empty
  }
  return cells as Cells<C>
}

export interface CellChange {
  key: string
  before: string
  after: string
}

export interface RowMerge {
  /** The cells to store, ours and theirs as decided. */
  texts: CellTexts
  changes: CellChange[]
  /** Cells for a person: `before` is ours, `after` theirs. */
  conflicts: CellChange[]
}

/** Decides a whole row. Columns in `untouched` (absent from the file, or unreadable in this row) stay as they are. */
export function mergeRow(
  base: CellTexts | undefined,
  ours: CellTexts,
  theirs: CellTexts,
  untouched: ReadonlySet<string>,
): RowMerge {
  const merge: RowMerge = { texts: { ...ours }, changes: [], conflicts: [] }
  for (const key of Object.keys(theirs)) {
    if (untouched.has(key)) continue
    const before = ours[key] ?? ''
    const after = theirs[key] ?? ''
    const decision = decideCell(base?.[key], before, after)
    if (decision === 'take') {
      merge.texts[key] = after
      merge.changes.push({ key, before, after })
    } else if (decision === 'conflict') merge.conflicts.push({ key, before, after })
  }
  return merge
}
