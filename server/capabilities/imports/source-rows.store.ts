import type { Reader, Tx } from '../../platform/database/database.ts'
import type { CellTexts } from './cell-merge.rules.ts'
import type { ImportKind } from './import-kinds.ts'

/** The cells of these rows as they were last imported. */
export async function readSourceRows(
  db: Reader,
  kind: ImportKind,
  keys: readonly string[],
): Promise<Map<string, CellTexts>> {
  if (keys.length === 0) return new Map()
  const rows = await db
    .selectFrom('import_source_row')
    .select(['key', 'cells'])
    .where('kind', '=', kind)
    .where('key', 'in', [...keys])
    .execute()
  return new Map(rows.map(row => [row.key, row.cells as CellTexts]))
}

export async function saveSourceRows(
  db: Tx,
  kind: ImportKind,
  rows: ReadonlyMap<string, CellTexts>,
  now: Date,
): Promise<void> {
  if (rows.size === 0) return
  await db
    .insertInto('import_source_row')
    .values([...rows].map(([key, cells]) => ({ kind, key, cells: JSON.stringify(cells), imported_at: now })))
    .onConflict(conflict =>
      conflict.columns(['kind', 'key']).doUpdateSet(eb => ({
        cells: eb.ref('excluded.cells'),
        imported_at: eb.ref('excluded.imported_at'),
      })),
    )
    .execute()
}
