import { sql } from 'kysely'
import type { Database } from '../../platform/database/database.ts'

type PaidSource = 'google'

/**
 * Takes up to `wanted` elements of the day's allowance; answers how many were left to take. The row's lock makes all
 * processes queue, so together they never take more than `dailyElements`.
 */
export async function takeElements(
  db: Database,
  request: { source: PaidSource; day: string; wanted: number; dailyElements: number },
): Promise<number> {
  const { source, day, wanted, dailyElements } = request
  return db.transaction().execute(async tx => {
    await tx
      .insertInto('travel_budget')
      .values({ source, day, elements: 0 })
      .onConflict(conflict => conflict.doNothing())
      .execute()
    const { elements } = await tx
      .selectFrom('travel_budget')
      .select('elements')
      .where('source', '=', source)
      .where('day', '=', day)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const granted = Math.max(0, Math.min(wanted, dailyElements - elements))
    if (granted > 0) await addElements(tx, source, day, granted)
    return granted
  })
}

/** Gives back what was taken and not asked. Elements that were asked are spent, answered or not. */
export async function returnElements(
  db: Database,
  request: { source: PaidSource; day: string; elements: number },
): Promise<void> {
  if (request.elements > 0) await addElements(db, request.source, request.day, -request.elements)
}

async function addElements(
  db: Pick<Database, 'updateTable'>,
  source: PaidSource,
  day: string,
  elements: number,
): Promise<void> {
  await db
    .updateTable('travel_budget')
    .set({ elements: sql<number>`greatest(0, elements + ${elements}::int)` })
    .where('source', '=', source)
    .where('day', '=', day)
    .execute()
}

export async function deleteBudgets(
  db: Database,
  before: string,
  limit: number,
): Promise<bigint | undefined> {
  const result = await sql`delete from travel_budget where (source, day) in (
    select source, day from travel_budget where day < ${before}::date limit ${limit})`.execute(db)
  return result.numAffectedRows
}
