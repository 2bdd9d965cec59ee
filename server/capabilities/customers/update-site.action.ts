import { officeStream } from '@luckygas/contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { siteNotFound, staleVersion } from './customers.errors.ts'
import { lockSite } from './site.store.ts'
import type { SiteFacts } from './site.types.ts'
import { type SiteEdit, saveSiteEdit } from './site-write.store.ts'

/** The fields an office may edit, and the column each is kept in. */
const editable = {
  floor: 'floor',
  hasLift: 'has_lift',
  gateCode: 'gate_code',
  contactName: 'contact_name',
  accessNote: 'access_note',
  acceptHours: 'accept_hours',
  slot: 'slot',
  closedWeekdays: 'closed_weekdays',
  closedOnHolidays: 'closed_on_holidays',
  vehicleAccess: 'vehicle_access',
} as const satisfies Partial<Record<keyof SiteFacts, keyof SiteEdit>>
type Editable = keyof typeof editable

export type SiteChange = { version: number } & { [K in Editable]?: SiteFacts[K] | undefined }

/** Changes acceptance hours, access and vehicle of a site; what already is as asked is not a change. */
export async function updateSite(context: WriteContext, siteId: string, change: SiteChange): Promise<void> {
  const { db, now } = context
  const site = await lockSite(db, siteId)
  if (!site) throw siteNotFound()
  if (site.version !== change.version) throw staleVersion()
  const changed = (Object.keys(editable) as Editable[]).filter(
    field => change[field] !== undefined && change[field] !== site[field],
  )
  if (changed.length === 0) return
  const edit = Object.fromEntries(changed.map(field => [editable[field], change[field]])) as SiteEdit
  await saveSiteEdit(db, siteId, edit, now)
  await context.audit({
    action: 'customers.update-site',
    entity: 'site',
    entityId: siteId,
    before: Object.fromEntries(changed.map(field => [field, site[field]])),
    after: Object.fromEntries(changed.map(field => [field, change[field]])),
  })
  await context.announce({
    stream: officeStream(site.depotId),
    kind: 'customers.changed',
    entityId: site.customerId,
  })
}
