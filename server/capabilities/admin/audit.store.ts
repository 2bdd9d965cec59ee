import type { Reader } from '../../platform/database/database.ts'
import type { ReportReader } from '../../platform/database/report-reader.ts'

export interface AuditFilter {
  entity?: string | undefined
  entityId?: string | undefined
  /** Only entries older than this one. */
  beforeId?: bigint | undefined
  limit: number
}

/** What was done to any of these records, newest first, without what was in them. */
export async function readTrail(
  db: Reader,
  of: { entities: readonly string[]; ids: readonly string[] },
  limit: number,
) {
  return db
    .selectFrom('audit')
    .select(['id', 'at', 'actor_id', 'action', 'reason'])
    .where('entity', 'in', [...of.entities])
    .where('entity_id', 'in', [...of.ids])
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Entries, newest first. */
export async function listAuditEntries(db: ReportReader, filter: AuditFilter) {
  let query = db
    .selectFrom('audit')
    .select([
      'id',
      'at',
      'actor_id',
      'actor_role',
      'action',
      'entity',
      'entity_id',
      'before',
      'after',
      'reason',
    ])
    .orderBy('id', 'desc')
    .limit(filter.limit)
  if (filter.entity !== undefined) query = query.where('entity', '=', filter.entity)
  if (filter.entityId !== undefined) query = query.where('entity_id', '=', filter.entityId)
  if (filter.beforeId !== undefined) query = query.where('id', '<', filter.beforeId)
  return query.execute()
}
