import { announceToOffices } from '../capabilities/admin/admin.api.ts'
import {
  createImported,
  readCustomerNames,
  readImported,
  readKnownCodes,
  sitePoints,
  updateImported,
} from '../capabilities/customers/customers.api.ts'
import { type DeclaredCylinders, openSites } from '../capabilities/cylinders/cylinders.api.ts'
import { readFile } from '../capabilities/files/files.api.ts'
import type { GeocodingDeps } from '../capabilities/geocoding/geocoding.api.ts'
import { readUserNames } from '../capabilities/identity/identity.api.ts'
import type { ImportDeps } from '../capabilities/imports/imports.api.ts'
import { AtlasGeocoder } from '../ports/geocoder/geocoder.atlas.ts'

type Parts = Pick<ImportDeps, 'db' | 'clock' | 'files' | 'queue'>

/** Joins the imports to the capabilities whose tables they fill; balances open on the day of the import. */
export function makeImportDeps(parts: Parts, readDeliveries: ImportDeps['readDeliveries']): ImportDeps {
  return {
    db: parts.db,
    clock: parts.clock,
    files: parts.files,
    queue: parts.queue,
    geocoder: new AtlasGeocoder(),
    customers: {
      read: readImported,
      create: createImported,
      update: updateImported,
      readNames: readCustomerNames,
      readKnownCodes,
    },
    openSites: async (context, sites) => {
      const declared = sites.flatMap(({ siteId, declared: held }) =>
        Object.entries(held).map(
          ([product, quantity]) => ({ siteId, product, quantity }) as DeclaredCylinders,
        ),
      )
      await openSites(context, { asOf: context.today, declared })
    },
    announce: announceToOffices,
    readUploadedFile: async (db, fileId) => {
      const file = await readFile(db, fileId)
      return file?.purpose === 'import' && file.completedAt !== null ? { fileName: file.fileName } : undefined
    },
    readUserNames,
    readDeliveries,
  }
}

/** Joins the geocoding to the sites. */
export function makeGeocodingDeps(parts: Pick<GeocodingDeps, 'db' | 'clock'>): GeocodingDeps {
  return { db: parts.db, clock: parts.clock, geocoder: new AtlasGeocoder(), sites: sitePoints }
}
