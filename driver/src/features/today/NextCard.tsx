import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { usualPayment } from '@luckygas/contract/kernel/door-amount.ts'
import { formatNtd, parseNtd } from '@luckygas/contract/kernel/money.ts'
import { useNavigation } from '../../app/phone-context.tsx'
import { sumOf, visitText, windowsText } from '../../parts/figures.ts'
import { Cylinders } from '../../parts/icons.tsx'
import { useWords } from '../../words/words-context.tsx'
import { arrivalMinute, type NumberedStop, windowNow } from './today.rules.ts'

/** The next stop in four lines: which, who, where and when, what to carry and what to take. */
export function NextCard({ next, isNext }: { next: NumberedStop; isNext: boolean }) {
  const { t } = useWords()
  const navigation = useNavigation()
  const { stop, number } = next
  const arrival = arrivalMinute(stop)
  const promised = windowNow(stop)
  const due = parseNtd(stop.amountDueNtd)
  const usual = usualPayment(stop.settlement, due, stop.payment)
  return (
    <button
      type="button"
      className="card next-card"
      onClick={() => navigation.go({ at: 'stop', stopId: stop.id })}
    >
      <span className="top">
        <span>{t(isNext ? 'today.nextStop' : 'today.stop', { number })}</span>
        {arrival !== null && <b>{t('today.arrives', { at: formatMinute(arrival) })}</b>}
      </span>
      <strong className="name">{stop.shortName}</strong>
      <span className="address">
        {stop.address}{' '}
        {promised !== undefined && (
          <span className="whole">{t('stop.window', { window: windowsText([promised]) })}</span>
        )}
      </span>
      <span className="load">
        <Cylinders
          count={sumOf(stop.lines, line => (stop.isCollection ? line.emptyIn : line.fullOut))}
          isFull={!stop.isCollection}
          size={26}
        />
        <b>{visitText(t, stop.lines)}</b>
        <span className="take">
          {t(`pay.${usual}`)} {usual === 'cash' || usual === 'transfer' ? <b>{formatNtd(due)}</b> : null}
        </span>
      </span>
    </button>
  )
}
