import { addDays, businessDateOf } from '@luckygas/contract/kernel/dates.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import type { ForecastingDeps } from './forecasting.types.ts'
import { insertTelemetry, type TelemetryRow } from './telemetry.store.ts'

export interface ReportedReading {
  id: string
  customerCode: string
  site: number
  /** ISO instant by the device. */
  deviceAt: string
  stockGrams?: number | undefined
  isAlarm: boolean
  alarm?: string | undefined
}

/**
 * 發報: keeps what devices reported, each reading once however often it is sent. Readings of unknown customers are
 * answered by code. An alarm has tomorrow's list built again.
 */
export async function reportTelemetry(
  deps: ForecastingDeps,
  context: WriteContext,
  readings: readonly ReportedReading[],
): Promise<{ stored: number; unknown: string[] }> {
  const sites = await deps.customers.readServedSites(context.db, null)
  const idOf = new Map(sites.map(site => [`${site.customerCode}/${site.number}`, site.id]))
  const rows: TelemetryRow[] = []
  const unknown = new Set<string>()
  for (const reading of readings) {
    const siteId = idOf.get(`${reading.customerCode}/${reading.site}`)
    if (siteId === undefined) unknown.add(reading.customerCode)
    else
      rows.push({
        id: reading.id,
        siteId,
        deviceAt: new Date(reading.deviceAt),
        stockGrams: reading.stockGrams ?? null,
        isAlarm: reading.isAlarm,
        alarm: reading.alarm ?? null,
      })
  }
  const stored = await insertTelemetry(context.db, rows, context.now)
  if (stored > 0 && rows.some(row => row.isAlarm)) {
    const date = addDays(businessDateOf(context.now), 1)
    await deps.queue.enqueue(context.db, 'forecasting.build-due-list', { date }, { key: `due-list ${date}` })
  }
  return { stored, unknown: [...unknown].sort() }
}
