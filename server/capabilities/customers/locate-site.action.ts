import { officeStream } from '@luckygas/contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { siteNotFound, staleVersion } from './customers.errors.ts'
import { lockSite } from './site.store.ts'
import { savePoint } from './site-write.store.ts'

/** A pin dragged on a map of the street is good to about a door's width. */
const draggedPrecisionMetres = 5

/** A person drags a site's pin: it outranks every other source from now on. */
export async function locateSite(
  context: WriteContext,
  siteId: string,
  request: { latitude: number; longitude: number; version: number },
): Promise<void> {
  const { db, now } = context
  const site = await lockSite(db, siteId)
  if (!site) throw siteNotFound()
  if (site.version !== request.version) throw staleVersion()
  const point = {
    latitude: request.latitude,
    longitude: request.longitude,
    source: 'staff' as const,
    precisionMetres: draggedPrecisionMetres,
  }
  await savePoint(db, siteId, point, { now, countsVersion: true })
  await context.audit({
    action: 'customers.locate-site',
    entity: 'site',
    entityId: siteId,
    before: site.point,
    after: point,
  })
  await context.announce({
    stream: officeStream(site.depotId),
    kind: 'customers.changed',
    entityId: site.customerId,
  })
}
