import type { Run } from '../../offline/day.rules.ts'

export type CheckItem = NonNullable<Run['checkItems']>[number]

/** In the order in which one walks around the truck: the contract's first list without its validator. */
export const firstList = ['tyres', 'brakes', 'lights', 'extinguisher', 'straps', 'papers', 'no_leak'] as const
/** Of the first list, what keeps the truck where it is. */
const stopsTheTruck = new Set<string>(['brakes', 'tyres', 'extinguisher', 'no_leak'])

/**
 * The list in force on the day; a day fetched from an older server has none, and the first list stands in.
 * @param label name of an item of the first list in the driver's language
 */
export function checkItemsOf(run: Run, label: (code: string) => string): CheckItem[] {
  return (
    run.checkItems ??
    firstList.map(code => ({
      code,
      label: label(code),
      labelEn: label(code),
      effect: stopsTheTruck.has(code) ? 'block' : 'warn',
      needsPhoto: false,
    }))
  )
}

export interface CheckDraft {
  /** Items that are not in order, with what is wrong. */
  faults: Record<string, string>
  /** Pictures of faults, by item. */
  photos?: Record<string, string>
  odometer: string
  replaces: string | null
}

/** Faulty items in the list's order; a fault of an item that is no longer asked is left out. */
export const faultyOf = (items: readonly CheckItem[], draft: CheckDraft): CheckItem[] =>
  items.filter(({ code }) => code in draft.faults)

/** Faults whose picture is still missing. */
export const photosMissing = (items: readonly CheckItem[], draft: CheckDraft): CheckItem[] =>
  faultyOf(items, draft).filter(({ code, needsPhoto }) => needsPhoto && draft.photos?.[code] === undefined)
