import { useTranslation } from 'react-i18next'
import { byKind, type JobList, jobStates } from './jobs.ts'
import { useJobWords } from './use-job-words.ts'

/** How many there are of each kind, and since when; a kind is a filter. */
export function JobCounts({
  counts,
  at,
  chosen,
  onChoose,
}: {
  counts: JobList['counts']
  at: string
  chosen: string
  onChoose: (name: string) => void
}) {
  const { t } = useTranslation()
  const { nameOf, ageOf } = useJobWords()
  if (counts.length === 0) return null
  return (
    <fieldset className="job-kinds" aria-label={t('jobs.kinds')}>
      {byKind(counts).map(kind => (
        <button
          key={kind.name}
          type="button"
          className="job-kind"
          aria-pressed={kind.name === chosen}
          onClick={() => onChoose(kind.name)}
        >
          <b>{nameOf(kind.name)}</b>
          <span className="num">
            {jobStates
              .filter(state => kind.jobs[state] > 0)
              .map(state => `${t(`jobs.state.${state}`)} ${kind.jobs[state]}`)
              .join('・')}
          </span>
          <span className="mut">
            {t('jobs.oldest')} {ageOf(kind.since, at)}
          </span>
        </button>
      ))}
    </fieldset>
  )
}
