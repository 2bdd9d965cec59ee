import { officeStream } from '@luckygas/contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { arrivalsKept, learnPoint } from './arrival.rules.ts'
import { lockSite } from './site.store.ts'
import { keepArrival, savePoint } from './site-write.store.ts'

/**
 * A driver stood at the door here: keeps the place and, once enough arrivals agree, moves the site's point
 * (`learnPoint`). The same arrival twice counts once; an unknown site is left alone.
 */
export async function learnArrival(
  context: WriteContext,
  arrival: { siteId: string; latitude: number; longitude: number; at: Date },
): Promise<void> {
  const { db, now } = context
  const site = await lockSite(db, arrival.siteId)
  if (!site) return
  const arrivals = await keepArrival(db, site.id, arrival, arrivalsKept)
  const learned = learnPoint(site.point, arrivals)
  if (!learned) return
  const point = { ...learned, source: 'arrivals' as const }
  await savePoint(db, site.id, point, { now, countsVersion: false })
  await context.audit({
    action: 'customers.learn-arrival',
    entity: 'site',
    entityId: site.id,
    before: site.point,
    after: point,
  })
  await context.announce({
    stream: officeStream(site.depotId),
    kind: 'customers.changed',
    entityId: site.customerId,
  })
}
