import { ChevronIcon } from '@luckygas/ui/icons/things.tsx'
import type { ReactNode } from 'react'
import type { Sort } from './use-sort.ts'

interface Props {
  column: string
  sort: Sort
  children: ReactNode
  isNumeric?: boolean
  className?: string
}

/** A column head that sorts; the arrow stands only where it is sorted. */
export function SortHead({ column, sort, children, isNumeric = false, className = '' }: Props) {
  const isSorted = sort.column === column
  const direction = !isSorted ? 'none' : sort.isDescending ? 'descending' : 'ascending'
  return (
    <th aria-sort={direction} className={`${isNumeric ? 'r ' : ''}${isSorted ? 'so ' : ''}${className}`}>
      <button type="button" className="sort" onClick={() => sort.toggle(column)}>
        {children}
        {isSorted ? (
          <span className={sort.isDescending ? '' : 'up'}>
            <ChevronIcon size={12} strokeWidth={2} />
          </span>
        ) : null}
      </button>
    </th>
  )
}
