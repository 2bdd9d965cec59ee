import { formatMinute, minuteOfDay } from '@luckygas/contract/kernel/dates.ts'
import { serverNowMs } from '@luckygas/ui/clock.ts'
import { formatTime } from '@luckygas/ui/format/format.ts'
import {
  DoneMark,
  EnRouteMark,
  FailedMark,
  LateMark,
  PlannedMark,
  SyncMark,
} from '@luckygas/ui/icons/states.tsx'
import { PhoneIcon } from '@luckygas/ui/icons/things.tsx'
import { useTranslation } from 'react-i18next'
import { DriverLetter } from '../../parts/DriverLetter.tsx'
import { lookForBetter } from '../running-day/improvement-wanted.ts'
import {
  beginsAt,
  isLate,
  isSilent,
  isThrough,
  type LiveRun,
  leftOver,
  nextStop,
  stopsAtRisk,
} from './live-view.ts'
import { RunStops } from './RunStops.tsx'

interface Props {
  run: LiveRun
  isOpen: boolean
  mayDispatch: boolean
  onToggle: () => void
  onInterrupt: () => void
}

/** One driver: how far, what next and when, how late, whom he will miss, and whether his phone speaks. */
export function DriverRow({ run, isOpen, mayDispatch, onToggle, onInterrupt }: Props) {
  const { t } = useTranslation()
  const finished = run.done + run.failed
  const next = nextStop(run)
  const atRisk = stopsAtRisk(run).length
  return (
    <li className={isOpen ? 'tracked open' : 'tracked'}>
      <button type="button" className="tracked-head" aria-expanded={isOpen} onClick={onToggle}>
        <span className="row">
          <DriverLetter letter={run.letter} />
          <b>{run.driverName}</b>
          <span className="mut num">{run.plate}</span>
          <span className="sp" />
          <RunState run={run} />
        </span>
        <span className="bars" aria-hidden="true">
          <i className="good" style={{ width: `${run.total === 0 ? 0 : (finished / run.total) * 100}%` }} />
        </span>
        <span className="row mut">
          <span className="num">
            {finished}/{run.total} {t('word.stops')}
          </span>
          {run.failed === 0 ? null : (
            <span className="row st-failed">
              <FailedMark size={11} /> {t('today.failed', { count: run.failed })}
            </span>
          )}
          <span className="sp" />
          {run.backAt === null || isThrough(run) ? null : (
            <span className="num">{t('live.backAt', { time: formatTime(run.backAt) })}</span>
          )}
          {run.cancelled === 0 ? null : (
            <span className="num">{t('live.cancelled', { count: run.cancelled })}</span>
          )}
          {run.heardAt === null ? <span>{t('tracking.neverHeard')}</span> : null}
        </span>
        <span className="row">
          <span>{next === undefined ? t('tracking.noNext') : t('live.next', { name: next.shortName })}</span>
          {next?.etaAt == null ? null : (
            <b className="num">{t('live.eta', { time: formatTime(next.etaAt) })}</b>
          )}
          {atRisk === 0 ? null : (
            <span className="chip st-failed">
              <LateMark size={11} /> {t('live.summary.risk', { count: atRisk })}
            </span>
          )}
        </span>
      </button>
      {isSilent(run) ? (
        <p className="row st-sync silent">
          <SyncMark size={12} /> {t('live.silent', { time: formatTime(run.silentSince ?? '') })}
          <span className="mut">{t('live.silentWhere')}</span>
          {run.phone === '' ? null : (
            <a className="btn xs" href={`tel:${run.phone}`}>
              <PhoneIcon size={12} /> {t('live.call')}
            </a>
          )}
        </p>
      ) : null}
      {run.interrupted === null ? null : (
        <p className="st-late">
          {t('live.interrupted', {
            time: formatTime(run.interrupted.at),
            cause: t(`running.causes.${run.interrupted.cause}`),
          })}
        </p>
      )}
      {isOpen ? (
        <>
          <RunStops run={run} />
          {mayDispatch && !isThrough(run) && run.state !== 'closed' ? (
            <p className="row">
              <button
                type="button"
                className="btn sm"
                onClick={() => lookForBetter({ runIds: [run.runId], isAsked: true })}
              >
                {t('improve.ask')}
              </button>
              <span className="sp" />
              <button type="button" className="btn sm danger" onClick={onInterrupt}>
                {t('running.interrupt')}
              </button>
            </p>
          ) : null}
        </>
      ) : null}
    </li>
  )
}

function RunState({ run }: { run: LiveRun }) {
  const { t } = useTranslation()
  if (run.state === 'closed' || isThrough(run))
    return (
      <span className="row st-done">
        <DoneMark /> {t(run.state === 'closed' ? 'live.closed' : 'state.done')}
      </span>
    )
  const left = leftOver(run, minuteOfDay(new Date(serverNowMs())))
  if (left > 0)
    return (
      <span className="row st-late">
        <LateMark /> {t('live.leftOver', { count: left })}
      </span>
    )
  if (isSilent(run))
    return (
      <span className="row st-sync">
        <SyncMark /> {t('live.filters.silent')}
      </span>
    )
  if (isLate(run))
    return (
      <span className="row st-late">
        <LateMark /> {t('live.late', { count: run.lateMinutes })}
      </span>
    )
  const beginMinute = beginsAt(run)
  if (beginMinute !== undefined)
    return (
      <span className="row">
        <PlannedMark /> {t('live.notOut', { time: formatMinute(beginMinute) })}
      </span>
    )
  return (
    <span className="row st-enroute">
      <EnRouteMark />
      {run.lateMinutes <= -5 ? t('live.early', { count: -run.lateMinutes }) : t('live.onTime')}
    </span>
  )
}
