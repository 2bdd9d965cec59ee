import { cancelJob, discardJob, replayJob } from '@luckygas/ui/api/routes/jobs.ts'
import { useTranslation } from 'react-i18next'
import { Sheet } from '../../parts/Sheet.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useWrite } from '../../shell/queries.ts'
import type { Asking } from './jobs.ts'
import { useJobWords } from './use-job-words.ts'

/** Asks once more before a job is cancelled, tried again or given up. */
export function AskJob({ asking: { act, job }, onDone }: { asking: Asking; onDone: () => void }) {
  const { t } = useTranslation()
  const { nameOf } = useJobWords()
  const run = useAct()
  const cancel = useWrite(cancelJob, ['jobs'])
  const replay = useWrite(replayJob, ['jobs'])
  const discard = useWrite(discardJob, ['jobs'])
  const request = { params: { id: job.id } }
  const works = {
    cancel: () => cancel.mutateAsync(request),
    replay: () => replay.mutateAsync(request),
    discard: () => discard.mutateAsync(request),
  }
  const isBusy = cancel.isPending || replay.isPending || discard.isPending
  const isStopping = act === 'cancel' && job.state === 'running'
  const submit = async () => {
    await run(works[act], t(isStopping ? 'jobs.done.asked' : `jobs.done.${act}`))
    onDone()
  }
  const title = t(isStopping ? 'jobs.cancelRunning' : `jobs.${act}`)
  return (
    <Sheet title={title} isOpen onClose={onDone}>
      <p>{t(`jobs.ask.${act}`, { name: nameOf(job.name) })}</p>
      <div className="row">
        <span className="sp" />
        <button type="button" className="btn" onClick={onDone}>
          {t('word.back')}
        </button>
        <button
          type="button"
          className={act === 'replay' ? 'btn accent' : 'btn danger'}
          disabled={isBusy}
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened for this one button
          autoFocus
          onClick={() => void submit()}
        >
          {title}
        </button>
      </div>
    </Sheet>
  )
}
