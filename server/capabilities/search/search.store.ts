import { sql } from 'kysely'
import type { Database, Tx } from '../../platform/database/database.ts'

/**
 * Makes every document anew from what the tables say, at once for whoever searches meanwhile, and has the planner count
 * the tokens. Who writes a found thing waits until it is done.
 * @returns how many documents were missing or different before, and how many there are now
 */
export async function rebuildDocuments(db: Database): Promise<{ wrong: number; documents: number }> {
  const counts = await db.transaction().execute(async tx => {
    await sql`lock table search_document in share row exclusive mode`.execute(tx)
    const removed = await sql`delete from search_document d where not exists
      (select 1 from search_thing() t where t.kind = d.kind and t.id = d.id)`.execute(tx)
    const written = await sql`insert into search_document as d
        (kind, id, drawer, key, title, detail, also, state, is_closed, sort_key, folded, tokens)
      select kind, id, drawer, key, title, detail, also, state, is_closed, sort_key, folded, tokens from search_source()
      on conflict (kind, id) do update set drawer = excluded.drawer, key = excluded.key, title = excluded.title,
        detail = excluded.detail, also = excluded.also, state = excluded.state, is_closed = excluded.is_closed,
        sort_key = excluded.sort_key, folded = excluded.folded, tokens = excluded.tokens
      where (d.drawer, d.key, d.title, d.detail, d.also, d.state, d.is_closed, d.sort_key, d.folded, d.tokens)
        is distinct from (excluded.drawer, excluded.key, excluded.title, excluded.detail, excluded.also,
          excluded.state, excluded.is_closed, excluded.sort_key, excluded.folded, excluded.tokens)`.execute(
      tx,
    )
    const { documents } = await tx
      .selectFrom('search_document')
      .select(({ fn }) => fn.countAll<bigint>().as('documents'))
      .executeTakeFirstOrThrow()
    return {
      wrong: Number(removed.numAffectedRows ?? 0n) + Number(written.numAffectedRows ?? 0n),
      documents: Number(documents),
    }
  })
  await sql`analyze search_document`.execute(db)
  return counts
}

/** How many documents are missing, too many or different from what the tables say. */
export async function countWrongDocuments(db: Database): Promise<number> {
  const { rows } = await sql<{ wrong: bigint }>`select count(*) as wrong
    from search_document d full join search_source() s on s.kind = d.kind and s.id = d.id
    where (d.drawer, d.key, d.title, d.detail, d.also, d.state, d.is_closed, d.sort_key, d.folded, d.tokens)
      is distinct from (s.drawer, s.key, s.title, s.detail, s.also, s.state, s.is_closed, s.sort_key, s.folded, s.tokens)`.execute(
    db,
  )
  return Number(rows[0]?.wrong ?? 0)
}

/** Runs work that changes thousands of things, and makes their documents anew once, at its end. */
export async function withSearchLater<T>(db: Tx, work: () => Promise<T>): Promise<T> {
  await sql`select search_later()`.execute(db)
  const done = await work()
  await sql`select search_catch_up()`.execute(db)
  return done
}
