import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { cylinderTypes, type ProductCode, products } from '../../contract/kernel/cylinders.ts'
import {
  type Delivery,
  dayNumberOf,
  type SiteHistory,
} from '../../server/capabilities/forecasting/site-history.rules.ts'
import type { Columns } from '../../server/capabilities/imports/columns.ts'
import { customerColumns } from '../../server/capabilities/imports/customer-columns.rules.ts'
import {
  type CustomerRecord,
  customerRecord,
} from '../../server/capabilities/imports/customer-record.rules.ts'
import { historyColumns } from '../../server/capabilities/imports/history-columns.rules.ts'
import { deliveredGrams, historyRecord } from '../../server/capabilities/imports/history-record.rules.ts'
import { openLegacyFile } from '../../server/capabilities/imports/legacy-file.reader.ts'
import { findLegacyTable } from '../../server/capabilities/imports/legacy-table.reader.ts'
import { memberColumns } from '../../server/capabilities/imports/member-columns.rules.ts'
import { memberRecord } from '../../server/capabilities/imports/member-record.rules.ts'
import type { AcceptedRow } from '../../server/capabilities/imports/source-rows.rules.ts'

export interface BenchFiles {
  history: string
  customers: string
  members: string
  truth: string
}

/** The truth of one customer; dates are days, null beyond the horizon of the file. */
export interface Truth {
  code: string
  kind: 'commercial' | 'household'
  deliveries: number
  dueDate: string | null
  nextRunOut: string | null
}

export function readTruth(path: string): { historyEnd: string; customers: Truth[] } {
  const bytes = readFileSync(path)
  return JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'))
}

/** The files as the importers read them, as histories; residual ratios are the workbook's, valid on its own day only. */
export async function readHistories(files: Omit<BenchFiles, 'truth'>): Promise<SiteHistory[]> {
  const deliveries = new Map<string, Delivery[]>()
  await eachRow(files.history, historyColumns('2999-12-31'), ({ cells }) => {
    const record = historyRecord(cells)
    const delivery = {
      day: dayNumberOf(record.date),
      grams: deliveredGrams(record.quantities),
      unitGrams: largestUnit(record.quantities),
    }
    const known = deliveries.get(record.code)
    if (known) known.push(delivery)
    else deliveries.set(record.code, [delivery])
  })
  const sites: SiteHistory[] = []
  const add = (record: CustomerRecord) => {
    if (!record.isTerminated) sites.push(siteOf(record, deliveries.get(record.code) ?? []))
  }
  await eachRow(files.customers, customerColumns, ({ cells }) => add(customerRecord(cells)))
  await eachRow(files.members, memberColumns, ({ cells }) => add(memberRecord(cells)))
  return sites
}

function siteOf({ code, kind, site }: CustomerRecord, deliveries: Delivery[]): SiteHistory {
  return {
    key: code,
    kind,
    segment: kind === 'household' ? '住家' : (site.siteType ?? ''),
    capacityGrams: site.seriesCapacityGrams ?? deliveredGrams(site.declared),
    hasTelemetry: site.hasTelemetry,
    closedWeekdays: site.closedWeekdays,
    closedOnHolidays: site.closedOnHolidays,
    deliveries: deliveries.sort((a, b) => a.day - b.day),
    residualRatio: site.snapshot.residualShare,
  }
}

function largestUnit(quantities: Partial<Record<ProductCode, number>>): number {
  let largest = 0
  for (const code of Object.keys(quantities) as ProductCode[])
    largest = Math.max(largest, cylinderTypes[products[code].type].gasGrams)
  return largest
}

async function eachRow<C extends Columns>(
  path: string,
  columns: C,
  see: (row: AcceptedRow<C>) => void,
): Promise<void> {
  const file = await openLegacyFile(path)
  try {
    const { batches } = await findLegacyTable(file, columns)
    for await (const batch of batches) for (const row of batch) if (row.kind === 'accepted') see(row)
  } finally {
    file.close()
  }
}
