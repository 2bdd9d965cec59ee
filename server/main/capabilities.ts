import { makeAdmin, readCompany, readParameters } from '../capabilities/admin/admin.api.ts'
import { makeCalendar } from '../capabilities/calendar/calendar.api.ts'
import { type CallsSettings, makeCalls } from '../capabilities/calls/calls.api.ts'
import { makeCatalogue, readPricesOn } from '../capabilities/catalogue/catalogue.api.ts'
import { makeCounter } from '../capabilities/counter/counter.api.ts'
import {
  isDoorPhoto,
  learnArrival,
  makeCustomers,
  readSites,
  readSitesForDriver,
} from '../capabilities/customers/customers.api.ts'
import { makeCylinders, readHeldBySites } from '../capabilities/cylinders/cylinders.api.ts'
import { makeDeliveries } from '../capabilities/deliveries/deliveries.api.ts'
import {
  type DispatchRouteDeps,
  makeDispatch,
  makeRunningDay,
  readDepots,
  readDriverIdOfUser,
} from '../capabilities/dispatch/dispatch.api.ts'
import { makeFiles } from '../capabilities/files/files.api.ts'
import {
  makeForecasting,
  readDueFacts,
  readSiteForecasts,
} from '../capabilities/forecasting/forecasting.api.ts'
import {
  type KeyRing,
  makeIdentity,
  readUserNames,
  readUserRole,
} from '../capabilities/identity/identity.api.ts'
import { makeImports, readRecentHistory } from '../capabilities/imports/imports.api.ts'
import { makeIntegrity } from '../capabilities/integrity/integrity.api.ts'
import { makeJobs } from '../capabilities/jobs/jobs.api.ts'
import { makeMessages } from '../capabilities/messages/messages.api.ts'
import {
  makeOrders,
  makeRecurringOrders,
  readOrderTerms,
  recordOrder,
  setOrdersAssigned,
} from '../capabilities/orders/orders.api.ts'
import { makeSearch } from '../capabilities/search/search.api.ts'
import { makeToday, type TodayDeps } from '../capabilities/today/today.api.ts'
import { makeTracking, readFixes, readPresence } from '../capabilities/tracking/tracking.api.ts'
import { makeTravel } from '../capabilities/travel/travel.api.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Reader } from '../platform/database/database.ts'
import type { FreshAnswers } from '../platform/database/fresh-answers.ts'
import type { Reports } from '../platform/database/report-reader.ts'
import type { MakeAttempts } from '../ports/attempts/attempts.port.ts'
import type { Files } from '../ports/files/files.port.ts'
import type { PubSub } from '../ports/pubsub/pubsub.port.ts'
import type { JobDesk, Queue } from '../ports/queue/queue.port.ts'
import type { SearchIndex } from '../ports/search/search.port.ts'
import type { TravelTimes } from '../ports/travel-times/travel-times.port.ts'
import { customerAround } from './customer-around.ts'
import { makeForecastingDeps } from './forecasting-deps.ts'
import { holderNames } from './holder-names.ts'
import { makeImportDeps } from './import-deps.ts'
import { makeOrdersDeps } from './orders-deps.ts'
import { priceStops, readSitePrices } from './price-stops.ts'
import { readOwnDeliveries } from './recent-deliveries.ts'
import { stopNamesReader } from './stop-names.ts'
import { roadsReader, travelDeps } from './travel.ts'

export interface Parts {
  db: Database
  clock: Clock
  pubsub: PubSub
  queue: Queue & JobDesk
  files: Files
  search: SearchIndex
  travelTimes: TravelTimes
  keys: KeyRing
  makeAttempts: MakeAttempts
  freshAnswers: FreshAnswers
  /** How the telephone exchange proves itself; absent where calls are off. */
  calls: CallsSettings | undefined
  /** What is wrong with the installation itself. */
  readTroubles: TodayDeps['readTroubles']
  onFault(error: Error): void
}

const readDepotPlace = async (db: Reader, depotId: string) =>
  (await readDepots(db)).find(candidate => candidate.id === depotId)

