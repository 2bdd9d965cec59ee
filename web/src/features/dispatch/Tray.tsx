import { formatDecimal, formatKg } from '@luckygas/ui/format/format.ts'
import { FailedMark } from '@luckygas/ui/icons/states.tsx'
import { useTranslation } from 'react-i18next'
import { slotWords } from '../../parts/words.ts'
import type { BoardView, Stop } from './board-view.ts'
import { stopCylinders } from './stop-words.ts'
import type { Handling } from './use-handling.ts'

interface Props {
  view: BoardView
  handling: Handling
  onMoveMenu: (stop: Stop) => void
}

/** What is not planned, why, and the way in; a stop dropped here leaves its run. */
export function Tray({ view, handling, onMoveMenu }: Props) {
  const { t, i18n } = useTranslation()
  const stops = [...view.tray].sort((a, b) => (a.daysLeft ?? 99) - (b.daysLeft ?? 99))
  const kg = formatKg(stops.reduce((sum, stop) => sum + stop.gasGrams, 0))
  const because = (code: string) =>
    i18n.exists(`unplanned.${code}`) ? t(`unplanned.${code}`) : t('unplanned.other', { code })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a drop target; the keyboard carries stops by its own keys
    <div
      className={handling.carry?.laneKey === null ? 'tray on' : 'tray'}
      onDragOver={event => {
        if (handling.carry === undefined) return
        event.preventDefault()
        handling.hover(null, 0)
      }}
      onDrop={event => {
        event.preventDefault()
        handling.drop()
      }}
    >
      <div className="th">
        <h2>
          {t('dispatch.trayTitle')} {stops.length}
        </h2>
        <span className="mut">{t('dispatch.trayKg', { kg })}</span>
      </div>
      {stops.length === 0 ? (
        <p className="mut pad">{t('dispatch.trayEmpty')}</p>
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
                  className={handling.stopId === stop.id ? 'cur' : ''}
                  draggable={handling.mayPlan}
                  onDragStart={() => handling.pick(stop)}
                  onDragEnd={() => handling.letGo()}
                  onClick={() => handling.selectStop(stop.id)}
                >
                  <td>
                    {stop.unplannedBecause === null ? (
                      t('unplanned.new')
                    ) : (
                      <span className="whynot">
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
                    {handling.mayPlan ? (
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
}
