import type { Reader, Tx } from '../../platform/database/database.ts'

/** What the company is called until somebody has said so. */
const unnamed = { name: '幸福氣', isDemo: false }

export async function readCompany(db: Reader): Promise<{ name: string; isDemo: boolean }> {
  const row = await db.selectFrom('company').select(['name', 'is_demo']).limit(1).executeTakeFirst()
  return row ? { name: row.name, isDemo: row.is_demo } : unnamed
}

/** Every depot, the first one first. */
export async function readDepotIds(db: Reader): Promise<string[]> {
  const rows = await db
    .selectFrom('depot')
    .select('id')
    .orderBy('created_at')
    .orderBy('code')
    .limit(200)
    .execute()
  return rows.map(row => row.id)
}

/**
 * The depot that something new belongs to: the given person's own, else the company's first. Throws where the company
 * has no depot yet, which start-up never leaves so.
 */
export async function readHomeDepotId(db: Reader, ownDepotId: string | null): Promise<string> {
  const depotId = ownDepotId ?? (await readDepotIds(db))[0]
  if (!depotId) throw new Error('the company has no depot')
  return depotId
}

export async function insertCompany(
  db: Tx,
  company: { name: string; isDemo: boolean; now: Date },
): Promise<boolean> {
  const row = await db
    .insertInto('company')
    .values({ name: company.name, is_demo: company.isDemo, created_at: company.now })
    .onConflict(conflict => conflict.column('singleton').doNothing())
    .returning('name')
    .executeTakeFirst()
  return row !== undefined
}

export async function insertDepot(
  db: Tx,
  depot: {
    id: string
    code: string
    name: string
    address: string
    latitude: number
    longitude: number
    now: Date
  },
): Promise<void> {
  const { now, ...values } = depot
  await db
    .insertInto('depot')
    .values({ ...values, created_at: now })
    .execute()
}
