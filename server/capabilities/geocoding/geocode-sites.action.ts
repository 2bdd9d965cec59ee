import { type Actor, systemActor } from '../../platform/actor.ts'
import { runWrite, type WriteContext } from '../../platform/database/write.ts'
import type { GeocodedPoint } from '../../ports/geocoder/geocoder.port.ts'
import type { GeocodingDeps, SiteAddress } from './geocoding-deps.ts'

export interface PlacedSite {
  customerCode: string
  site: number
  address: string
  latitude: number
  longitude: number
  source: GeocodedPoint['source']
  precisionMetres: number
  /** What the point stands for: `台東縣台東市`. */
  place: string
  /** Whether the site had another point, or none, before. */
  changed: boolean
}

export interface GeocodingReport {
  /** Sites looked at: those without a point and those that a centroid placed. */
  sites: number
  placed: number
  changed: number
  bySource: Record<string, number>
  /** Sites whose address names no place; the office must drag their pins. */
  unplaced: { customerCode: string; site: number; address: string }[]
  points: PlacedSite[]
}

const batchSites = 1_000

/**
 * Places every site that has no better point than a centroid, or says where it would. Sites of one village share its
 * point: nothing is scattered to look precise.
 */
export async function geocodeSites(
  deps: GeocodingDeps,
  options: { isDryRun: boolean; actor?: Actor; traceId: string },
): Promise<GeocodingReport> {
  const report: GeocodingReport = { sites: 0, placed: 0, changed: 0, bySource: {}, unplaced: [], points: [] }
  let afterId: string | undefined
  do {
    const sites = await deps.sites.readPlaceable(deps.db, afterId, batchSites)
    afterId = sites.length === batchSites ? sites.at(-1)?.siteId : undefined
    const moved = await locateAll(deps, sites, report)
    if (options.isDryRun || moved.length === 0) continue
    const request = { actor: options.actor ?? systemActor, traceId: options.traceId }
    await runWrite(deps, request, context => placeAll(deps, context, moved))
  } while (afterId !== undefined)
  return report
}

async function placeAll(
  deps: GeocodingDeps,
  context: WriteContext,
  moved: { siteId: string; point: GeocodedPoint }[],
): Promise<void> {
  await deps.sites.place(context, moved)
  await context.audit({
    action: 'geocoding.place',
    entity: 'site',
    entityId: moved[0]?.siteId ?? '',
    after: { sites: moved.length },
  })
}

/** Looks up each site, adds it to the report and answers those whose point differs from what is stored. */
async function locateAll(
  deps: GeocodingDeps,
  sites: readonly SiteAddress[],
  report: GeocodingReport,
): Promise<{ siteId: string; point: GeocodedPoint }[]> {
  const moved: { siteId: string; point: GeocodedPoint }[] = []
  for (const { siteId, customerCode, number, address, point: before } of sites) {
    report.sites += 1
    const point = address === '' ? undefined : await deps.geocoder.locate(address)
    if (point === undefined) {
      report.unplaced.push({ customerCode, site: number, address })
      continue
    }
    const { latitude, longitude, source, precisionMetres, place } = point
    const changed =
      before?.latitude !== latitude || before.longitude !== longitude || before.source !== source
    report.placed += 1
    report.bySource[source] = (report.bySource[source] ?? 0) + 1
    report.points.push({
      customerCode,
      site: number,
      address,
      latitude,
      longitude,
      source,
      precisionMetres,
      place,
      changed,
    })
    if (!changed) continue
    report.changed += 1
    moved.push({ siteId, point })
  }
  return moved
}
