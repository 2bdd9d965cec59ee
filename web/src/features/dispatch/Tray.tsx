import type { DayLimits } from '@luckygas/contract/endpoints/dispatch.ts'
import { formatKg } from '@luckygas/ui/format/format.ts'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, memo, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardView, Stop } from './board-view.ts'
import type { CarryKey } from './carry.ts'
import { TrayRow } from './TrayRow.tsx'
import { trayWords } from './tray-words.ts'
import type { Hands } from './use-handling.ts'

interface Props {
  view: BoardView
  hands: Hands
  /** What would let in each stop, where that has been asked of the plan as it stands. */
  limits: DayLimits | undefined
  mayPlan: boolean
  selectedId: string | undefined
  carriedId: string | undefined
  /** Whether what is carried would come here. */
  isTarget: boolean
  onMoveMenu: (stop: Stop) => void
}

/** Pixels of a dense row. */
const rowHeight = 26
const isArrow = (code: string): code is CarryKey => code.startsWith('Arrow')

/** What is not planned, why, and the way in; a stop dropped here leaves its run. */
export const Tray = memo(function Tray(props: Props) {
  const { view, hands, mayPlan, carriedId, onMoveMenu } = props
  const { t } = useTranslation()
  const stops = useMemo(
    () => [...view.tray].sort((a, b) => (a.daysLeft ?? 99) - (b.daysLeft ?? 99)),
    [view.tray],
  )
  const left = useMemo(
    () => new Map(props.limits?.leftOut.map(each => [each.stopId, each] as const)),
    [props.limits],
  )
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: stops.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const rows = virtual.getVirtualItems()
  const above = rows[0]?.start ?? 0
  const below = virtual.getTotalSize() - (rows.at(-1)?.end ?? 0)
  const kg = formatKg(stops.reduce((sum, stop) => sum + stop.gasGrams, 0))
  const isRunning = view.lanes.some(lane => ['published', 'loaded'].includes(lane.run?.state ?? ''))
  const onKey = (stop: Stop, event: KeyboardEvent) => {
    if (!mayPlan || event.ctrlKey || event.altKey || event.metaKey) return
    if (event.target !== event.currentTarget) return
    const isCarrying = carriedId === stop.id
    if (isCarrying && isArrow(event.code)) hands.step(event.code)
    else if (isCarrying && (event.code === 'Space' || event.code === 'Enter')) hands.drop()
    else if (isCarrying && event.code === 'Escape') hands.letGo()
    else if (event.code === 'Space') hands.pick(stop)
    else if (event.code === 'KeyM') onMoveMenu(stop)
    else return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a drop target; the keyboard carries stops by its own keys
    <div
      className={props.isTarget ? 'tray on' : 'tray'}
      onDragOver={event => {
        if (carriedId === undefined) return
        event.preventDefault()
        hands.hover(null, 0)
      }}
      onDrop={event => {
        event.preventDefault()
        hands.drop()
      }}
    >
      <div className="th">
        <h2>
          {t('dispatch.trayTitle')} {stops.length}
        </h2>
        <span className="mut">{t('dispatch.trayKg', { kg })}</span>
      </div>
      {stops.length === 0 ? (
        <p className="tray-empty">{t('dispatch.trayEmpty')}</p>
      ) : (
        <div className="tw" ref={scroller}>
          <table className="tbl dense" aria-rowcount={stops.length + 1}>
            <thead>
              <tr>
                <th>{t('word.reason')}</th>
                <th>{t('dispatch.limits.remedy')}</th>
                <th>{t('word.customer')}</th>
                <th>{t('word.zone')}</th>
                <th>{t('word.cylinders')}</th>
                <th className="r">kg</th>
                <th>{t('word.slot')}</th>
                <th className="r">{t('dueList.daysLeft')}</th>
                <th>
                  <span className="sr">{t('dispatch.insert')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {above > 0 ? <tr style={{ height: above }} /> : null}
              {rows.map(({ index }) => {
                const stop = stops[index]
                return stop === undefined ? null : (
                  <TrayRow
                    key={stop.id}
                    stop={stop}
                    why={trayWords(t, stop, left.get(stop.id), view)}
                    rowIndex={index + 2}
                    isSelected={props.selectedId === stop.id}
                    isRunning={isRunning}
                    mayPlan={mayPlan}
                    hands={hands}
                    onKey={onKey}
                    onMoveMenu={onMoveMenu}
                  />
                )
              })}
              {below > 0 ? <tr style={{ height: below }} /> : null}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
})
