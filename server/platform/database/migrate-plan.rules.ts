import { landedBackfills } from './landed-backfills.rules.ts'

/**
 * How a migration is carried out. Usually its whole text in one transaction. After a line `-- backfill` come statements
 * over many rows: each takes the last key ($1, null at first), changes some hundred rows after it and answers `last`,
 * null when there were none; every call commits by itself and may be repeated. One that takes no key is called once. A
 * file whose first line is `-- concurrently` runs statement by statement outside a transaction, and all of it may be
 * repeated.
 */
export type MigrationPlan =
  | { kind: 'transaction'; structure: string; backfills: readonly string[] }
  | { kind: 'concurrent'; statements: readonly string[]; backfills: readonly [] }

const backfillMark = /^-- backfill\b.*$/m
const concurrentMark = /^-- concurrently\b/

/** Whether a backfill takes no key: it is done once, and may be a part of the schema. */
export const isOnce = (statement: string): boolean => !statement.includes('$1')

export function planOf(name: string, sql: string): MigrationPlan {
  if (concurrentMark.test(sql)) return { kind: 'concurrent', statements: statementsOf(sql), backfills: [] }
  const landed = landedBackfills[name]
  if (landed) {
    const at = sql.lastIndexOf(landed.replaces)
    if (at < 0) throw new Error(`${name} does not hold: ${landed.replaces}`)
    const structure = sql.slice(0, at) + (landed.instead ?? '')
    return { kind: 'transaction', structure, backfills: landed.backfills }
  }
  const mark = backfillMark.exec(sql)
  if (!mark) return { kind: 'transaction', structure: sql, backfills: [] }
  return {
    kind: 'transaction',
    structure: sql.slice(0, mark.index),
    backfills: statementsOf(sql.slice(mark.index)),
  }
}

/** Statements that each end a line with their semicolon; comments of whole lines are left out. */
function statementsOf(sql: string): string[] {
  return sql
    .split('\n')
    .filter(line => !line.startsWith('--'))
    .join('\n')
    .split(/;\s*(?:\n|$)/)
    .map(statement => statement.trim())
    .filter(Boolean)
}
