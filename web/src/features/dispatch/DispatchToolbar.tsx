import type { Board } from '@luckygas/contract/endpoints/dispatch.ts'
import { formatCount, formatHours, formatKm } from '@luckygas/ui/format/format.ts'
import { stateMarks, type VisibleState } from '@luckygas/ui/icons/states.tsx'
import { PrintIcon } from '@luckygas/ui/icons/things.tsx'
import { useTranslation } from 'react-i18next'
import { Kbd } from '../../parts/Kbd.tsx'
import { Segments } from '../../parts/Segments.tsx'
import type { BoardTools, PlanMode } from './use-board.ts'

export const planModes: readonly { mode: PlanMode; key: string }[] = [
  { mode: 'all', key: '1' },
  { mode: 'free', key: '2' },
  { mode: 'fit', key: '3' },
]
const legend: readonly VisibleState[] = ['planned', 'enroute', 'done', 'late', 'failed']

interface Props {
  board: Board | undefined
  tools: BoardTools
  mayPlan: boolean
  view: string
  onView: (view: string) => void
}

/** Three ways to plan, the day in figures, what the marks mean. */
export function DispatchToolbar({ board, tools, mayPlan, view, onView }: Props) {
  const { t } = useTranslation()
  const finished = board?.stops.filter(stop => stop.state === 'done' || stop.state === 'failed').length ?? 0
  const totals = board?.totals
  return (
    <div className="bar2 dispatch-bar">
      {mayPlan ? (
        <fieldset className="seg" aria-label={t('dispatch.plan')}>
          <span className="lab">{t('dispatch.plan')}</span>
          {planModes.map(({ mode, key }) => (
            <button key={mode} type="button" disabled={tools.isBusy} onClick={() => void tools.build(mode)}>
              {t(`dispatch.mode.${mode}`)} <Kbd keys={[key]} />
            </button>
          ))}
        </fieldset>
      ) : null}
      {tools.isBuilding ? <span className="mut">{t('dispatch.building')}</span> : null}
      <Segments
        label={t('dispatch.view')}
        value={view}
        onChange={onView}
        options={['timeline', 'list'].map(value => ({ value, text: t(`dispatch.views.${value}`) }))}
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
