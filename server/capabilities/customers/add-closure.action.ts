import { officeStream } from '@luckygas/contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { malformed, siteNotFound } from './customers.errors.ts'
import { lockSite } from './site.store.ts'
import type { SiteClosure } from './site.types.ts'
import { insertClosure } from './site-write.store.ts'

/** Closes a site for some days, both ends included. */
export async function addClosure(context: WriteContext, siteId: string, closure: SiteClosure): Promise<void> {
  const site = await lockSite(context.db, siteId)
  if (!site) throw siteNotFound()
  if (closure.toDate < closure.fromDate) throw malformed('body.toDate', 'before-from-date')
  if (!(await insertClosure(context.db, siteId, closure))) throw malformed('body.id', 'taken')
  await context.audit({
    action: 'customers.add-closure',
    entity: 'site',
    entityId: siteId,
    after: closure,
  })
  await context.announce({
    stream: officeStream(site.depotId),
    kind: 'customers.changed',
    entityId: site.customerId,
  })
}
