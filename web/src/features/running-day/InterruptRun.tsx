import { today } from '@luckygas/ui/clock.ts'
import { WarningIcon } from '@luckygas/ui/icons/more-things.tsx'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePageDate } from '../../parts/use-page-date.ts'
import { useMay } from '../../shell/session.ts'
import { InterruptionSheet } from './InterruptionSheet.tsx'

interface Props {
  run: { id: string; state: string; isLocked: boolean } | undefined
  driverName: string
  /** Whether anything is left that others could take over. */
  hasOpen: boolean
}

/** 生病／故障 at the head of a driver's lane, while his day runs. */
export function InterruptRun({ run, driverName, hasOpen }: Props) {
  const { t } = useTranslation()
  const [date] = usePageDate()
  const mayPublish = useMay('dispatch.publish')
  const [isOpen, setOpen] = useState(false)
  const isOnTheRoad = run?.state === 'published' || run?.state === 'loaded'
  if (run === undefined || !isOnTheRoad || !mayPublish || date !== today()) return null
  if (!hasOpen && !isOpen) return null
  return (
    <>
      <button
        type="button"
        className="lk"
        aria-label={t('running.interruptOf', { name: driverName })}
        title={t('running.interrupt')}
        onClick={() => setOpen(true)}
      >
        <WarningIcon size={16} />
      </button>
      {isOpen ? (
        <InterruptionSheet runId={run.id} driverName={driverName} onClose={() => setOpen(false)} />
      ) : null}
    </>
  )
}
