import type { dayCloseSchema } from '@luckygas/contract/endpoints/deliveries.ts'
import { cylinderTypes } from '@luckygas/contract/kernel/cylinders.ts'
import { signDayClose } from '@luckygas/ui/api/routes/deliveries.ts'
import { formatInstant, formatMoney, formatSigned } from '@luckygas/ui/format/format.ts'
import { DoneMark, FailedMark } from '@luckygas/ui/icons/states.tsx'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DriverLetter } from '../../parts/DriverLetter.tsx'
import { Field } from '../../parts/Field.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useWrite } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'

type DayClose = (typeof dayCloseSchema)['_output']

const difference = (due: number, counted: number) => (due === counted ? '' : formatSigned(counted - due))

/** One driver's close: counted against due, the variance in words, and the depot's signature. */
export function DayCloseCard({ close }: { close: DayClose }) {
  const { t } = useTranslation()
  const isCashOff = close.varianceCashNtd !== '0'
  return (
    <section className="close" aria-label={close.driverName}>
      <header className="row">
        <DriverLetter letter={close.letter} />
        <h2>{close.driverName}</h2>
        <span className="mut">{close.plate}</span>
        {close.status === 'awaiting_signature' ? <FailedMark /> : <DoneMark />}
        <b>{t(`dayCloses.status.${close.status}`)}</b>
        <span className="sp" />
        <span className="mut num">{formatInstant(close.occurredAt)}</span>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must take the arrow keys */}
      <div className="close-body" tabIndex={0}>
        <dl className="facts2">
          <div>
            <dt>{t('dayCloses.due')}</dt>
            <dd className="num">{formatMoney(close.dueCashNtd)}</dd>
          </div>
          <div>
            <dt>{t('dayCloses.counted')}</dt>
            <dd className="num">{formatMoney(close.countedCashNtd)}</dd>
          </div>
          <div>
            <dt>{t('dayCloses.variance')}</dt>
            <dd className={isCashOff ? 'num high' : 'num'}>{formatMoney(close.varianceCashNtd)}</dd>
          </div>
        </dl>
        <table className="tbl dense closet">
          <thead>
            <tr>
              <th>{t('word.cylinders')}</th>
              <th className="r">{t('dayCloses.fullDue')}</th>
              <th className="r">{t('dayCloses.fullCounted')}</th>
              <th className="r">{t('dayCloses.diff')}</th>
              <th className="r">{t('dayCloses.emptyDue')}</th>
              <th className="r">{t('dayCloses.emptyCounted')}</th>
              <th className="r">{t('dayCloses.diff')}</th>
            </tr>
          </thead>
          <tbody>
            {close.cylinders.map(row => (
              <tr key={row.cylinderType}>
                <td>{cylinderTypes[row.cylinderType].label}</td>
                <td className="r">{row.fullDue}</td>
                <td className="r">{row.fullCounted}</td>
                <td className="r high">{difference(row.fullDue, row.fullCounted)}</td>
                <td className="r">{row.emptyDue}</td>
                <td className="r">{row.emptyCounted}</td>
                <td className="r high">{difference(row.emptyDue, row.emptyCounted)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {close.reason === '' ? null : <p>{t('dayCloses.reason', { reason: close.reason })}</p>}
      {close.status === 'signed' ? (
        <p className="mut">
          {t('dayCloses.signedBy', {
            name: close.signedByName ?? '',
            at: close.signedAt === null ? '' : formatInstant(close.signedAt),
            note: close.signatureNote,
          })}
        </p>
      ) : null}
      {close.status === 'awaiting_signature' ? <SignForm close={close} /> : null}
    </section>
  )
}

function SignForm({ close }: { close: DayClose }) {
  const { t } = useTranslation()
  const act = useAct()
  const maySign = useMay('day-close.sign')
  const sign = useWrite(signDayClose, ['day-closes', 'cylinders'])
  const [note, setNote] = useState('')
  if (!maySign) return <p className="mut">{t('dayCloses.waits')}</p>
  return (
    <form
      className="row decide"
      onSubmit={event => {
        event.preventDefault()
        const body = { note: note.trim(), version: close.version }
        void act(() => sign.mutateAsync({ params: { id: close.id }, body }), t('dayCloses.signedNow'))
      }}
    >
      <Field
        label={t('dayCloses.note')}
        value={note}
        isRequired
        maxLength={300}
        onChange={event => setNote(event.target.value)}
      />
      <button type="submit" className="btn" disabled={sign.isPending || note.trim() === ''}>
        {t('dayCloses.sign')}
      </button>
    </form>
  )
}
