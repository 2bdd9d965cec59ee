import type { EndpointAnswer } from '../../../contract/endpoint.ts'
import type { decideConflict } from '../../../contract/endpoints/deliveries.ts'
import type { Reader } from '../../platform/database/database.ts'
import { readCommandKinds } from './command.store.ts'
import type { ConflictRow } from './conflict.store.ts'
import { choicesFor } from './conflict-choices.ts'
import type { DeliveriesDeps } from './deliveries-deps.ts'

export type ShownConflict = EndpointAnswer<typeof decideConflict>

/** Conflicts with the names a person needs and the choices still offered. */
export async function showConflicts(
  deps: DeliveriesDeps,
  db: Reader,
  rows: readonly ConflictRow[],
): Promise<ShownConflict[]> {
  const kinds = await readCommandKinds(db, present(rows.map(row => row.commandId)))
  const drivers = new Map<string, string>()
  for (const id of new Set(present(rows.map(row => row.driverId)))) {
    const driver = await deps.dispatch.readDriver(db, id)
    if (driver) drivers.set(id, driver.name)
  }
  const siteNames = await readSiteNames(deps, db, present(rows.map(row => row.stopId)))
  return rows.map(row => ({
    id: row.id,
    kind: row.kind,
    openedAt: row.openedAt.toISOString(),
    driverName: (row.driverId && drivers.get(row.driverId)) || null,
    shortName: (row.stopId && siteNames.get(row.stopId)) || null,
    stopId: row.stopId,
    runId: row.runId,
    detail: row.detail,
    status: row.status,
    decision: row.decision,
    note: row.note,
    choices:
      row.status === 'open'
        ? choicesFor(row.kind, (row.commandId && kinds.get(row.commandId)) || null).map(
            ({ decision }) => decision,
          )
        : [],
    decidedAt: row.decidedAt?.toISOString() ?? null,
    version: row.version,
  }))
}

/** Names of the sites at which stops are, by stop. */
export async function readSiteNames(
  deps: DeliveriesDeps,
  db: Reader,
  stopIds: readonly string[],
): Promise<Map<string, string>> {
  const stops = stopIds.length > 0 ? await deps.dispatch.readStops(db, [...new Set(stopIds)]) : []
  const siteIds = [...new Set(stops.map(stop => stop.siteId))]
  const sites = siteIds.length > 0 ? await deps.customers.readSitesForDriver(db, siteIds) : []
  const names = new Map(sites.map(site => [site.siteId, site.shortName]))
  return new Map(stops.map(stop => [stop.id, names.get(stop.siteId) ?? '']))
}

function present(ids: readonly (string | null)[]): string[] {
  return ids.filter(id => id !== null)
}
