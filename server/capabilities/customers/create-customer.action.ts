import { Problem } from '@luckygas/contract/kernel/problem.ts'
import { officeStream } from '@luckygas/contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import type { GeocodedPoint, Geocoder } from '../../ports/geocoder/geocoder.port.ts'
import { readHomeDepotId } from '../admin/admin.api.ts'
import { takeNextCode } from './customer.store.ts'
import { malformed } from './customers.errors.ts'
import { phoneDigitsOf } from './search.rules.ts'
import type { CustomerKind, Settlement } from './site.types.ts'
import { ensureZones, insertCustomers, insertPhones, insertSites } from './site-write.store.ts'

export interface NewCustomerRequest {
  id: string
  siteId: string
  shortName: string
  kind: CustomerKind
  phone?: string | undefined
  address: string
  zone?: string | undefined
  settlement: Settlement
  siteType?: string | undefined
  floor: number
  hasLift: boolean
}

/** Where an address service or a person placed a site. */
type Placed = Omit<GeocodedPoint, 'source' | 'place'> & { source: GeocodedPoint['source'] | 'staff' }

/**
 * The point of a new address, asked before the transaction begins. A service that does not answer leaves the site
 * unplaced, on the list of coarse sites, rather than the customer unwritten.
 */
export async function placeAddress(geocoder: Geocoder, address: string): Promise<GeocodedPoint | undefined> {
  try {
    return await geocoder.locate(address)
  } catch (error) {
    if (error instanceof Problem && error.kind === 'unavailable') return undefined
    throw error
  }
}

/** A new customer with one site and the next free code. Answers the code. */
export async function createCustomer(
  context: WriteContext,
  request: NewCustomerRequest,
  point: Placed | undefined,
): Promise<string> {
  const { db, now } = context
  const digits = readPhone(request.phone)
  const depotId = await readHomeDepotId(db, context.actor.depotId)
  const zones = await ensureZones(db, depotId, request.zone ? [request.zone] : [], context.newId)
  const code = await takeNextCode(db)
  await insertCustomers(db, [
    {
      id: request.id,
      code,
      kind: request.kind,
      short_name: request.shortName,
      settlement: request.settlement,
      source: 'office',
      created_at: now,
      updated_at: now,
    },
  ])
  await insertSites(db, [
    {
      id: request.siteId,
      customer_id: request.id,
      depot_id: depotId,
      zone_id: request.zone ? (zones.get(request.zone) ?? null) : null,
      site_type: request.siteType ?? null,
      address: request.address,
      floor: request.floor,
      has_lift: request.hasLift,
      ...pointColumns(point),
      created_at: now,
      updated_at: now,
    },
  ])
  if (digits) await insertPhones(db, [{ customer_id: request.id, digits, label: '' }])
  await context.audit({
    action: 'customers.create',
    entity: 'customer',
    entityId: request.id,
    after: { ...request, code },
  })
  await context.announce({ stream: officeStream(depotId), kind: 'customers.changed', entityId: request.id })
  return code
}

/** A geocoded point in the columns of `site`; all empty where the address names no place. */
export function pointColumns(point: Placed | undefined) {
  return {
    latitude: point?.latitude ?? null,
    longitude: point?.longitude ?? null,
    point_source: point?.source ?? null,
    point_precision_metres: point?.precisionMetres ?? null,
    town_code: point?.townCode ?? null,
  }
}

function readPhone(phone: string | undefined): string | undefined {
  if (phone === undefined || phone.trim() === '') return undefined
  const digits = phoneDigitsOf(phone)
  if (digits === null || digits.length < 6 || digits.length > 15) throw malformed('body.phone', 'not-a-phone')
  return digits
}
