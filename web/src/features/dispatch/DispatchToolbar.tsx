import type { Board } from '@luckygas/contract/endpoints/dispatch.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { formatCount, formatHours, formatKm } from '@luckygas/ui/format/format.ts'
import { stateMarks, type VisibleState } from '@luckygas/ui/icons/states.tsx'
import { PrintIcon } from '@luckygas/ui/icons/things.tsx'
import { useTranslation } from 'react-i18next'
import { Segments } from '../../parts/Segments.tsx'
import { BoardLookers } from './BoardLookers.tsx'
import { PlanModes } from './PlanModes.tsx'
import { TurnButtons } from './TurnButtons.tsx'
import type { BoardTools } from './use-board.ts'

const legend: readonly VisibleState[] = ['planned', 'enroute', 'done', 'late', 'failed']

interface Props {
  date: BusinessDate
  board: Board | undefined
  tools: BoardTools
  mayPlan: boolean
  view: string
  onView: (view: string) => void
}

/** Three ways to plan, the day in figures, what the marks mean. */
export function DispatchToolbar({ date, board, tools, mayPlan, view, onView }: Props) {
  const { t } = useTranslation()
  const finished = board?.stops.filter(stop => stop.state === 'done' || stop.state === 'failed').length ?? 0
  const totals = board?.totals
  return (
    <div className="bar2 dispatch-bar">
      {mayPlan ? <PlanModes tools={tools} /> : null}
      {mayPlan ? <TurnButtons tools={tools} /> : null}
      {tools.isBuilding ? <span className="mut">{t('dispatch.building')}</span> : null}
      <Segments
        label={t('dispatch.view')}
        value={view}
        onChange={onView}
        options={['timeline', 'list', 'loading', 'staff'].map(value => ({
          value,
          text: t(`dispatch.views.${value}`),
        }))}
      />
      {totals === undefined ? null : (
        <>
          <span className="stat">
            <b>{finished}</b>/{totals.stops} {t('word.stops')}
          </span>
          <span className="stat">
            <b>{board?.runs.length}</b> {t('word.vehicles')}
          </span>
          <span className="stat">
            <b>{formatKm(totals.metres)}</b> {t('word.km')}
          </span>
          <span className="stat">
            <b>{formatHours(totals.minutes)}</b> {t('word.hours')}
          </span>
          <span className="stat">
            <b>{formatCount(totals.stops - totals.planned)}</b> {t('dispatch.unplanned')}
          </span>
        </>
      )}
      <span className="sp" />
      <BoardLookers date={date} />
      <ul className="legend" aria-label={t('dispatch.legend')}>
        <li>
          <i className="lg-wait" />
          {t('dispatch.waiting')}
        </li>
        <li>
          <i className="lg-load" />
          {t('dispatch.onBoard')}
        </li>
        {legend.map(state => {
          const Mark = stateMarks[state]
          return (
            <li key={state}>
              <Mark />
              {t(`state.${state}`)}
            </li>
          )
        })}
      </ul>
      <button
        type="button"
        className="btn sm"
        disabled={(board?.runs.length ?? 0) === 0}
        onClick={() => void tools.printSheets()}
      >
        <PrintIcon size={14} />
        {t('dispatch.sheets')}
      </button>
    </div>
  )
}
