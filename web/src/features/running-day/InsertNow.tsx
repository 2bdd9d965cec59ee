import { today } from '@luckygas/ui/clock.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePageDate } from '../../parts/use-page-date.ts'
import { useMay } from '../../shell/session.ts'
import { UrgentInsertionSheet } from './UrgentInsertionSheet.tsx'

interface Props {
  stop: { id: string; shortName: string }
  /** Whether drivers are on the road with a published plan. */
  isRunning: boolean
}

/** 急插: a stop of the tray goes straight on to the running day, without a publish. */
export function InsertNow({ stop, isRunning }: Props) {
  const { t } = useTranslation()
  const [date] = usePageDate()
  const mayPublish = useMay('dispatch.publish')
  const [isOpen, setOpen] = useState(false)
  if (!isRunning || !mayPublish || date !== today()) return null
  return (
    <>
      <button
        type="button"
        className="btn xs"
        aria-label={t('running.insertNowOf', { name: stop.shortName })}
        onClick={event => {
          event.stopPropagation()
          setOpen(true)
        }}
      >
        {t('running.insertNow')}
      </button>
      {isOpen ? (
        <UrgentInsertionSheet of={{ stopId: stop.id }} name={stop.shortName} onClose={() => setOpen(false)} />
      ) : null}
    </>
  )
}
