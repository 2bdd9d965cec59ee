import type { EndpointAnswer } from '../../../contract/endpoint.ts'
import { uploadList as uploadListEndpoint } from '../../../contract/endpoints/deliveries.ts'
import {
  decideImportConflict,
  getImport,
  listImportChanges,
  listImportConflicts,
  listImportFindings,
  listImports,
  startImport as startEndpoint,
} from '../../../contract/endpoints/imports.ts'
import type { Reader } from '../../platform/database/database.ts'
import { byWorkers, downloadRoute, type Route, readRoute, writeRoute } from '../../platform/http/route.ts'
import { customerFiles } from './customer-files.rules.ts'
import { decideConflict } from './decide-conflict.action.ts'
import { exportUploadList } from './export-upload-list.action.ts'
import { listOpenConflicts } from './import-conflicts.store.ts'
import type { ImportDeps } from './import-deps.ts'
import { type ImportRun, listChanges, listFindings, listRuns, readRun } from './import-runs.store.ts'
import { importNotFound } from './imports.errors.ts'
import { startImport } from './start-import.action.ts'

export function importRoutes(deps: ImportDeps): Route[] {
  return [
    writeRoute(startEndpoint, async (context, { body }) => {
      const run = await startImport(deps, context, body)
      return (await answers(deps, context.db, [run]))[0] as EndpointAnswer<typeof startEndpoint>
    }),
    readRoute(listImports, async ({ db }, { query }) => {
      const runs = await listRuns(db, query.cursor, query.limit)
      return { runs: await answers(deps, db, runs), nextCursor: nextOf(runs, query.limit, run => run.id) }
    }),
    readRoute(getImport, async ({ db }, { params }) => {
      const run = await readRun(db, params.id)
      if (run === undefined) throw importNotFound()
      return (await answers(deps, db, [run]))[0] as EndpointAnswer<typeof getImport>
    }),
    readRoute(listImportFindings, async ({ db }, { params, query }) => {
      const page = { after: Number(query.cursor ?? 0) || 0, limit: query.limit, severity: query.severity }
      const rows = await listFindings(db, params.id, page)
      const findings = rows.map(row => ({
        row: Number(row.row),
        column: row.column_name,
        code: row.code,
        value: row.value,
        severity: row.severity as 'rejected' | 'warning',
      }))
      return { findings, nextCursor: nextOf(rows, query.limit, row => String(row.ordinal)) }
    }),
    readRoute(listImportChanges, async ({ db }, { params, query }) => {
      const rows = await listChanges(db, params.id, {
        after: Number(query.cursor ?? 0) || 0,
        limit: query.limit,
      })
      const changes = rows.map(row => ({
        customerCode: row.customer_code,
        change: row.change as 'create' | 'update',
        cells: row.cells as { column: string; before: string | null; after: string }[],
      }))
      return { changes, nextCursor: nextOf(rows, query.limit, row => String(row.ordinal)) }
    }),
    readRoute(listImportConflicts, async ({ db }, { query }) => {
      const rows = await listOpenConflicts(db, query.cursor, query.limit)
      const names = await deps.customers.readNames(db, [...new Set(rows.map(row => row.customerId))])
      const conflicts = rows.map(({ id, customerId, key, ours, theirs }) => {
        const name = names.get(customerId)
        return {
          id,
          customerCode: name?.code ?? '',
          shortName: name?.shortName ?? '',
          column: columnName(key),
          ours,
          theirs,
        }
      })
      return { conflicts, nextCursor: nextOf(rows, query.limit, row => row.id) }
    }),
    writeRoute(decideImportConflict, async (context, { params, body }) => {
      await decideConflict(deps, context, { id: params.id, decision: body.decision })
      return { ok: true as const }
    }),
    byWorkers(
      'imports.upload-list',
      downloadRoute(uploadListEndpoint, ({ db }, { query }) => exportUploadList(deps, db, query)),
    ),
  ]
}

function nextOf<T>(rows: readonly T[], limit: number, cursor: (row: T) => string): string | null {
  const last = rows.at(-1)
  return rows.length === limit && last !== undefined ? cursor(last) : null
}

/** The header that the legacy file gives a column of ours. */
function columnName(key: string): string {
  return customerFiles.customers.columns[key]?.header ?? customerFiles.members.columns[key]?.header ?? key
}

async function answers(
  deps: ImportDeps,
  db: Reader,
  runs: readonly ImportRun[],
): Promise<EndpointAnswer<typeof getImport>[]> {
  const names = await deps.readUserNames(db, [...new Set(runs.flatMap(run => run.actorId ?? []))])
  return runs.map(({ actorId, createdAt, finishedAt, ...run }) => ({
    ...run,
    byName: actorId === null ? null : (names.get(actorId) ?? null),
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  }))
}
