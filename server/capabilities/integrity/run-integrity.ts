import { sql } from 'kysely'
import type { EndpointAnswer } from '../../../contract/endpoint.ts'
import type { runIntegrity as endpoint } from '../../../contract/endpoints/deliveries.ts'
import type { Database } from '../../platform/database/database.ts'
import type { ReportReader } from '../../platform/database/report-reader.ts'
import type { Check } from './check.ts'
import { deliveryChecks } from './delivery-checks.store.ts'
import { ledgerChecks } from './ledger-checks.store.ts'
import { orderChecks } from './order-checks.store.ts'
import { platformChecks } from './platform-checks.store.ts'
import { searchChecks } from './search-checks.store.ts'

export type IntegrityReport = EndpointAnswer<typeof endpoint>

/** Every check, in the order of the report. */
export const checks: readonly Check[] = [
  ...ledgerChecks,
  ...deliveryChecks,
  ...orderChecks,
  ...platformChecks,
  ...searchChecks,
]

/** Findings listed of one check; the first few tell what went wrong, and the rest are usually the same. */
const findingsListed = 100

/** Proves every ledger and cross-check on one snapshot, so that work going on meanwhile cannot look like a fault. */
export async function runIntegrity(db: Database): Promise<IntegrityReport> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(runChecks)
}

/** The checks on what this snapshot sees. */
export async function runChecks(snapshot: ReportReader): Promise<IntegrityReport> {
  const results: IntegrityReport['checks'] = []
  for (const { name, find } of checks) {
    const { rows } = await sql<{ what: string; params: Record<string, string | number | null> }>`
      select what, params from (${find}) as findings limit ${findingsListed}`.execute(snapshot)
    const findings = rows.map(row => ({ what: row.what, params: withoutNulls(row.params) }))
    results.push({ name, isClean: findings.length === 0, findings })
  }
  return { isClean: results.every(result => result.isClean), checks: results }
}

function withoutNulls(params: Record<string, string | number | null>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(params).filter((pair): pair is [string, string | number] => pair[1] !== null),
  )
}
