import { systemActor } from '../../platform/actor.ts'
import { settableClock } from '../../platform/clock.ts'
import type { OpenDatabase } from '../../platform/database/database.ts'
import { runWrite } from '../../platform/database/write.ts'
import { AtlasGeocoder } from '../../ports/geocoder/geocoder.atlas.ts'
import { foundCompany } from '../admin/admin.api.ts'
import {
  createImported,
  readCustomerNames,
  readImported,
  readKnownCodes,
  updateImported,
} from '../customers/customers.api.ts'

import { openSites } from '../cylinders/cylinders.api.ts'
import type { ImportDeps } from './import-deps.ts'
import { importFile } from './import-file.action.ts'
import type { ImportKind } from './import-kinds.ts'
import { withFile } from './read-legacy.test-support.ts'

const clock = settableClock('2026-11-22T04:00:00Z')

/** The imports on a database, joined to the real capabilities as `main` joins them. */
export function importDepsOn(database: OpenDatabase): ImportDeps {
  return {
    db: database.db,
    clock,
    files: undefined as never,
    queue: undefined as never,
    geocoder: new AtlasGeocoder('台東縣'),
    customers: {
      read: readImported,
      create: createImported,
      update: updateImported,
      readNames: readCustomerNames,
      readKnownCodes,
    },
    openSites: async (context, sites) => {
      const declared = sites.flatMap(({ siteId, declared: held }) =>
        Object.entries(held).map(([product, quantity]) => ({ siteId, product: product as never, quantity })),
      )
      await openSites(context, { asOf: context.today, declared })
    },
    announce: async () => {},
    readUploadedFile: async () => ({ fileName: 'file' }),
    readUserNames: async () => new Map(),
    readDeliveries: async () => [],
  }
}

/** The imports on a real database with a company in it. */
export async function importsOn(database: OpenDatabase, overrides: Partial<ImportDeps> = {}) {
  const deps = { ...importDepsOn(database), ...overrides }
  const { db } = deps
  const request = { actor: systemActor, traceId: 'test' }
  await runWrite(deps, request, context =>
    foundCompany(context, {
      name: '測試瓦斯行',
      isDemo: false,
      depot: { code: 'TT', name: '台東', address: '台東縣台東市', latitude: 22.75, longitude: 121.14 },
    }),
  )
  const importPath = (kind: ImportKind, path: string, isDryRun = false) =>
    importFile(deps, { kind, path, fileName: path, isDryRun, ...request })
  const importBytes = (kind: ImportKind, bytes: Buffer, isDryRun = false) =>
    withFile(bytes, path => importPath(kind, path, isDryRun))
  return { deps, clock, db, request, importPath, importBytes }
}

/** Rows of every table an import writes, as text, for comparing before and after. */
export async function contentOf(database: OpenDatabase): Promise<string> {
  const tables = [
    'customer',
    'site',
    'phone',
    'site_area',
    'site_equipment',
    'site_declared_cylinder',
    'site_legacy_snapshot',
    'zone',
    'delivery_history',
    'import_source_row',
    'import_conflict',
    'cylinder_entry',
    'cylinder_balance',
  ]
  const parts: string[] = []
  for (const table of tables) {
    const { rows } = await database.pool.query(
      `select md5(string_agg(t::text, '|' order by t::text)) as sum, count(*)::integer from ${table} t`,
    )
    parts.push(`${table} ${JSON.stringify(rows[0])}`)
  }
  return parts.join('\n')
}
