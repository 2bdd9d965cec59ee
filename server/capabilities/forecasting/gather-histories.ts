import { cylinderTypes, type ProductCode, products } from '@luckygas/contract/kernel/cylinders.ts'
import {
  addDays,
  type BusinessDate,
  businessDateOf,
  instantAt,
  minuteOfDay,
} from '@luckygas/contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { LegacyFigures, SiteFacts } from '../customers/customers.api.ts'
import type { PostedDelivery } from '../deliveries/deliveries.api.ts'
import { nominalGramsOf } from './bring.rules.ts'
import type { ForecastingDeps } from './forecasting.types.ts'
import { meterUse } from './meter-use.rules.ts'
import { type Delivery, dayNumberOf, type SiteHistory, type SiteReading } from './site-history.rules.ts'
import { readDailyLevels } from './telemetry.store.ts'

const rememberedDays = 6 * 366
const levelDays = 120
const readingsPerMeter = 24
const weighedDays = 365
const fewestWeighings = 5
const noonMinute = 12 * 60

/**
 * What is known of every served site on the evening of `asOf`: imported and own deliveries, levels, meters. Where both
 * systems recorded a day, our own record counts, since the old one may have it from us (上傳清單).
 */
export async function gatherHistories(
  deps: ForecastingDeps,
  db: Reader,
  sites: readonly SiteFacts[],
  asOf: BusinessDate,
): Promise<SiteHistory[]> {
  const ids = sites.map(site => site.id)
  const from = addDays(asOf, -rememberedDays)
  const imported = new Map(
    (await deps.history.readDays(db, from, asOf)).map(each => [each.customerCode, each.triples]),
  )
  const posted = Map.groupBy(
    (await deps.readPostedDeliveries(db, undefined, from)).filter(each => each.businessDate <= asOf),
    each => each.siteId,
  )
  const readings = await gatherReadings(deps, db, ids, asOf)
  const declared = await deps.customers.readDeclared(db, ids)
  const figures = await deps.customers.readLegacyFigures(db, ids)
  const lastImported = await deps.history.readLastDay(db)
  return sites.map(site => {
    const own = posted.get(site.id) ?? []
    return {
      key: site.id,
      kind: site.customerKind,
      segment: site.customerKind === 'household' ? '住家' : (site.siteType ?? ''),
      capacityGrams: site.seriesCapacityGrams ?? nominalGramsOf(declared.get(site.id) ?? {}),
      hasTelemetry: site.hasTelemetry,
      closedWeekdays: site.closedWeekdays,
      closedOnHolidays: site.closedOnHolidays,
      // The legacy files speak of a customer's first site.
      deliveries: mergeDeliveries(site.number === 1 ? imported.get(site.customerCode) : undefined, own),
      readings: readings.get(site.id) ?? [],
      residualRatio: weighedRatio(own, asOf) ?? knownRatio(figures.get(site.id), lastImported, asOf),
    }
  })
}

function mergeDeliveries(
  triples: ArrayLike<number> | undefined,
  posted: readonly PostedDelivery[],
): Delivery[] {
  const own = posted.flatMap(({ businessDate, fullOut }) => {
    const grams = nominalGramsOf(fullOut)
    if (grams === 0) return []
    const units = Object.keys(fullOut).map(code => cylinderTypes[products[code as ProductCode].type].gasGrams)
    return [{ day: dayNumberOf(businessDate), grams, unitGrams: Math.max(...units) }]
  })
  if (!triples) return own
  const ownDays = new Set(own.map(delivery => delivery.day))
  const deliveries: Delivery[] = []
  for (let index = 0; index + 2 < triples.length; index += 3) {
    const day = triples[index] as number
    if (!ownDays.has(day))
      deliveries.push({ day, grams: triples[index + 1] as number, unitGrams: triples[index + 2] as number })
  }
  return own.length === 0 ? deliveries : deliveries.concat(own).sort((a, b) => a.day - b.day)
}

/** 退氣 as our drivers weighed it over the last year; null until there are a few weighings. */
function weighedRatio(posted: readonly PostedDelivery[], asOf: BusinessDate): number | null {
  const since = addDays(asOf, -weighedDays)
  let weighings = 0
  let residual = 0
  let brought = 0
  for (const { businessDate, residuals, fullOut } of posted) {
    if (businessDate < since || residuals.length === 0) continue
    weighings += 1
    for (const { residualGrams } of residuals) residual += residualGrams
    brought += nominalGramsOf(fullOut)
  }
  return weighings < fewestWeighings || brought === 0 ? null : residual / brought
}

/**
 * 退氣比例 of the workbook, from the day on which it was true: the last day of the history that came with it, or the
 * day of the import where none did. A forecast for an earlier evening does not know it.
 */
function knownRatio(
  figures: LegacyFigures | undefined,
  lastImported: BusinessDate | null,
  asOf: BusinessDate,
): number | null {
  if (!figures) return null
  const importedOn = businessDateOf(figures.importedAt)
  const knownOn = lastImported !== null && lastImported < importedOn ? lastImported : importedOn
  return asOf >= knownOn ? figures.residualRatio : null
}

async function gatherReadings(
  deps: ForecastingDeps,
  db: Reader,
  siteIds: readonly string[],
  asOf: BusinessDate,
): Promise<Map<string, SiteReading[]>> {
  const evening = instantAt(addDays(asOf, 1), 0)
  const readings = new Map<string, SiteReading[]>()
  const add = (siteId: string, reading: SiteReading) => {
    const known = readings.get(siteId)
    if (known) known.push(reading)
    else readings.set(siteId, [reading])
  }
  const levels = await readDailyLevels(db, instantAt(addDays(asOf, -levelDays), 0), evening)
  for (const { siteId, deviceAt, stockGrams } of levels)
    add(siteId, { day: startOfUse(deviceAt), stockGrams })
  const meters = await deps.customers.readMeters(db, siteIds)
  const meterReadings = await deps.readMeterReadings(
    db,
    [...meters.values()].map(meter => meter.id),
    readingsPerMeter,
  )
  for (const [siteId, meter] of meters) {
    const known = (meterReadings.get(meter.id) ?? []).filter(reading => reading.readAt < evening).toReversed()
    for (const use of meterUse(
      known.map(({ readAt, milliUnits }) => ({ day: startOfUse(readAt), milliUnits })),
      meter,
    ))
      add(siteId, { day: use.day, use: { sinceDay: use.sinceDay, grams: use.grams } })
  }
  return readings
}

/** A reading of the afternoon already contains most of its day's use: it holds for the next morning. */
function startOfUse(at: Date): number {
  const day = dayNumberOf(businessDateOf(at))
  return minuteOfDay(at) >= noonMinute ? day + 1 : day
}
