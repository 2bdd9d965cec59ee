import { sql } from 'kysely'
import type { Database, Reader } from '../../platform/database/database.ts'
import type { IndexedDocument, SearchChange } from '../../ports/search/search.port.ts'

/**
 * Has the database note from here on what changes, for an engine to follow; waits for transactions that began before.
 * @returns whether it was not noted before, so that the engine may lack anything
 */
export async function beginFollowing(db: Database): Promise<boolean> {
  return db.transaction().execute(async tx => {
    const { is_following } = await tx
      .selectFrom('search_feed')
      .select('is_following')
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (is_following) return false
    await sql`lock table search_document in share row exclusive mode`.execute(tx)
    await tx.updateTable('search_feed').set({ is_following: true }).execute()
    return true
  })
}

/** Nobody follows any more, and what was noted for it is forgotten. */
export async function endFollowing(db: Database): Promise<void> {
  await db.transaction().execute(async tx => {
    const ended = await tx
      .updateTable('search_feed')
      .set({ is_following: false, checked_at: null, documents: null })
      .where('is_following', '=', true)
      .executeTakeFirst()
    if (ended.numUpdatedRows === 0n) return
    await tx.deleteFrom('search_change').execute()
    await tx.deleteFrom('search_drift').execute()
  })
}

interface Row {
  kind: string
  id: string
  drawer: string
  key: string
  title: string
  detail: string
  also: string[]
  state: string
  is_closed: boolean
  sort_key: bigint
  folded: string
  tokens: string[]
}

const columns = sql.raw(
  'd.kind, d.id, d.drawer, d.key, d.title, d.detail, d.also, d.state, d.is_closed, d.sort_key, d.folded, d.tokens',
)

function documentOf({ drawer, is_closed, sort_key, ...row }: Row): IndexedDocument {
  return { ...row, letter: drawer, isClosed: is_closed, sortKey: sort_key }
}

/** Changes the engine was not told of, the oldest first, each with the document as one snapshot shows it. */
export async function readChanges(
  db: Reader,
  limit: number,
): Promise<{ changes: SearchChange[]; versions: bigint[] }> {
  const { rows } = await sql<
    { of: string; at: string; versions: string[] } & { [K in keyof Row]: Row[K] | null }
  >`
    with waiting as (select version, kind, id from search_change order by version limit ${limit})
    select w.kind as of, w.id as at, w.versions, ${columns}
    from (select kind, id, array_agg(version order by version) as versions from waiting group by kind, id) w
    left join search_document d on d.kind = w.kind and d.id = w.id`.execute(db)
  return {
    changes: rows.map(({ of, at, versions, ...row }) => ({
      kind: of,
      id: at,
      version: BigInt(versions.at(-1) ?? 0),
      document: row.kind === null ? null : documentOf(row as Row),
    })),
    versions: rows.flatMap(row => row.versions.map(BigInt)),
  }
}

export async function forgetChanges(db: Database, versions: readonly bigint[]): Promise<void> {
  await sql`delete from search_change where version = any(${[...versions]}::bigint[])`.execute(db)
}

export async function countWaitingChanges(db: Reader): Promise<number> {
  const { count } = await db
    .selectFrom('search_change')
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

export interface DocumentName {
  kind: string
  id: string
}

/** The documents after a name, in the order of kind and id. */
export async function readDocumentsAfter(
  db: Reader,
  after: DocumentName | null,
  limit: number,
): Promise<IndexedDocument[]> {
  const { rows } = await sql<Row>`select ${columns} from search_document d
    where ${after === null ? sql`true` : sql`(d.kind, d.id) > (${after.kind}, ${after.id}::uuid)`}
    order by d.kind, d.id limit ${limit}`.execute(db)
  return rows.map(documentOf)
}

export async function readDocumentsNamed(
  db: Reader,
  names: readonly DocumentName[],
): Promise<IndexedDocument[]> {
  const { rows } = await sql<Row>`select ${columns} from search_document d
    join unnest(${names.map(({ kind }) => kind)}::text[], ${names.map(({ id }) => id)}::uuid[]) n (kind, id)
      on d.kind = n.kind and d.id = n.id`.execute(db)
  return rows.map(documentOf)
}

/** Of these names, those with a change the engine was not told of. */
export async function readWaitingNames(db: Reader, names: readonly DocumentName[]): Promise<DocumentName[]> {
  const { rows } = await sql<DocumentName>`select distinct c.kind, c.id from search_change c
    join unnest(${names.map(({ kind }) => kind)}::text[], ${names.map(({ id }) => id)}::uuid[]) n (kind, id)
      on c.kind = n.kind and c.id = n.id`.execute(db)
  return rows
}

export type DriftWord = 'document-missing' | 'document-orphan' | 'document-differs'
export type Drift = DocumentName & { what: DriftWord }

/** Keeps what a comparison found, in place of the one before. */
export async function keepComparison(
  db: Database,
  { now, documents, drift }: { now: Date; documents: number; drift: readonly Drift[] },
): Promise<void> {
  await db.transaction().execute(async tx => {
    await tx
      .updateTable('search_feed')
      .set({ checked_at: now, documents: BigInt(documents) })
      .execute()
    await tx.deleteFrom('search_drift').execute()
    if (drift.length > 0)
      await tx
        .insertInto('search_drift')
        .values([...drift])
        .execute()
  })
}
