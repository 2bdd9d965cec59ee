import { runIntegrity as integrityEndpoint } from '../../../contract/endpoints/deliveries.ts'
import type { Database } from '../../platform/database/database.ts'
import { type Route, readRoute } from '../../platform/http/route.ts'
import { type IntegrityReport, runIntegrity } from './run-integrity.ts'

export { type IntegrityReport, runIntegrity } from './run-integrity.ts'

/** The proof that everything agrees, for the office. */
export function makeIntegrity(deps: { db: Database }): { routes: Route[] } {
  return { routes: [readRoute(integrityEndpoint, () => runIntegrity(deps.db))] }
}

/** `npx luckygas integrity`: exit 0 when everything agrees, 2 when something does not. */
export async function integrityCommand(
  db: Database,
): Promise<{ exit: 0 | 2; json: IntegrityReport; text: string }> {
  const report = await runIntegrity(db)
  const lines = report.checks.map(check => {
    const listed = check.findings
      .slice(0, 5)
      .map(finding => `    ${finding.what} ${JSON.stringify(finding.params)}`)
    return [`${check.isClean ? '✓' : '✗'} ${check.name}`, ...listed].join('\n')
  })
  return { exit: report.isClean ? 0 : 2, json: report, text: lines.join('\n') }
}
