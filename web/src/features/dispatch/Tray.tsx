import { formatDecimal, formatKg } from '@luckygas/ui/format/format.ts'
import { FailedMark } from '@luckygas/ui/icons/states.tsx'
import { type KeyboardEvent, memo } from 'react'
import { useTranslation } from 'react-i18next'
import { slotWords } from '../../parts/words.ts'
import { InsertNow } from '../running-day/InsertNow.tsx'
import type { BoardView, Stop } from './board-view.ts'
import type { CarryKey } from './carry.ts'
import { stopCylinders } from './stop-words.ts'
import type { Hands } from './use-handling.ts'

interface Props {
  view: BoardView
  hands: Hands
  mayPlan: boolean
  selectedId: string | undefined
  carriedId: string | undefined
  /** Whether what is carried would come here. */
  isTarget: boolean
  onMoveMenu: (stop: Stop) => void
}

const isArrow = (code: string): code is CarryKey => code.startsWith('Arrow')

/** What is not planned, why, and the way in; a stop dropped here leaves its run. */
export const Tray = memo(function Tray(props: Props) {
  const { view, hands, mayPlan, carriedId, onMoveMenu } = props
  const { t, i18n } = useTranslation()
  const stops = [...view.tray].sort((a, b) => (a.daysLeft ?? 99) - (b.daysLeft ?? 99))
  const kg = formatKg(stops.reduce((sum, stop) => sum + stop.gasGrams, 0))
  const isRunning = view.lanes.some(lane => ['published', 'loaded'].includes(lane.run?.state ?? ''))
  const because = (code: string) =>
    i18n.exists(`unplanned.${code}`) ? t(`unplanned.${code}`) : t('unplanned.other', { code })
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
        <div className="tw">
          <table className="tbl dense">
            <thead>
              <tr>
                <th>{t('word.reason')}</th>
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
              {stops.map(stop => (
                <tr
                  key={stop.id}
                  className={props.selectedId === stop.id ? 'cur' : ''}
                  aria-label={stop.shortName}
                  tabIndex={mayPlan ? 0 : undefined}
                  onKeyDown={event => onKey(stop, event)}
                  onPointerDown={() => hands.foresee(stop)}
                  draggable={mayPlan}
                  onDragStart={() => hands.pick(stop)}
                  onDragEnd={() => hands.letGo()}
                  onClick={() => hands.selectStop(stop.id)}
                >
                  <td>
                    {stop.unplannedBecause === null ? (
                      t('unplanned.new')
                    ) : (
                      <span
                        className="whynot"
                        title={t(`unplannedWhy.${stop.unplannedBecause}`, { defaultValue: '' })}
                      >
                        <FailedMark size={11} /> {because(stop.unplannedBecause)}
                      </span>
                    )}
                  </td>
                  <td>
                    <b>{stop.shortName}</b>
                  </td>
                  <td>{stop.zone}</td>
                  <td>{stopCylinders(stop)}</td>
                  <td className="r">{formatKg(stop.gasGrams)}</td>
                  <td>{slotWords(t, 'any', stop.windows)}</td>
                  <td className="r">{stop.daysLeft === null ? '–' : formatDecimal(stop.daysLeft)}</td>
                  <td className="r">
                    <InsertNow stop={stop} isRunning={isRunning} />{' '}
                    {mayPlan ? (
                      <button type="button" className="btn xs" onClick={() => onMoveMenu(stop)}>
                        {t('dispatch.insert')}
                      </button>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
})
