import type { RecurringOrderView } from '@luckygas/contract/endpoints/recurring-orders.ts'
import { decideRecurringDay } from '@luckygas/ui/api/routes/recurring-orders.ts'
import { today } from '@luckygas/ui/clock.ts'
import { formatDate, formatShortDate } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useAct } from '../../parts/use-act.ts'
import { paths } from '../../shell/paths.ts'
import { useWrite } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { skipWords } from './recurring-words.ts'

type Day = RecurringOrderView['days'][number]

/** The days of an agreement: what was made, what was not and why, and what can still be left out. */
export function RecurringDays({ recurring }: { recurring: RecurringOrderView }) {
  const { t } = useTranslation()
  return (
    <section className="part" aria-label={t('recurring.next')}>
      <h2>{t('recurring.next')}</h2>
      <div className="tw">
        <table className="tbl dense">
          <tbody>
            {recurring.days.map(day => (
              <tr key={day.plannedOn} className={day.plannedOn < today() ? 'mut' : ''}>
                <td className="num">{formatDate(day.plannedOn)}</td>
                <td>
                  <Became day={day} />
                </td>
                <td className="r">
                  {recurring.status === 'ended' ? null : <DayChoice recurring={recurring} day={day} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Became({ day }: { day: Day }) {
  const { t } = useTranslation()
  const isMoved = day.deliverOn !== null && day.deliverOn !== day.plannedOn
  return (
    <>
      {day.order === null ? null : (
        <Link to={paths.orders({ date: day.deliverOn ?? day.plannedOn, order: day.order.id })}>
          {t('recurring.order', {
            number: day.order.number,
            state: t(`orderState.${day.order.state}`),
          })}
        </Link>
      )}
      {day.skippedBecause === null ? null : (
        <span className="mid-risk">{skipWords(t, day.skippedBecause)}</span>
      )}
      {day.order === null && day.skippedBecause === null ? (
        <span className="mut">{t('recurring.planned')}</span>
      ) : null}
      {isMoved && day.skippedBecause === null ? (
        <span className="mut"> {t('recurring.moved', { date: formatShortDate(day.deliverOn ?? '') })}</span>
      ) : null}
    </>
  )
}

function DayChoice({ recurring, day }: { recurring: RecurringOrderView; day: Day }) {
  const { t } = useTranslation()
  const act = useAct()
  const mayWrite = useMay('orders.write')
  const decide = useWrite(decideRecurringDay, ['orders', 'customers', 'due-list'])
  const isMade = day.order !== null && day.order.state !== 'cancelled'
  if (!mayWrite || isMade || day.plannedOn < today()) return null
  const isOut = day.skippedBecause !== null || day.order !== null
  const choose = () =>
    act(
      () =>
        decide.mutateAsync({
          params: { id: recurring.id, date: day.plannedOn },
          // Whoever has a day after all has read why it was left out.
          body: { isSkipped: !isOut, isDuplicateAccepted: isOut },
        }),
      t(isOut ? 'recurring.had' : 'recurring.skipped'),
    )
  const date = formatShortDate(day.plannedOn)
  return (
    <button
      type="button"
      className="btn xs"
      disabled={decide.isPending}
      aria-label={t(isOut ? 'recurring.haveOf' : 'recurring.skipOf', { date })}
      onClick={() => void choose()}
    >
      {t(isOut ? 'recurring.have' : 'recurring.skip')}
    </button>
  )
}
