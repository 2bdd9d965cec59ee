import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { formatKg, formatWindows } from '@luckygas/ui/format/format.ts'
import { FailedMark, stateMarks } from '@luckygas/ui/icons/states.tsx'
import { LockIcon, PrintIcon } from '@luckygas/ui/icons/things.tsx'
import { useTranslation } from 'react-i18next'
import { DriverLetter } from '../../parts/DriverLetter.tsx'
import { type BoardView, isMovable, type Lane, type Stop } from './board-view.ts'
import { stopCylinders } from './stop-words.ts'
import type { Handling } from './use-handling.ts'
import { WaitingMark } from './WaitingMark.tsx'

interface Props {
  view: BoardView
  handling: Handling
  onMoveMenu: (stop: Stop) => void
}

/** The runs as lists, for those who would rather read than look, and for narrow screens. */
export function RunLists(props: Props) {
  return (
    <div className="runlists">
      {props.view.lanes.map(lane => (
        <RunList key={lane.key} lane={lane} {...props} />
      ))}
    </div>
  )
}

function RunList({ lane, view, handling, onMoveMenu }: Props & { lane: Lane }) {
  const { t } = useTranslation()
  const { run } = lane
  return (
    <section className="runlist" aria-label={lane.driverName}>
      <header className="th">
        <DriverLetter letter={lane.letter} />
        <h2>{lane.driverName}</h2>
        <span className="mut">
          {lane.stops.length} {t('word.stops')}・
          {formatKg(run?.loads.reduce((sum, load) => sum + load.gasGrams, 0) ?? 0)} kg
        </span>
        <span className="sp" />
        {run === undefined ? null : (
          <button
            type="button"
            className="btn xs"
            aria-label={t('dispatch.sheetOf', { name: lane.driverName })}
            onClick={() => void handling.tools.printSheets(run.id)}
          >
            <PrintIcon size={14} />
          </button>
        )}
      </header>
      {lane.stops.length === 0 ? <p className="mut pad">{t('dispatch.noRun')}</p> : null}
      <ol>
        {lane.stops.map(stop => {
          const state = view.stateOf(stop)
          const Mark = view.violationsOfStop.has(stop.id) ? FailedMark : stateMarks[state]
          return (
            <li key={stop.id} className={handling.stopId === stop.id ? 'cur' : ''}>
              <Mark label={t(`state.${state}`)} />
              <span className="num r">{view.numberOf.get(stop.id)}</span>
              <span className="num mut">
                {stop.arriveMinute === null ? '–' : formatMinute(stop.arriveMinute)}
              </span>
              <button type="button" className="link" onClick={() => handling.selectStop(stop.id)}>
                <b>{stop.shortName}</b>
              </button>
              <span className="mut">{formatWindows(stop.windows.slice(0, 1))}</span>
              <span>
                {stopCylinders(t, stop)} <WaitingMark stopId={stop.id} />
              </span>
              {stop.isLocked ? <LockIcon size={12} label={t('dispatch.isLocked')} /> : <i />}
              {handling.mayPlan && isMovable(stop) && !stop.isLocked ? (
                <button type="button" className="btn xs" onClick={() => onMoveMenu(stop)}>
                  {t('dispatch.move')}
                </button>
              ) : (
                <i />
              )}
            </li>
          )
        })}
      </ol>
    </section>
  )
}
