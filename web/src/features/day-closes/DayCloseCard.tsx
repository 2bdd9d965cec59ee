import type { dayCloseSchema } from '@luckygas/contract/endpoints/deliveries.ts'
import { formatInstant, formatMoney } from '@luckygas/ui/format/format.ts'
import { DoneMark, FailedMark, PlannedMark, SyncMark } from '@luckygas/ui/icons/states.tsx'
import { PrintIcon } from '@luckygas/ui/icons/things.tsx'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DriverLetter } from '../../parts/DriverLetter.tsx'
import { useMay } from '../../shell/session.ts'
import { CashCounted } from './CashCounted.tsx'
import { Corrections } from './Corrections.tsx'
import { CylindersCounted } from './CylindersCounted.tsx'
import { printOne } from './print-one.ts'
import { ReopenSheet } from './ReopenSheet.tsx'
import { Signature } from './Signature.tsx'
import { SignSheet } from './SignSheet.tsx'

type DayClose = (typeof dayCloseSchema)['_output']

const marks = {
  agreed: PlannedMark,
  awaiting_signature: FailedMark,
  signed: DoneMark,
  reopened: SyncMark,
} as const satisfies Record<DayClose['status'], unknown>

/** One driver's close as on paper: counted against due, both signatures, and what came in afterwards. */
export function DayCloseCard({ close }: { close: DayClose }) {
  const { t } = useTranslation()
  const [isPrinted, setPrinted] = useState(false)
  const Mark = marks[close.status]
  return (
    <section
      className={`close${close.status === 'reopened' ? ' is-void' : ''}${isPrinted ? ' is-printed' : ''}`}
      aria-label={close.driverName}
    >
      <header className="row">
        <DriverLetter letter={close.letter} />
        <h2>{close.driverName}</h2>
        <span className="mut">{close.plate}</span>
        <Mark />
        <b>{t(`dayCloses.status.${close.status}`)}</b>
        <span className="sp" />
        <span className="mut num">{formatInstant(close.occurredAt)}</span>
        <button
          type="button"
          className="btn ghost sm no-print"
          onClick={() => printOne(setPrinted)}
          aria-label={t('dayCloses.printOf', { name: close.driverName })}
        >
          <PrintIcon size={14} /> {t('dayCloses.print')}
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must take the arrow keys */}
      <div className="close-body" tabIndex={0}>
        <Cash close={close} />
        <CashCounted denominations={close.denominations} countedCashNtd={close.countedCashNtd} />
        <CylindersCounted rows={close.cylinders} />
      </div>
      {close.reason === '' ? null : <p>{t('dayCloses.reason', { reason: close.reason })}</p>}
      {close.signatureNote === '' ? null : <p>{t('dayCloses.noted', { note: close.signatureNote })}</p>}
      {close.status === 'reopened' ? (
        <p className="high">
          {t('dayCloses.reopenedBy', {
            name: close.reopenedByName ?? '',
            at: close.reopenedAt === null ? '' : formatInstant(close.reopenedAt),
            reason: close.reopenReason,
          })}
        </p>
      ) : null}
      <Corrections corrections={close.corrections} />
      <div className="row close-foot">
        <Signature
          label={t('dayCloses.driverSigns')}
          under={`${close.driverName} ${formatInstant(close.occurredAt)}`}
          fileId={close.driverSignatureFileId}
        />
        <Signature
          label={t('dayCloses.receiverSigns')}
          under={
            close.signedAt === null
              ? t('dayCloses.notReceived')
              : `${close.signedByName ?? ''} ${formatInstant(close.signedAt)}`
          }
          fileId={close.receivedSignatureFileId}
        />
        <span className="sp" />
        <Actions close={close} />
      </div>
    </section>
  )
}

function Cash({ close }: { close: DayClose }) {
  const { t } = useTranslation()
  return (
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
        <dd className={close.varianceCashNtd === '0' ? 'num' : 'num high'}>
          {formatMoney(close.varianceCashNtd)}
        </dd>
      </div>
    </dl>
  )
}

/** Receiving, and for those who lead, opening again. */
function Actions({ close }: { close: DayClose }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'sign' | 'reopen'>()
  const maySign = useMay('day-close.sign')
  const maySignLarge = useMay('day-close.sign-large')
  const mayReopen = useMay('day-close.reopen')
  if (close.status === 'reopened') return null
  const isWaiting = close.status !== 'signed'
  const isForManager = close.needsManager && !maySignLarge
  return (
    <div className="row no-print">
      {mayReopen ? (
        <button type="button" className="btn" onClick={() => setOpen('reopen')}>
          {t('dayCloses.reopen')}
        </button>
      ) : null}
      {isWaiting && maySign && isForManager ? (
        <span className="mut">{t('dayCloses.managerSigns')}</span>
      ) : null}
      {isWaiting && maySign && !isForManager ? (
        <button type="button" className="btn" onClick={() => setOpen('sign')}>
          {t('dayCloses.sign')}
        </button>
      ) : null}
      {isWaiting && !maySign ? <span className="mut">{t('dayCloses.waits')}</span> : null}
      {open === 'sign' ? <SignSheet close={close} onClose={() => setOpen(undefined)} /> : null}
      {open === 'reopen' ? <ReopenSheet close={close} onClose={() => setOpen(undefined)} /> : null}
    </div>
  )
}
