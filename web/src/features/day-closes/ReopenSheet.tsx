import type { dayCloseSchema } from '@luckygas/contract/endpoints/deliveries.ts'
import { reopenDayClose } from '@luckygas/ui/api/routes/deliveries.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../parts/Field.tsx'
import { Sheet } from '../../parts/Sheet.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useWrite } from '../../shell/queries.ts'

interface Props {
  close: (typeof dayCloseSchema)['_output']
  onClose: () => void
}

/** Takes a close back: says what happens, and wants to know why. */
export function ReopenSheet({ close, onClose }: Props) {
  const { t } = useTranslation()
  const act = useAct()
  const reopen = useWrite(reopenDayClose, ['day-closes', 'cylinders', 'board'])
  const [reason, setReason] = useState('')
  const submit = async () => {
    const body = { reason: reason.trim(), version: close.version }
    const isDone = await act(
      () => reopen.mutateAsync({ params: { id: close.id }, body }),
      t('dayCloses.reopenedNow'),
    )
    if (isDone) onClose()
  }
  return (
    <Sheet title={t('dayCloses.reopenOf', { name: close.driverName })} isOpen onClose={onClose}>
      <form
        className="stack"
        onSubmit={event => {
          event.preventDefault()
          void submit()
        }}
      >
        <p>{t('dayCloses.reopenMeans')}</p>
        <Field
          label={t('dayCloses.reopenReason')}
          value={reason}
          isRequired
          maxLength={300}
          onChange={event => setReason(event.target.value)}
        />
        <footer className="row">
          <span className="sp" />
          <button
            type="submit"
            className="btn accent"
            disabled={reopen.isPending || reason.trim().length < 2}
          >
            {t('dayCloses.reopen')}
          </button>
        </footer>
      </form>
    </Sheet>
  )
}
