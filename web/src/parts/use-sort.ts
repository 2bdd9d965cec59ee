import { useUrlState } from './use-url-state.ts'

export interface Sort {
  column: string
  isDescending: boolean
  toggle: (column: string) => void
}

/** The sort order in the address: `risk` ascending, `-risk` descending. */
export function useSort(fallback: string): Sort {
  const [text, set] = useUrlState('sort', fallback)
  const isDescending = text.startsWith('-')
  const column = isDescending ? text.slice(1) : text
  return {
    column,
    isDescending,
    toggle: next => set(next === column && !isDescending ? `-${next}` : next),
  }
}

type Sortable = string | number | null

/** Sorts a copy; nothing (null) comes last either way. */
export function sorted<T>(
  rows: readonly T[],
  sort: Pick<Sort, 'isDescending'>,
  keyOf: (row: T) => Sortable,
): T[] {
  const sign = sort.isDescending ? -1 : 1
  return [...rows].sort((a, b) => {
    const left = keyOf(a)
    const right = keyOf(b)
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right)
    return sign * String(left).localeCompare(String(right), 'zh-Hant-TW')
  })
}
