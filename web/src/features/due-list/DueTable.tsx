import type { DueItem } from '@luckygas/contract/endpoints/forecasting.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SortHead } from '../../parts/SortHead.tsx'
import type { Sort } from '../../parts/use-sort.ts'
import { RangeHead, WindowHead } from './charts.tsx'
import { DueRow } from './DueRow.tsx'
import { isTicked } from './due-view.ts'
import type { DueListTools } from './use-due-list.ts'

interface Props {
  date: BusinessDate
  items: readonly DueItem[]
  sort: Sort
  tools: DueListTools
  mayEdit: boolean
}

const rowHeight = 26
const steps: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 20,
  PageUp: -20,
  Home: -9999,
  End: 9999,
}

/** The virtual list; arrows walk the lines, space ticks, P postpones or takes it back. */
export function DueTable({ date, items, sort, tools, mayEdit }: Props) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const [currentId, setCurrentId] = useState<string>()
  const [postponingId, setPostponingId] = useState<string>()
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: 44,
  })
  const currentIndex = Math.max(
    0,
    items.findIndex(item => item.id === currentId),
  )

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (!(event.target instanceof HTMLTableRowElement)) return
    const step = steps[event.code]
    const current = items[currentIndex]
    if (step !== undefined) {
      const next = Math.min(items.length - 1, Math.max(0, currentIndex + step))
      virtual.scrollToIndex(next)
      setCurrentId(items[next]?.id)
      requestAnimationFrame(() => document.getElementById(`due-${items[next]?.id}`)?.focus())
    } else if (current !== undefined && mayEdit && current.status !== 'sent') {
      if (event.code === 'Space') void tools.tick(current, !isTicked(current))
      else if (event.code === 'KeyP' && current.status === 'postponed') void tools.undoPostponement(current)
      else if (event.code === 'KeyP') setPostponingId(current.id)
      else return
    } else return
    event.preventDefault()
  }
  const rows = virtual.getVirtualItems()
  const above = rows[0]?.start ?? 0
  const below = virtual.getTotalSize() - (rows.at(-1)?.end ?? 0)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: gathers the keys of the focusable rows inside
    <div className="tw" ref={scroller} onKeyDown={onKeyDown}>
      <table className="tbl dense due" aria-rowcount={items.length + 1}>
        <thead>
          <tr>
            <th className="c1">
              <span className="sr">{t('dueList.ticked')}</span>
            </th>
            <SortHead column="reason" sort={sort}>
              {t('word.reason')}
            </SortHead>
            <SortHead column="code" sort={sort} className="opt3">
              {t('word.code')}
            </SortHead>
            <SortHead column="name" sort={sort}>
              {t('word.customer')}
            </SortHead>
            <SortHead column="zone" sort={sort} className="opt3">
              {t('word.zone')}
            </SortHead>
            <SortHead column="days" sort={sort} isNumeric>
              {t('dueList.daysLeft')}
            </SortHead>
            <th className="rb opt2">
              <RangeHead />
            </th>
            <SortHead column="risk" sort={sort} isNumeric>
              {t('dueList.risk')}
            </SortHead>
            <th className="wn opt1">
              <WindowHead date={date} />
            </th>
            <th>{t('word.cylinders')}</th>
            <SortHead column="kg" sort={sort} isNumeric>
              kg
            </SortHead>
            <SortHead column="slot" sort={sort}>
              {t('word.slot')}
            </SortHead>
            <SortHead column="vehicle" sort={sort} className="opt2">
              {t('word.vehicle')}
            </SortHead>
            <SortHead column="settlement" sort={sort} className="opt2">
              {t('word.settlement')}
            </SortHead>
            <th className="opt1">{t('word.note')}</th>
            <th>
              <span className="sr">{t('dueList.postpone')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {above > 0 ? (
            <tr style={{ height: above }}>
              <td colSpan={16} />
            </tr>
          ) : null}
          {rows.map(({ index }) => {
            const item = items[index]
            return item === undefined ? null : (
              <DueRow
                key={item.id}
                item={item}
                date={date}
                rowIndex={index}
                isCurrent={index === currentIndex}
                isPostponing={postponingId === item.id}
                mayEdit={mayEdit}
                onFocus={() => setCurrentId(item.id)}
                onTick={isOn => void tools.tick(item, isOn)}
                onPostponing={isOpen => setPostponingId(isOpen ? item.id : undefined)}
                onPostpone={(toDate, reason) => tools.postpone(item, toDate, reason)}
                onUndo={() => void tools.undoPostponement(item)}
              />
            )
          })}
          {below > 0 ? (
            <tr style={{ height: below }}>
              <td colSpan={16} />
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  )
}
