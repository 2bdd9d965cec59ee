import type { WriteContext } from '../../platform/database/write.ts'
import { insertCompany, insertDepot, readDepotIds } from './company.store.ts'

export interface FirstDepot {
  code: string
  name: string
  address: string
  latitude: number
  longitude: number
}

export interface Company {
  name: string
  /** Marks every page 示範: nothing here is a real customer. */
  isDemo: boolean
  depot: FirstDepot
}

/** Gives an empty database its company and first depot; on any other it changes nothing. Answers the first depot's id. */
export async function foundCompany(context: WriteContext, company: Company): Promise<string> {
  const isNew = await insertCompany(context.db, { ...company, now: context.now })
  const existing = (await readDepotIds(context.db))[0]
  if (existing) return existing
  const id = context.newId()
  await insertDepot(context.db, { id, ...company.depot, now: context.now })
  await context.audit({
    action: 'admin.found-company',
    entity: 'company',
    entityId: id,
    after: { ...company, isNew },
  })
  return id
}
