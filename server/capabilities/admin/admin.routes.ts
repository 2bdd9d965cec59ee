import { listAudit } from '@luckygas/contract/endpoints/identity.ts'
import { invalid } from '@luckygas/contract/kernel/problem.ts'
import { type Route, reportRoute } from '../../platform/http/route.ts'
import type { AdminDeps } from './admin.api.ts'
import { listAuditEntries } from './audit.store.ts'

export function adminRoutes(deps: AdminDeps): Route[] {
  return [
    reportRoute(listAudit, async ({ reader }, { query }) => {
      const { entity, entityId, cursor, limit } = query
      const rows = await listAuditEntries(reader, { entity, entityId, beforeId: readCursor(cursor), limit })
      const actorIds = [...new Set(rows.flatMap(row => row.actor_id ?? []))]
      const names = await deps.readUserNames(reader, actorIds)
      const last = rows.at(-1)
      return {
        entries: rows.map(row => ({
          id: String(row.id),
          at: row.at.toISOString(),
          actorName: row.actor_id === null ? null : (names.get(row.actor_id) ?? null),
          actorRole: row.actor_role,
          action: row.action,
          entity: row.entity,
          entityId: row.entity_id,
          before: row.before,
          after: row.after,
          reason: row.reason,
        })),
        nextCursor: rows.length === limit && last ? String(last.id) : null,
      }
    }),
  ]
}

function readCursor(cursor: string | undefined): bigint | undefined {
  if (cursor === undefined) return undefined
  if (!/^\d{1,18}$/.test(cursor))
    throw invalid('request.malformed', { faults: [{ path: 'query.cursor', code: 'invalid' }] })
  return BigInt(cursor)
}
