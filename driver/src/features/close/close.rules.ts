import { type CylinderType, cylinderTypeCodes } from '@luckygas/contract/kernel/cylinders.ts'
import type { Run } from '../../offline/day.rules.ts'

/** Face values a driver hands in, in NT$, largest first. 2,000 and 200 are legal tender but hardly seen. */
export const faceValues = [2000, 1000, 500, 200, 100, 50, 10, 5, 1] as const

/** Counts up to this take one tap; few drivers have more of one kind. As many again take two. */
export const highestOnPad = 28

/** Face values that the pad passes by, because hardly a driver has any; they are counted by standing on them. */
const rareValues = new Set<number>([2000, 200])

/** What comes after a counted field; the last one stays. */
export function following<T>(fields: readonly T[], at: T): T {
  return fields[fields.indexOf(at) + 1] ?? at
}

/** The face value that the pad leads to after a counted one. */
export function followingValue(at: number): number {
  return faceValues.find(value => value < at && !rareValues.has(value)) ?? at
}

/** What the pad offers on a page: from 0 on the first, from the first count above it on the second. */
export function padCounts(page: 0 | 1): string[] {
  const from = page === 0 ? 0 : highestOnPad + 1
  return Array.from({ length: highestOnPad + 1 }, (_, index) => String(from + index))
}

export type Pile = 'full' | 'empty'
/** A pile of one size, as it is counted: all fulls of the truck first, then the empties, which stand apart from them. */
export type PileField = `${Pile}/${CylinderType}`

export function pileFields(types: readonly CylinderType[]): PileField[] {
  return (['full', 'empty'] as const).flatMap(pile => types.map((type): PileField => `${pile}/${type}`))
}

/** Piles that nobody has counted yet. */
export function uncounted(
  types: readonly CylinderType[],
  draft: Pick<CloseDraft, 'full' | 'empty'>,
): PileField[] {
  return pileFields(types).filter(field => {
    const [pile, type = ''] = field.split('/') as [Pile, string]
    return (draft[pile][type] ?? '') === ''
  })
}

/** The driver states that what he has not counted is not there. */
export function withRestNone(types: readonly CylinderType[], draft: CloseDraft): CloseDraft {
  const none = (pile: Pile) => ({
    ...Object.fromEntries(types.map(type => [type, '0'])),
    ...Object.fromEntries(Object.entries(draft[pile]).filter(([, count]) => count !== '')),
  })
  return { ...draft, full: none('full'), empty: none('empty') }
}

/** What has been counted so far; a field that was not touched is not yet counted. */
export interface CloseDraft {
  dayCloseId: string
  /** Face value → pieces, as typed. */
  pieces: Record<string, string>
  /** Cylinder type → typed counts. */
  full: Record<string, string>
  empty: Record<string, string>
  /** Types found aboard that the books do not know of. */
  more?: CylinderType[]
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

/** Types to count: what the books have aboard, and what the driver found besides, largest first. */
export function countedTypes(
  onTruck: Run['onTruck'],
  draft: Pick<CloseDraft, 'more' | 'full' | 'empty'>,
): CylinderType[] {
  const aboard = new Set(
    onTruck.filter(row => row.full !== 0 || row.empty !== 0).map(row => row.cylinderType),
  )
  return cylinderTypeCodes.filter(
    code =>
      aboard.has(code) ||
      draft.more?.includes(code) === true ||
      countOf(draft.full[code]) > 0 ||
      countOf(draft.empty[code]) > 0,
  )
}

/** Types that may be found aboard besides. */
export function otherTypes(onTruck: Run['onTruck'], draft: CloseDraft): CylinderType[] {
  const counted = new Set(countedTypes(onTruck, draft))
  return cylinderTypeCodes.filter(code => !counted.has(code))
}

/** Every type that should be aboard or was counted, with both figures. */
export function countRows(
  onTruck: Run['onTruck'],
  draft: Pick<CloseDraft, 'more' | 'full' | 'empty'>,
): CountRow[] {
  const due = new Map(onTruck.map(row => [row.cylinderType, row]))
  return countedTypes(onTruck, draft).map(cylinderType => ({
    cylinderType,
    fullDue: due.get(cylinderType)?.full ?? 0,
    emptyDue: due.get(cylinderType)?.empty ?? 0,
    full: countOf(draft.full[cylinderType]),
    empty: countOf(draft.empty[cylinderType]),
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
