import {
  type CylinderCounts,
  type CylinderType,
  cylinderTypeCodes,
  cylinderTypes,
  gasGramsOf,
  products,
} from '@luckygas/contract/kernel/cylinders.ts'
import type { Run, Stop } from '../../offline/day.rules.ts'
import type { ReadPlate } from '../plates/plate.rules.ts'

/** What a trip takes aboard: the plan less the fulls that are still there, and everything empty goes off. */
export interface LoadDraft {
  trip: number
  full: CylinderCounts
  returnedFull: CylinderCounts
  returnedEmpty: CylinderCounts
  reason: string
  /** A refused load-out that this one stands in for. */
  replaces: string | null
  /** Back at the depot within the trip; absent when the trip is loaded as such. */
  depotVisit?: { id: string; purpose: 'more' | 'unload' }
  /** Single cylinders whose plates were read as they came aboard. */
  plates?: ReadPlate[]
}

/** Under which name the draft is kept. */
export const loadThing = (trip: number, isVisit: boolean) => `load/${trip}${isVisit ? '/visit' : ''}`

/** Where a cylinder of the load goes: onto the truck, or full or empty off it. */
export type Pile = 'full' | 'returnedFull' | 'returnedEmpty'

const counts = (pick: (code: CylinderType) => number): CylinderCounts =>
  Object.fromEntries(
    cylinderTypeCodes.map(code => [code, pick(code)] as const).filter(([, count]) => count > 0),
  )

const plannedOf = (run: Run, trip: number): CylinderCounts =>
  run.loads.find(load => load.trip === trip)?.full ?? {}

/** Fulls that the open stops of a run still take, of one trip or of all. */
export function neededBy(stops: readonly Stop[], trip?: number): CylinderCounts {
  const needed: CylinderCounts = {}
  for (const stop of stops) {
    const isOpen = stop.state === 'published' || stop.state === 'arrived'
    if (!isOpen || (trip !== undefined && stop.trip !== trip)) continue
    for (const { product, fullOut } of stop.lines) {
      const { type } = products[product]
      needed[type] = (needed[type] ?? 0) + fullOut
    }
  }
  return needed
}

/**
 * What a visit to the depot moves: empties go off; for more fulls, what the rest of the trip still needs beyond what is
 * aboard comes on. Fulls stay aboard, because the trip goes on.
 */
export function newVisitDraft(
  run: Run,
  of: { trip: number; stops: readonly Stop[]; visit: NonNullable<LoadDraft['depotVisit']> },
): LoadDraft {
  const needed = of.visit.purpose === 'more' ? neededBy(of.stops, of.trip) : {}
  const aboard = new Map(run.onTruck.map(row => [row.cylinderType, row]))
  return {
    trip: of.trip,
    full: counts(code => Math.max(0, (needed[code] ?? 0) - Math.max(0, aboard.get(code)?.full ?? 0))),
    returnedFull: {},
    returnedEmpty: counts(code => Math.max(0, aboard.get(code)?.empty ?? 0)),
    reason: '',
    replaces: null,
    depotVisit: of.visit,
  }
}

export interface LoadRow {
  cylinderType: CylinderType
  /** By the ledger, before loading. */
  aboard: number
  /** What the trip's stops take, and what those of the whole rest of the run take. */
  trip: number
  rest: number
  /** Still missing for the trip with what is being loaded. */
  short: number
}

/** Each size with what is really on the truck against what the stops still take. */
export function loadRows(run: Run, draft: LoadDraft, stops: readonly Stop[]): LoadRow[] {
  const trip = neededBy(stops, draft.trip)
  const rest = neededBy(stops)
  const aboard = new Map(run.onTruck.map(row => [row.cylinderType, row.full]))
  const planned = plannedOf(run, draft.trip)
  return cylinderTypeCodes
    .filter(code => code in planned || code in draft.full || code in rest || aboard.has(code))
    .map(code => {
      const has = aboard.get(code) ?? 0
      const after = has + (draft.full[code] ?? 0) - (draft.returnedFull[code] ?? 0)
      return {
        cylinderType: code,
        aboard: has,
        trip: trip[code] ?? 0,
        rest: rest[code] ?? 0,
        short: Math.max(0, (trip[code] ?? 0) - after),
      }
    })
}

/** The draft as planned. Fulls beyond the plan are put back, because the next trip has its own weight to carry. */
export function newLoadDraft(run: Run, trip: number): LoadDraft {
  const planned = plannedOf(run, trip)
  const aboard = new Map(run.onTruck.map(row => [row.cylinderType, row]))
  const fullAboard = (code: CylinderType) => Math.max(0, aboard.get(code)?.full ?? 0)
  return {
    trip,
    full: counts(code => Math.max(0, (planned[code] ?? 0) - fullAboard(code))),
    returnedFull: counts(code => Math.max(0, fullAboard(code) - (planned[code] ?? 0))),
    returnedEmpty: counts(code => Math.max(0, aboard.get(code)?.empty ?? 0)),
    reason: '',
    replaces: null,
  }
}

/** Whether the load is what the plan says; a difference needs its reason. Unloading has no plan to differ from. */
export function isAsPlanned(run: Run, draft: LoadDraft, stops: readonly Stop[] = []): boolean {
  const { trip, depotVisit } = draft
  if (depotVisit?.purpose === 'unload') return true
  const planned = depotVisit
    ? newVisitDraft(run, { trip, stops, visit: depotVisit })
    : newLoadDraft(run, trip)
  return cylinderTypeCodes.every(
    code =>
      (planned.full[code] ?? 0) === (draft.full[code] ?? 0) &&
      (planned.returnedFull[code] ?? 0) === (draft.returnedFull[code] ?? 0) &&
      (planned.returnedEmpty[code] ?? 0) === (draft.returnedEmpty[code] ?? 0),
  )
}

export interface LoadWeight {
  gasGrams: number
  /** Gas and cylinders, full and empty, as they will ride. */
  totalGrams: number
  isTooHeavy: boolean
  isTooMuchGas: boolean
  /** The dangerous-goods papers must ride along. */
  needsPapers: boolean
}

/** What will be aboard after loading, against what the vehicle may carry. */
export function loadWeight(run: Run, draft: LoadDraft): LoadWeight {
  const aboard = new Map(run.onTruck.map(row => [row.cylinderType, row]))
  let tareGrams = 0
  const full: CylinderCounts = {}
  for (const code of cylinderTypeCodes) {
    const row = aboard.get(code)
    const fulls = (row?.full ?? 0) + (draft.full[code] ?? 0) - (draft.returnedFull[code] ?? 0)
    const empties = (row?.empty ?? 0) - (draft.returnedEmpty[code] ?? 0)
    full[code] = Math.max(0, fulls)
    tareGrams += (Math.max(0, fulls) + Math.max(0, empties)) * cylinderTypes[code].tareGrams
  }
  const gasGrams = gasGramsOf(full)
  const { maxLoadGrams, maxGasGrams, papersAboveGasGrams } = run.vehicle
  return {
    gasGrams,
    totalGrams: gasGrams + tareGrams,
    isTooHeavy: gasGrams + tareGrams > maxLoadGrams,
    isTooMuchGas: typeof maxGasGrams === 'number' && gasGrams > maxGasGrams,
    needsPapers: typeof papersAboveGasGrams === 'number' && gasGrams > papersAboveGasGrams,
  }
}
