import { sql } from 'kysely'
import type { ConflictKind } from '../../../contract/messages/driver-commands.ts'
import type { Reader, Tx } from '../../platform/database/database.ts'
import type { ConflictDetail } from './fact.ts'

export interface ConflictRow {
  id: string
  depotId: string
  kind: ConflictKind
  commandId: string | null
  runId: string | null
  stopId: string | null
  driverId: string | null
  detail: ConflictDetail
  status: 'open' | 'decided'
  decision: string | null
  note: string
  openedAt: Date
  decidedAt: Date | null
  version: number
}

const columns = [
  'id',
  'depot_id',
  'kind',
  'command_id',
  'run_id',
  'stop_id',
  'driver_id',
  'detail',
  'status',
  'decision',
  'note',
  'opened_at',
  'decided_at',
  'version',
] as const

export async function insertConflict(
  db: Tx,
  row: Pick<
    ConflictRow,
    'id' | 'depotId' | 'kind' | 'commandId' | 'runId' | 'stopId' | 'driverId' | 'detail'
  > & {
    openedAt: Date
  },
): Promise<void> {
  await db
    .insertInto('conflict')
    .values({
      id: row.id,
      depot_id: row.depotId,
      kind: row.kind,
      command_id: row.commandId,
      run_id: row.runId,
      stop_id: row.stopId,
      driver_id: row.driverId,
      detail: JSON.stringify(row.detail),
      opened_at: row.openedAt,
    })
    .execute()
}

/** Whether such a question is open already, about this run or about this depot. */
export async function isAsked(
  db: Reader,
  kind: ConflictKind,
  about: { runId: string } | { depotId: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('conflict')
    .select('id')
    .where('kind', '=', kind)
    .where('status', '=', 'open')
    .where(eb => ('runId' in about ? eb('run_id', '=', about.runId) : eb('depot_id', '=', about.depotId)))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether a question about this command still waits for a decision. */
export async function isQuestionOpen(db: Reader, kind: ConflictKind, commandId: string): Promise<boolean> {
  const row = await db
    .selectFrom('conflict')
    .select('id')
    .where('command_id', '=', commandId)
    .where('kind', '=', kind)
    .where('status', '=', 'open')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** What was asked about facts of closed runs: the command, and what was decided. At most 1000. */
export async function listLateQuestions(
  db: Reader,
  runIds: readonly string[],
): Promise<{ id: string; runId: string; commandId: string; isOpen: boolean; decision: string | null }[]> {
  if (runIds.length === 0) return []
  const rows = await db
    .selectFrom('conflict')
    .select(['id', 'run_id', 'command_id', 'status', 'decision'])
    .where('kind', '=', 'run-closed')
    .where('run_id', 'in', [...runIds])
    .orderBy('id')
    .limit(1000)
    .execute()
  return rows.map(row => ({
    id: row.id,
    runId: row.run_id ?? '',
    commandId: row.command_id ?? '',
    isOpen: row.status === 'open',
    decision: row.decision,
  }))
}

export async function readConflictsOfCommand(
  db: Reader,
  commandId: string,
): Promise<{ id: string; kind: ConflictKind }[]> {
  const rows = await db
    .selectFrom('conflict')
    .select(['id', 'kind'])
    .where('command_id', '=', commandId)
    .orderBy('id')
    .limit(50)
    .execute()
  return rows.map(row => ({ id: row.id, kind: row.kind as ConflictKind }))
}

export async function readConflict(db: Reader, id: string): Promise<ConflictRow | undefined> {
  const row = await db.selectFrom('conflict').select(columns).where('id', '=', id).executeTakeFirst()
  return row && toRow(row)
}

/** Conflicts by status: open ones oldest first, decided ones newest first. Ids are the server's and sort by time. */
export async function listConflicts(
  db: Reader,
  page: { depotId: string | null; status: 'open' | 'decided'; after: string | undefined; limit: number },
): Promise<ConflictRow[]> {
  const isOpen = page.status === 'open'
  let query = db
    .selectFrom('conflict')
    .select(columns)
    .where('status', '=', page.status)
    .orderBy('id', isOpen ? 'asc' : 'desc')
    .limit(page.limit)
  if (page.depotId) query = query.where('depot_id', '=', page.depotId)
  if (page.after) query = query.where('id', isOpen ? '>' : '<', page.after)
  return (await query.execute()).map(toRow)
}

/** Decides an open conflict of this version; false when somebody was faster. */
export async function markDecided(
  db: Tx,
  row: { id: string; version: number; decision: string; note: string; at: Date; by: string | null },
): Promise<boolean> {
  const updated = await db
    .updateTable('conflict')
    .set({
      status: 'decided',
      decision: row.decision,
      note: row.note,
      decided_at: row.at,
      decided_by: row.by,
      version: row.version + 1,
    })
    .where('id', '=', row.id)
    .where('version', '=', row.version)
    .where('status', '=', 'open')
    .returning('id')
    .executeTakeFirst()
  return updated !== undefined
}

/** Who decided a conflict; null where the system did. */
export async function readDecider(db: Reader, id: string): Promise<string | null> {
  const row = await db.selectFrom('conflict').select('decided_by').where('id', '=', id).executeTakeFirst()
  return row?.decided_by ?? null
}

/** Closes every open question about a command whose delivery was taken back; answers their ids and kinds. */
export async function closeConflictsOfCommand(
  db: Tx,
  row: { commandId: string; exceptId: string | null; at: Date },
): Promise<{ id: string; kind: ConflictKind }[]> {
  let query = db
    .updateTable('conflict')
    .set({ status: 'decided', decision: 'undone', decided_at: row.at, version: sql<number>`version + 1` })
    .where('command_id', '=', row.commandId)
    .where('status', '=', 'open')
    .returning(['id', 'kind'])
  if (row.exceptId) query = query.where('id', '<>', row.exceptId)
  return (await query.execute()).map(closed => ({ id: closed.id, kind: closed.kind as ConflictKind }))
}

type Selected = {
  id: string
  depot_id: string
  kind: string
  command_id: string | null
  run_id: string | null
  stop_id: string | null
  driver_id: string | null
  detail: unknown
  status: string
  decision: string | null
  note: string
  opened_at: Date
  decided_at: Date | null
  version: number
}

function toRow(row: Selected): ConflictRow {
  return {
    id: row.id,
    depotId: row.depot_id,
    kind: row.kind as ConflictKind,
    commandId: row.command_id,
    runId: row.run_id,
    stopId: row.stop_id,
    driverId: row.driver_id,
    detail: row.detail as ConflictDetail,
    status: row.status as ConflictRow['status'],
    decision: row.decision,
    note: row.note,
    openedAt: row.opened_at,
    decidedAt: row.decided_at,
    version: row.version,
  }
}
