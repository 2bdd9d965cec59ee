import { formatMinute, minuteOfDay } from '@luckygas/contract/kernel/dates.ts'
import { formatNtd, parseNtd } from '@luckygas/contract/kernel/money.ts'
import { usePhoneState } from '../../app/phone-context.tsx'
import type { Run } from '../../offline/day.rules.ts'
import { State } from '../../parts/marks.tsx'
import { useWords } from '../../words/words-context.tsx'
import { differenceText } from './difference-text.ts'

/** What became of the close: on its way, waiting at the depot, or received and by whom. */
export function ClosedCard({ run }: { run: Run }) {
  const { t } = useWords()
  const { summary } = usePhoneState()
  const close = run.dayClose
  const isWaiting = summary.waiting.some(({ command }) => command.kind === 'close_day')
  return (
    <>
      <p className="notice is-done">
        <State name="done">{t('close.already')}</State>
      </p>
      {isWaiting && (
        <p className="notice">
          <State name="sync">{t('close.onItsWay')}</State>
        </p>
      )}
      {close != null && !isWaiting && (
        <section className="card facts-list">
          <p>
            <span>{t('close.cash')}</span>
            <b>{formatNtd(parseNtd(close.countedCashNtd))}</b>
          </p>
          <p>
            <span>{t('close.difference')}</span>
            <b>{differenceText(t, Number(parseNtd(close.varianceCashNtd)))}</b>
          </p>
          <p>
            <span>{t('close.cylinders')}</span>
            <b>{t(close.isCylinderVariance ? 'close.differs' : 'close.agrees')}</b>
          </p>
          <p>
            <span>{t('close.receiver')}</span>
            {close.receivedBy === null ? (
              <State name="planned">{t('close.notReceived')}</State>
            ) : (
              <State name="done">
                {close.receivedBy}{' '}
                {close.receivedAt !== null && formatMinute(minuteOfDay(new Date(close.receivedAt)))}
              </State>
            )}
          </p>
        </section>
      )}
    </>
  )
}
