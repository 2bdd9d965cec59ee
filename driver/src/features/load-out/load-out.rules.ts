import {
  type CylinderCounts,
  type CylinderType,
  cylinderTypeCodes,
  cylinderTypes,
  gasGramsOf,
} from '@luckygas/contract/kernel/cylinders.ts'
import type { Run } from '../../offline/day.rules.ts'

/** What a trip takes aboard: the plan less the fulls that are still there, and everything empty goes off. */
export interface LoadDraft {
  trip: number
  full: CylinderCounts
  returnedFull: CylinderCounts
  returnedEmpty: CylinderCounts
  reason: string
  /** A refused load-out that this one stands in for. */
  replaces: string | null
}

const counts = (pick: (code: CylinderType) => number): CylinderCounts =>
  Object.fromEntries(
    cylinderTypeCodes.map(code => [code, pick(code)] as const).filter(([, count]) => count > 0),
  )

const plannedOf = (run: Run, trip: number): CylinderCounts =>
  run.loads.find(load => load.trip === trip)?.full ?? {}

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

/** Types that the plan, the truck or the driver's hand know of, largest first. */
export function loadTypes(run: Run, draft: LoadDraft): CylinderType[] {
  const planned = plannedOf(run, draft.trip)
  const aboard = new Set(run.onTruck.map(row => row.cylinderType))
  return cylinderTypeCodes.filter(code => code in planned || code in draft.full || aboard.has(code))
}

/** Whether the load is what the plan says; a difference needs its reason. */
export function isAsPlanned(run: Run, draft: LoadDraft): boolean {
  const planned = newLoadDraft(run, draft.trip)
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
