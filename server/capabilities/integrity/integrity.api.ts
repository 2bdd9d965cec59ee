import { runIntegrity as integrityEndpoint } from '../../../contract/endpoints/deliveries.ts'
import type { Database } from '../../platform/database/database.ts'
import { type Route, reportRoute } from '../../platform/http/route.ts'
import type { Files } from '../../ports/files/files.port.ts'
import { checkBytes } from './read-bytes.ts'
import { repairOf } from './repairs.rules.ts'
import { type IntegrityReport, runChecks, runIntegrity } from './run-integrity.ts'

export { type IntegrityResult, keepIntegrityResult, readIntegrityResult } from './integrity-result.store.ts'
export { type IntegrityReport, runIntegrity } from './run-integrity.ts'

/** The proof that everything agrees, for the office. */
export function makeIntegrity(): { routes: Route[] } {
  return { routes: [reportRoute(integrityEndpoint, ({ reader }) => runChecks(reader))] }
}

/** `npx luckygas integrity`: exit 0 when everything agrees, 2 when something does not. It repairs nothing. */
export async function integrityCommand(
  db: Database,
  files?: Files,
  signal?: AbortSignal,
): Promise<{ exit: 0 | 2; json: IntegrityReport; text: string }> {
  const { checks: ofTables } = await runIntegrity(db)
  const checks = [...ofTables, ...(files ? await checkBytes(db, files, signal) : [])]
  const report = { isClean: checks.every(check => check.isClean), checks: checks.map(withRepair) }
  return { exit: report.isClean ? 0 : 2, json: report, text: checks.map(wordsOf).join('\n') }
}

function withRepair(check: IntegrityReport['checks'][number]) {
  return check.isClean ? check : { ...check, repair: repairOf(check.name) }
}

function wordsOf(check: IntegrityReport['checks'][number]): string {
  if (check.isClean) return `✓ ${check.name}`
  const listed = check.findings
    .slice(0, 5)
    .map(finding => `    ${finding.what} ${JSON.stringify(finding.params)}`)
  const { zh, en, command } = repairOf(check.name)
  const advice = [`    → ${zh} (${en})`, ...(command ? [`      ${command}`] : [])]
  return [`✗ ${check.name}`, ...listed, ...advice].join('\n')
}
