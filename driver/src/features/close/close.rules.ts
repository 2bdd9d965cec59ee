import type { CylinderType } from '@luckygas/contract/kernel/cylinders.ts'
import type { Run } from '../../offline/day.rules.ts'

/** Face values a driver hands in, in NT$, largest first. 2,000 and 200 are legal tender but hardly seen. */
export const faceValues = [2000, 1000, 500, 200, 100, 50, 10, 5, 1] as const

/** What has been counted so far; a field that was not touched is not yet counted. */
export interface CloseDraft {
  dayCloseId: string
  /** Face value → pieces, as typed. */
  pieces: Record<string, string>
  /** Cylinder type → typed counts. */
  full: Record<string, string>
  empty: Record<string, string>
  step: 'cash' | 'cylinders' | 'compare'
  reason: string
  signatureFileId: string | null
  /** A refused day close that this one stands in for. */
  replaces: string | null
}

export const newCloseDraft = (dayCloseId: string): CloseDraft => ({
  dayCloseId,
  pieces: {},
  full: {},
  empty: {},
  step: 'cash',
  reason: '',
  signatureFileId: null,
  replaces: null,
})

export const countOf = (typed: string | undefined): number =>
  Number(typed === undefined || typed === '' ? '0' : typed)

export function countedCash(pieces: Readonly<Record<string, string>>): number {
  return faceValues.reduce((sum, value) => sum + value * countOf(pieces[value]), 0)
}

export interface CountRow {
  cylinderType: CylinderType
  fullDue: number
  emptyDue: number
  full: number
  empty: number
}

/** Every type that should be aboard or was counted, with both figures. */
export function countRows(onTruck: Run['onTruck'], draft: Pick<CloseDraft, 'full' | 'empty'>): CountRow[] {
  return onTruck.map(row => ({
    cylinderType: row.cylinderType,
    fullDue: row.full,
    emptyDue: row.empty,
    full: countOf(draft.full[row.cylinderType]),
    empty: countOf(draft.empty[row.cylinderType]),
  }))
}

export interface Variance {
  cash: number
  isCylinders: boolean
  /** Anything that does not agree needs its reason before it can be handed in. */
  isAny: boolean
}

export function varianceOf(dueCash: number, draft: CloseDraft, rows: readonly CountRow[]): Variance {
  const cash = countedCash(draft.pieces) - dueCash
  const isCylinders = rows.some(row => row.full !== row.fullDue || row.empty !== row.emptyDue)
  return { cash, isCylinders, isAny: cash !== 0 || isCylinders }
}
