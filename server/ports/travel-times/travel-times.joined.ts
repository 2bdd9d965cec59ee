import { addDays, businessDateOf } from '../../../contract/kernel/dates.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Reader } from '../../platform/database/database.ts'
import { deleteInBatches } from '../../platform/database/prune.store.ts'
import { askService, type ServiceDeps } from './ask-roads.ts'
import { hourInTaipei, hoursApart } from './cells.rules.ts'
import { makeGuard } from './guarded-call.ts'
import type { RoadService } from './road-protocol.ts'
import { distinctPlaces, fillTable, type RoadTable, roadTimesOf } from './road-times.ts'
import { makeTableCache } from './table-cache.ts'
import { deleteBudgets } from './travel-budget.store.ts'
import { deleteLegs, type KeptLeg, keepLegs, readLegs } from './travel-legs.store.ts'
import type {
  TravelFactors,
  TravelFaultCode,
  TravelPlace,
  TravelQuestion,
  TravelSource,
  TravelTimes,
} from './travel-times.port.ts'
import { allPairs, type Pair, pairsThatMatter } from './wanted-pairs.ts'

export interface TravelTimesOptions {
  db: Database
  clock: Clock
  /** The road service that is set up; absent, the estimate answers. */
  service?: RoadService | undefined
  /** Factors learned from our own trucks; undefined where nothing has been learned. */
  readFactors(db: Reader): Promise<TravelFactors | undefined>
  onCall?(source: RoadService['source'], result: 'answered' | TravelFaultCode): void
  onPairs?(counts: Readonly<Record<TravelSource, number>>): void
  /** How long a service that failed is left alone. */
  pauseMs?: number
}

const dayMs = 86_400_000
const defaultPauseMs = 60_000
const hourless = -1
const budgetDays = 24 * 31
const noFactors: TravelFactors = () => 1

/** Cache, road service, learned factors and estimate as one. */
export function makeTravelTimes(options: TravelTimesOptions): TravelTimes {
  const { db, clock, service } = options
  const tables = makeTableCache(clock)
  const deps: ServiceDeps | undefined = service && {
    db,
    clock,
    service,
    guard: makeGuard({ ...service, pauseMs: options.pauseMs ?? defaultPauseMs }),
    onCall: result => options.onCall?.(service.source, result),
  }

  async function tableOf(reader: Reader, question: TravelQuestion): Promise<RoadTable | undefined> {
    const factors = await options.readFactors(reader)
    if (!service && !factors) return undefined
    const { cells, places } = distinctPlaces(question.places)
    const hour = hourInTaipei(question.departAt)
    const since = new Date(clock.now().getTime() - (service?.keepDays ?? 0) * dayMs)
    const kept = service
      ? nearestHours(await readLegs(reader, service.source, cells, since), hour)
      : new Map()
    return fillTable({
      cells,
      places,
      source: service?.source ?? 'estimate',
      answerOf: (from, to) => kept.get(keyOf(cells[from] as number, cells[to] as number)),
      numbers: question.estimate,
      factors: factors ?? noFactors,
      hour,
    })
  }

  return {
    known: async (reader, question) => {
      const table = await tables.get(question, () => tableOf(reader, question))
      return table && roadTimesOf(table, null)
    },
    ask: async question => {
      const fault = deps ? await fetchMissing(deps, question) : null
      tables.clear()
      const table = await tables.get(question, () => tableOf(db, question))
      if (!table) return undefined
      const times = roadTimesOf(table, fault)
      options.onPairs?.(times.counts)
      return times
    },
    forget: async ({ now, signal }) => {
      const before = new Date(now.getTime() - (service?.keepDays ?? 0) * dayMs)
      const firstBudget = addDays(businessDateOf(now), -budgetDays)
      const sources = ['osrm', 'google'] as const
      let legs = 0
      // What another service left behind is of no use to this one.
      for (const source of sources)
        legs += await deleteInBatches(
          limit => deleteLegs(db, source, source === service?.source ? before : now, limit),
          signal,
        )
      return {
        travel_leg: legs,
        travel_budget: await deleteInBatches(limit => deleteBudgets(db, firstBudget, limit), signal),
      }
    },
  }
}

const keyOf = (fromCell: number, toCell: number) => `${fromCell} ${toCell}`

/** Of several hours of one pair the one nearest to the asked hour. */
function nearestHours(legs: readonly KeptLeg[], hour: number): Map<string, KeptLeg> {
  const nearest = new Map<string, KeptLeg>()
  for (const leg of legs) {
    const key = keyOf(leg.fromCell, leg.toCell)
    const known = nearest.get(key)
    if (!known || hoursApart(leg.hour, hour) < hoursApart(known.hour, hour)) nearest.set(key, leg)
  }
  return nearest
}

/** Asks for the pairs that are wanted and not kept, and keeps the answers. */
async function fetchMissing(deps: ServiceDeps, question: TravelQuestion): Promise<TravelFaultCode | null> {
  const { db, clock, service } = deps
  const { cells, places } = distinctPlaces(question.places)
  const hour = service.isHourly ? hourInTaipei(question.departAt) : hourless
  const since = new Date(clock.now().getTime() - service.keepDays * dayMs)
  const kept = new Set(
    (await readLegs(db, service.source, cells, since))
      .filter(leg => leg.hour === hour)
      .map(leg => keyOf(leg.fromCell, leg.toCell)),
  )
  const missing = wantedPairs(service, places, question.neighbours).filter(
    ([from, to]) => !kept.has(keyOf(cells[from] as number, cells[to] as number)),
  )
  if (missing.length === 0) return null
  const { legs, fault } = await askService(deps, places, missing, question.departAt)
  const answers = legs.map(({ from, to, seconds, metres }) => ({
    fromCell: cells[from] as number,
    toCell: cells[to] as number,
    hour,
    seconds,
    metres,
  }))
  await keepLegs(db, service.source, answers, clock.now())
  return fault
}

/** Everything of a service of our own; of a paid one only what a plan is likely to drive. */
function wantedPairs(service: RoadService, places: readonly TravelPlace[], neighbours: number): Pair[] {
  return service.dailyElements === undefined ? allPairs(places.length) : pairsThatMatter(places, neighbours)
}
