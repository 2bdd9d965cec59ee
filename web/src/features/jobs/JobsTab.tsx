import { listJobs } from '@luckygas/ui/api/routes/jobs.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { Segments } from '../../parts/Segments.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useHotkeys } from '../../parts/use-hotkeys.ts'
import { useUrlState } from '../../parts/use-url-state.ts'
import { useRead } from '../../shell/queries.ts'
import { AskJob } from './AskJob.tsx'
import { JobCounts } from './JobCounts.tsx'
import { JobRow } from './JobRow.tsx'
import { type Asking, type Job, jobStates, mayDo, sumByState } from './jobs.ts'
import './jobs.css'

/** How often the list is read again: progress moves, and jobs come and go by themselves. */
const refetchMs = 3_000

/** 背景工作: what is done behind the scenes, how far it is, and what failed for good. */
export function JobsTab() {
  const { t } = useTranslation()
  const [state, setState] = useUrlState('state')
  const [name, setName] = useUrlState('kind')
  const shown = jobStates.find(each => each === state)
  const [chosenId, setChosenId] = useState<string>()
  const [asking, setAsking] = useState<Asking>()
  const query = { ...(shown && { state: shown }), ...(name !== '' && { name }) }
  const list = useRead('jobs', listJobs, { query }, { keepsPrevious: true, staleMs: 0, refetchMs })
  const jobs = list.data?.jobs ?? []
  const chosen = jobs.find(job => job.id === chosenId) ?? jobs[0]
  const step = (by: number) => {
    const at = jobs.findIndex(job => job.id === chosen?.id)
    setChosenId(jobs[Math.min(jobs.length - 1, Math.max(0, at + by))]?.id)
  }
  const ask = (act: Asking['act'], job: Job | undefined = chosen) => {
    if (job && mayDo(job, act)) setAsking({ act, job })
  }
  const keys: [string, () => void][] = [
    ['ArrowDown', () => step(1)],
    ['ArrowUp', () => step(-1)],
    ['KeyR', () => ask('replay')],
    ['Delete', () => ask(chosen?.state === 'dead' ? 'discard' : 'cancel')],
  ]
  useHotkeys(Object.fromEntries(keys))
  const counts = list.data?.counts ?? []
  const totals = sumByState(counts)
  return (
    <>
      <div className="row part jobs-bar">
        <Segments
          label={t('word.state')}
          value={shown ?? 'all'}
          onChange={value => setState(value === 'all' ? undefined : value)}
          options={(['all', ...jobStates] as const).map(value => ({
            value,
            text: (
              <>
                {t(value === 'all' ? 'word.all' : `jobs.state.${value}`)}{' '}
                <span className="num mut">{totals[value]}</span>
              </>
            ),
          }))}
        />
        <span className="mut">{t('jobs.hint')}</span>
        <span className="sp" />
        <span className="mut jobs-keys">{t('jobs.keys')}</span>
      </div>
      <Loaded query={list} skeleton={<SkeletonRows rows={8} widths={[6, 24, 30, 20]} />}>
        {data => (
          <>
            <JobCounts
              counts={data.counts}
              at={data.at}
              chosen={name}
              onChoose={kind => setName(kind === name ? undefined : kind)}
            />
            {data.jobs.length === 0 ? (
              <Empty>{t(shown === undefined ? 'jobs.none' : `jobs.noneOf.${shown}`)}</Empty>
            ) : (
              <ul className="jobs">
                {data.jobs.map(job => (
                  <JobRow
                    key={job.id}
                    job={job}
                    at={data.at}
                    isChosen={job.id === chosen?.id}
                    onChoose={() => setChosenId(job.id)}
                    onAsk={act => ask(act, job)}
                  />
                ))}
              </ul>
            )}
          </>
        )}
      </Loaded>
      {asking === undefined ? null : <AskJob asking={asking} onDone={() => setAsking(undefined)} />}
    </>
  )
}
