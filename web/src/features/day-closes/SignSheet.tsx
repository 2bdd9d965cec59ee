import type { dayCloseSchema } from '@luckygas/contract/endpoints/deliveries.ts'
import { signDayClose } from '@luckygas/ui/api/routes/deliveries.ts'
import { newId } from '@luckygas/ui/clock.ts'
import { formatMoney } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../parts/Field.tsx'
import { Sheet } from '../../parts/Sheet.tsx'
import { useAct } from '../../parts/use-act.ts'
import { api } from '../../shell/api.ts'
import { useWrite } from '../../shell/queries.ts'
import { SignaturePad } from './SignaturePad.tsx'
import { sendSignature } from './send-signature.ts'

interface Props {
  close: (typeof dayCloseSchema)['_output']
  onClose: () => void
}

/** 點收: what is taken over in words, a note where it differs, and the receiver's signature. */
export function SignSheet({ close, onClose }: Props) {
  const { t } = useTranslation()
  const act = useAct()
  const sign = useWrite(signDayClose, ['day-closes', 'cylinders'])
  const [note, setNote] = useState('')
  const [picture, setPicture] = useState<Blob | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [fileId, setFileId] = useState(newId)
  const [isBusy, setBusy] = useState(false)
  const isOff = close.status === 'awaiting_signature'
  const receive = async (drawn: Blob) => {
    setBusy(true)
    const isDone = await act(async () => {
      await sendSignature(api, fileId, drawn)
      const body = { note: note.trim(), signatureFileId: fileId, version: close.version }
      await sign.mutateAsync({ params: { id: close.id }, body })
    }, t('dayCloses.signedNow'))
    setBusy(false)
    if (isDone) onClose()
  }
  const wipe = () => {
    setPicture(null)
    setFileId(newId())
    setAttempt(attempt + 1)
  }
  return (
    <Sheet title={t('dayCloses.receive', { name: close.driverName })} isOpen onClose={onClose}>
      <form
        className="stack"
        onSubmit={event => {
          event.preventDefault()
          if (picture !== null) void receive(picture)
        }}
      >
        <p>
          {t('dayCloses.takesOver', { amount: formatMoney(close.countedCashNtd) })}{' '}
          {isOff ? <b className="high">{t('dayCloses.differs')}</b> : <b>{t('dayCloses.agrees')}</b>}
        </p>
        {isOff ? (
          <Field
            label={t('dayCloses.note')}
            value={note}
            isRequired
            maxLength={300}
            onChange={event => setNote(event.target.value)}
          />
        ) : null}
        <div className="field">
          <span>{t('dayCloses.signHere')}</span>
          <SignaturePad
            key={attempt}
            label={t('dayCloses.signHere')}
            onChange={drawn => {
              setPicture(drawn)
              setFileId(newId())
            }}
          />
        </div>
        <footer className="row">
          <button type="button" className="btn" onClick={wipe}>
            {t('dayCloses.wipe')}
          </button>
          <span className="sp" />
          <button
            type="submit"
            className="btn accent"
            disabled={isBusy || picture === null || (isOff && note.trim() === '')}
          >
            {t('dayCloses.confirm')}
          </button>
        </footer>
      </form>
    </Sheet>
  )
}
