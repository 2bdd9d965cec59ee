import { runIntegrity } from '../capabilities/integrity/integrity.api.ts'
import type { Database, Reader } from '../platform/database/database.ts'

/** What a holder holds of 20 kg cylinders, as `full/empty` or, for a site or `lost`, `held`. */
export async function holds(db: Reader, kind: string, holderId: string | null, type = '20'): Promise<string> {
  const rows = await db
    .selectFrom('cylinder_balance as b')
    .innerJoin('cylinder_account as a', 'a.id', 'b.account_id')
    .select(['b.condition', 'b.quantity'])
    .where('a.kind', '=', kind)
    .where(eb => (holderId === null ? eb('a.holder_id', 'is', null) : eb('a.holder_id', '=', holderId)))
    .where('b.cylinder_type', '=', type)
    .execute()
  const of = (condition: string) => rows.find(row => row.condition === condition)?.quantity ?? 0
  return kind === 'depot' || kind === 'truck' ? `${of('full')}/${of('empty')}` : String(of('held'))
}

/** Cash of a holder in NT$. */
export async function cashOf(db: Reader, kind: string, holderId: string | null): Promise<number> {
  const rows = await db
    .selectFrom('cash_entry as e')
    .innerJoin('cash_account as a', 'a.id', 'e.account_id')
    .select('e.amount_ntd')
    .where('a.kind', '=', kind)
    .where(eb => (holderId === null ? eb('a.holder_id', 'is', null) : eb('a.holder_id', '=', holderId)))
    .execute()
  return rows.reduce((sum, row) => sum + Number(row.amount_ntd), 0)
}

/** These tests date their events by a clock of their own, and no relay runs beside them. */
const withoutRelay = 'events.relayed'

/** Findings of the integrity checks, as `check: what`; empty when everything agrees. */
export async function findings(db: Database): Promise<string[]> {
  const { checks } = await runIntegrity(db)
  return checks
    .filter(check => check.name !== withoutRelay)
    .flatMap(check => check.findings.map(finding => `${check.name}: ${finding.what}`))
}

export async function stateOf(
  db: Reader,
  table: 'stop' | 'sales_order' | 'run',
  id: string,
): Promise<string> {
  return (await db.selectFrom(table).select('state').where('id', '=', id).executeTakeFirstOrThrow()).state
}
