import { gasGramsOf, type ProductCode, products } from '../../../contract/kernel/cylinders.ts'
import { addDays, type BusinessDate } from '../../../contract/kernel/dates.ts'
import { settlementAtDoor } from '../../../contract/kernel/door-amount.ts'
import type { DriverDay } from '../../../contract/messages/driver-commands.ts'
import type { Reader } from '../../platform/database/database.ts'
import { readLoadOuts, readOtherPhones } from './command.store.ts'
import type { SiteFacts } from './customer-needs.ts'
import { notADriver, runNotFound } from './deliveries.errors.ts'
import type { DeliveriesDeps, PriceFacts } from './deliveries-deps.ts'
import {
  type DeliveryLineRow,
  type DeliveryRow,
  readDeliveriesOfStops,
  readLinesOf,
} from './delivery.store.ts'
import type { DriverFacts, RunFacts, StopFacts } from './dispatch-needs.ts'
import { amountAtDoor, cylinderListPrice } from './door.rules.ts'
import { plannedLoads } from './load.rules.ts'
import { type MeterReadingRow, readLastReadings } from './meter-reading.store.ts'
import { usualMilliUnitsPerDay } from './meter-use.rules.ts'
import { readSitesWithResidual } from './posted-deliveries.store.ts'
import { readRunDuties } from './read-run-duties.ts'
import { readDue } from './settle-day.ts'

type DriverStop = DriverDay['stops'][number]
/** Readings from which the usual use of a meter is worked out. */
const readingsForUse = 6
/** A site whose gas came back by this share or more, by the old system's figure, usually returns some: the median is 6 %. */
const residualShare = 0.12

/** Everything the phone needs for a day without signal, as one snapshot. */
export async function readDriverDay(
  deps: DeliveriesDeps,
  db: Reader,
  of: { driverId: string | null; date: BusinessDate; deviceId?: string | undefined; now: Date },
): Promise<DriverDay> {
  const driver = of.driverId ? await deps.dispatch.readDriver(db, of.driverId) : undefined
  if (!driver) throw notADriver()
  const parameters = await deps.readParameters(
    db,
    ['tracking.min-interval-seconds', 'motorcycle.max-net-gas-grams', 'truck.papers-above-gas-grams'],
    of.date,
  )
  const prices = await deps.readPrices(db, of.date)
  const run = await deps.dispatch.readRunForDriver(db, driver.id, of.date)
  const stops = run ? await deps.dispatch.readStopsOfRuns(db, [run.id]) : []
  return {
    date: of.date,
    serverNow: of.now.toISOString(),
    driver: { id: driver.id, name: driver.name, letter: driver.letter },
    company: await deps.readCompany(db),
    gpsIntervalSeconds: parameters['tracking.min-interval-seconds'],
    ...(run && of.deviceId
      ? {
          otherPhones: await readOtherPhones(db, {
            runId: run.id,
            driverId: driver.id,
            deviceId: of.deviceId,
          }),
        }
      : {}),
    prices: [...prices].map(([product, price]) => showPrice(product, price)),
    run: run
      ? await readRunPart(deps, db, driver, run, stops, {
          motorcycle: parameters['motorcycle.max-net-gas-grams'],
          papers: parameters['truck.papers-above-gas-grams'],
        })
      : null,
    stops: await readStopParts(deps, db, stops, { prices, date: of.date }),
  }
}

/** The phone works with the price of a full cylinder, so a price by the kilogram is worked out for it here. */
function showPrice(product: ProductCode, price: PriceFacts): DriverDay['prices'][number] {
  const depositNtd = String(price.depositNtd)
  if (products[product].method === 'metered')
    return { product, unitPriceNtd: String(price.unitPriceNtd), unit: price.unit, depositNtd }
  return { product, unitPriceNtd: String(cylinderListPrice(product, price)), unit: 'cylinder', depositNtd }
}

async function readRunPart(
  deps: DeliveriesDeps,
  db: Reader,
  driver: DriverFacts,
  run: RunFacts,
  stops: readonly StopFacts[],
  gas: { motorcycle: number; papers: number },
): Promise<DriverDay['run']> {
  const depot = await deps.readDepot(db, run.depotId)
  if (!depot || run.state === 'planned') throw runNotFound()
  const due = await readDue(deps, db, { driverId: driver.id, vehicleId: run.vehicle.id })
  const loadOuts = await readLoadOuts(db, run.id)
  const isMotorcycle = run.vehicle.kind === 'motorcycle'
  return {
    id: run.id,
    state: run.state,
    version: run.version,
    startMinute: run.startMinute,
    endMinute: run.endMinute,
    vehicle: {
      ...run.vehicle,
      maxGasGrams: isMotorcycle ? gas.motorcycle : null,
      papersAboveGasGrams: isMotorcycle ? null : gas.papers,
    },
    depot,
    loads: [...plannedLoads(stops)]
      .sort(([a], [b]) => a - b)
      .map(([trip, full]) => ({ trip, full, gasGrams: gasGramsOf(full) })),
    loadedTrips: [...new Set(loadOuts.filter(load => !load.depotVisit).map(load => load.trip))].sort(
      (a, b) => a - b,
    ),
    depotVisits: loadOuts.flatMap(load => load.depotVisit?.id ?? []),
    onTruck: [...due.onTruck].map(([cylinderType, { full, empty }]) => ({ cylinderType, full, empty })),
    cashInHandNtd: String(due.cashNtd),
    ...(await readRunDuties(deps, db, { run, stops })),
  }
}

