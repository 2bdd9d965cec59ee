import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { formatTime } from '@luckygas/ui/format/format.ts'
import { stateMarks } from '@luckygas/ui/icons/states.tsx'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { paths } from '../../shell/paths.ts'
import type { LiveRun, LiveStop } from './live-view.ts'

const markOf: Partial<Record<LiveStop['state'], keyof typeof stateMarks>> = {
  arrived: 'enroute',
  done: 'done',
  failed: 'failed',
}

/** The stops of one run in order: done when, expected when, and what is wrong with that. */
export function RunStops({ run }: { run: LiveRun }) {
  const { t } = useTranslation()
  return (
    <ol className="run-stops" aria-label={t('live.stops', { name: run.driverName })}>
      {run.stops.map(stop => (
        <StopLine key={stop.stopId} stop={stop} />
      ))}
    </ol>
  )
}

function StopLine({ stop }: { stop: LiveStop }) {
  const { t } = useTranslation()
  const Mark = stateMarks[stop.risk === null ? (markOf[stop.state] ?? 'planned') : 'late']
  return (
    <li>
      <p className="row">
        <Mark size={13} />
        <Link to={paths.dispatch({ stop: stop.stopId })}>{stop.shortName}</Link>
        <span className="sp" />
        <span className="num">
          {stop.finishedAt !== null
            ? t('live.done', { time: formatTime(stop.finishedAt) })
            : stop.etaAt !== null
              ? t('live.eta', { time: formatTime(stop.etaAt) })
              : ''}
        </span>
        {stop.finishedAt === null && stop.plannedMinute !== null ? (
          <span className="mut num">{t('live.planned', { time: formatMinute(stop.plannedMinute) })}</span>
        ) : null}
      </p>
      {stop.risk === null ? null : (
        <p className="st-failed">{t(`live.risk.${stop.risk}`, { count: stop.riskMinutes })}</p>
      )}
      {stop.sighted === null ? null : (
        <p className="st-sync">
          {stop.sighted.leftAt === null
            ? t('live.sighted', { time: formatTime(stop.sighted.arrivedAt) })
            : t('live.sightedLeft', {
                from: formatTime(stop.sighted.arrivedAt),
                to: formatTime(stop.sighted.leftAt),
              })}
        </p>
      )}
    </li>
  )
}
