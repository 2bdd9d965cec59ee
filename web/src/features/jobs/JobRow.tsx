import { formatInstant } from '@luckygas/ui/format/format.ts'
import { EnRouteMark, FailedMark, PlannedMark } from '@luckygas/ui/icons/states.tsx'
import { useTranslation } from 'react-i18next'
import { actsOf, type Job, type JobAct } from './jobs.ts'
import { useJobWords } from './use-job-words.ts'

const marks = { waiting: PlannedMark, running: EnRouteMark, dead: FailedMark } as const

/** One job: what it is, how far, why it failed, and what may be done about it. */
export function JobRow({
  job,
  at,
  isChosen,
  onChoose,
  onAsk,
}: {
  job: Job
  at: string
  isChosen: boolean
  onChoose: () => void
  onAsk: (act: JobAct) => void
}) {
  const { t } = useTranslation()
  const { nameOf, ageOf } = useJobWords()
  const Mark = marks[job.state]
  const isLater = job.state === 'waiting' && job.runAt > at
  return (
    <li className={isChosen ? 'job chosen' : 'job'} aria-current={isChosen} onPointerDown={onChoose}>
      <span className="job-state">
        <Mark size={14} />
        {t(`jobs.state.${job.state}`)}
      </span>
      <div className="job-what">
        <b>{nameOf(job.name)}</b>
        {job.priority === 'normal' ? null : (
          <span className="chip">{t(job.priority === 'high' ? 'jobs.urgent' : 'jobs.later')}</span>
        )}
        {job.isCancelling ? <span className="chip">{t('jobs.stopping')}</span> : null}
        <span className="mut num">
          {isLater
            ? t('jobs.runsAt', { time: formatInstant(job.runAt) })
            : ageOf(job.startedAt ?? job.createdAt, at)}
          {job.attempts > 0 ? `・${t('jobs.tries', job)}` : ''}
        </span>
        {job.progress === null ? null : (
          <span className="job-progress">
            <progress value={job.progress} max={1} aria-label={t('jobs.progress')} />
            <span className="num">{Math.round(job.progress * 100)}%</span>
            <span className="mut">{job.progressWords}</span>
          </span>
        )}
        {job.lastError === null ? null : (
          <p className="job-error">
            <span className="mut">{t('jobs.failure')}</span> {job.lastError}
          </p>
        )}
      </div>
      <span className="job-acts">
        {actsOf(job).map(act => (
          <button
            key={act}
            type="button"
            className={act === 'discard' ? 'btn sm danger' : 'btn sm'}
            onFocus={onChoose}
            onClick={() => onAsk(act)}
          >
            {t(act === 'cancel' && job.state === 'running' ? 'jobs.cancelRunning' : `jobs.${act}`)}
          </button>
        ))}
      </span>
    </li>
  )
}