interface StopSources {
  sites: Map<string, SiteFacts>
  deliveries: Map<string, DeliveryRow>
  lines: Map<string, DeliveryLineRow[]>
  readings: Map<string, MeterReadingRow[]>
  residualSites: Set<string>
  /** List prices, and each site's own. */
  prices: Awaited<ReturnType<DeliveriesDeps['readPrices']>>
  sitePrices: Awaited<ReturnType<DeliveriesDeps['readSitePrices']>>
}

async function readStopParts(
  deps: DeliveriesDeps,
  db: Reader,
  stops: readonly StopFacts[],
  of: { prices: StopSources['prices']; date: BusinessDate },
): Promise<DriverStop[]> {
  if (stops.length === 0) return []
  const siteIds = [...new Set(stops.map(stop => stop.siteId))]
  const sites = await deps.customers.readSitesForDriver(db, siteIds)
  const all = await readDeliveriesOfStops(
    db,
    stops.map(stop => stop.id),
  )
  const standing = new Map(all.filter(row => !row.isVoid && row.stopId).map(row => [row.stopId ?? '', row]))
  const sources: StopSources = {
    sites: new Map(sites.map(site => [site.siteId, site])),
    deliveries: standing,
    lines: await readLinesOf(
      db,
      [...standing.values()].map(row => row.id),
    ),
    readings: await readLastReadings(
      db,
      sites.flatMap(site => (site.meter ? [site.meter.id] : [])),
      readingsForUse,
    ),
    residualSites: await readSitesWithResidual(db, siteIds, addDays(of.date, -180)),
    prices: of.prices,
    sitePrices: await deps.readSitePrices(db, of.date, siteIds),
  }
  return stops.flatMap(stop => {
    const site = sources.sites.get(stop.siteId)
    return site && isForDriver(stop.state) ? [stopPart({ ...stop, state: stop.state }, site, sources)] : []
  })
}

/** Prices of a site that are not the list's, so that what was not planned costs the same with and without signal. */
function ownPrices(
  prices: ReadonlyMap<ProductCode, PriceFacts>,
  list: ReadonlyMap<ProductCode, PriceFacts>,
): NonNullable<DriverStop['prices']> {
  return [...prices].flatMap(([product, price]) => {
    if (products[product].method === 'metered') return []
    const own = cylinderListPrice(product, price)
    const listed = list.get(product)
    return listed && cylinderListPrice(product, listed) === own
      ? []
      : [{ product, unitPriceNtd: String(own) }]
  })
}

function isForDriver(state: StopFacts['state']): state is DriverStop['state'] {
  return state !== 'unplanned' && state !== 'planned'
}

function stopPart(
  stop: StopFacts & { state: DriverStop['state'] },
  site: SiteFacts,
  sources: StopSources,
): DriverStop {
  const delivery = sources.deliveries.get(stop.id)
  const readings = site.meter ? (sources.readings.get(site.meter.id) ?? []) : []
  const { siteId, point, residualRatio, meter, ...shown } = site
  // In the words of older phones, which know settlements only.
  const settlement = settlementAtDoor(site.settlement, stop.payment)
  const planned = stop.lines.map(line => ({ ...line, depositsTaken: 0 }))
  const prices = sources.sitePrices.get(siteId) ?? sources.prices
  return {
    id: stop.id,
    trip: stop.trip,
    position: stop.position,
    state: stop.state,
    version: stop.version,
    ...shown,
    point,
    windows: stop.windows,
    arriveMinute: stop.arriveMinute,
    etaAt: stop.etaAt?.toISOString() ?? null,
    reason: stop.reason,
    note: stop.note,
    priority: stop.priority,
    lines: stop.lines.map(line => ({ ...line, unitPriceNtd: String(line.unitPriceNtd) })),
    settlement,
    payment: stop.payment,
    isCollection: stop.lines.length > 0 && stop.lines.every(line => line.fullOut === 0),
    prices: ownPrices(prices, sources.prices),
    amountDueNtd: String(amountAtDoor(planned, [], prices).amountDueNtd),
    meter: meter && {
      ...meter,
      lastMilliUnits: readings[0]?.milliUnits ?? null,
      lastReadAt: readings[0]?.readAt.toISOString() ?? null,
      usualMilliUnitsPerDay: usualMilliUnitsPerDay(readings),
    },
    // Gas that is billed by a meter is not credited by weight.
    expectsResidual:
      stop.lines.some(line => products[line.product].method === 'cylinder') &&
      ((residualRatio ?? 0) >= residualShare || sources.residualSites.has(site.siteId)),
    // Whoever pays by the month signs for what was left; cash needs no signature.
    needsSignature: settlement === 'monthly',
    delivery: delivery
      ? {
          id: delivery.id,
          outcome: delivery.outcome,
          occurredAt: delivery.occurredAt.toISOString(),
          payment: delivery.payment,
          amountPaidNtd: String(delivery.amountPaidNtd),
          lines: (sources.lines.get(delivery.id) ?? []).map(({ product, fullOut, emptyIn }) => ({
            product,
            fullOut,
            emptyIn,
          })),
        }
      : null,
  }
}