/** Joins the capabilities to each other: each gets what it needs of the others as plain functions. */
export function joinCapabilities(parts: Parts) {
  const { db, clock, pubsub, files, queue } = parts
  const dispatchDeps: DispatchRouteDeps = {
    readSites,
    priceStops,
    readDueFacts,
    setOrdersAssigned,
    recordOrder,
    readOrderTerms,
    readPresence,
    readRoads: roadsReader(parts.travelTimes),
    followRun: (context, runId) =>
      queue.enqueue(context.db, 'running-day.follow-run', { runId }, { key: `running-day/${runId}` }),
    isDriverUser: async (reader, userId) => (await readUserRole(reader, userId)) === 'driver',
  }
  const dispatch = makeDispatch(dispatchDeps)
  const runningDay = makeRunningDay({ db, clock }, { ...dispatchDeps, readFixes })
  const deliveries = makeDeliveries({
    dispatch: dispatch.records,
    customers: { readSitesForDriver, learnArrival },
    readPrices: readPricesOn,
    readSitePrices,
    readCompany: async reader => ({ ...(await readCompany(reader)), phone: '' }),
    readDepot: async (reader, depotId) => {
      const depot = (await readDepots(reader)).find(candidate => candidate.id === depotId)
      return (
        depot && {
          name: depot.name,
          address: depot.address,
          point: { latitude: depot.latitude, longitude: depot.longitude },
        }
      )
    },
    readParameters,
    readUserNames,
  })
  const importDeps = makeImportDeps(parts, deliveries.readDeliveriesForUploadList)
  const imports = makeImports(importDeps)
  const identity = makeIdentity({
    db,
    clock,
    keys: parts.keys,
    makeAttempts: parts.makeAttempts,
    readDriverId: readDriverIdOfUser,
  })
  const tracking = makeTracking({
    db,
    clock,
    pubsub,
    dispatch: dispatch.records,
    names: holderNames,
    readParameters,
    onFault: parts.onFault,
  })
  const customers = makeCustomers({
    geocoder: importDeps.geocoder,
    readForecasts: readSiteForecasts,
    readHeldCylinders: readHeldBySites,
    recentDeliveries: [readRecentHistory, readOwnDeliveries],
    around: customerAround,
  })
  const forecastingDeps = makeForecastingDeps({ ...parts, receiveStops: dispatch.receiveStops })
  const forecasting = makeForecasting(forecastingDeps)
  const calls = makeCalls({ db, clock, settings: parts.calls })
  const recurringOrders = makeRecurringOrders({ db, clock })
  const travel = makeTravel({ db, clock }, travelDeps)
  const today = makeToday({ readTroubles: parts.readTroubles, freshAnswers: parts.freshAnswers })
  const members = [
    identity,
    makeAdmin({ readUserNames }),
    customers,
    makeCalendar(),
    makeCatalogue({ readUserNames }),
    makeOrders(makeOrdersDeps(dispatch.receiveStops)),
    recurringOrders,
    makeCounter({ readSitePrices, readUserNames, readDepotPlace }),
    calls,
    imports,
    forecasting,
    dispatch,
    runningDay,
    deliveries,
    makeCylinders({ names: holderNames }),
    tracking,
    makeMessages({
      readDriver: dispatch.records.readDriver,
      readDrivers: dispatch.records.readDrivers,
      readUserNames,
      readStopNames: stopNamesReader(dispatch.records),
    }),
    makeFiles({ db, files, isDoorPhoto }),
    makeIntegrity(),
    makeJobs({ desk: parts.queue, afterRemoval: imports.closeLostRuns }),
    makeSearch({ index: parts.search }),
    today,
    travel,
  ]
  return {
    authenticate: identity.authenticate,
    readSessionRights: identity.readSessionRights,
    routes: members.flatMap(member => member.routes),
    jobs: {
      ...imports.jobs,
      ...forecasting.jobs,
      ...tracking.jobs,
      ...runningDay.jobs,
      ...recurringOrders.jobs,
      ...travel.jobs,
    },
    dailyJobs: [
      ...recurringOrders.dailyJobs,
      ...runningDay.timetable,
      ...forecasting.dailyJobs,
      ...tracking.dailyJobs,
      ...travel.dailyJobs,
    ],
    importDeps,
    forecastingDeps,
    warmUp: async (reports: Reports) =>
      today.warmUp(
        reports,
        (await readDepots(db)).map(({ id }) => id),
        clock.now(),
      ),
  }
}
