import { parseNtd } from '@luckygas/contract/kernel/money.ts'
import type { Stop } from '../../offline/day.rules.ts'
import { ntd, sumOf } from '../../parts/figures.ts'
import { Cylinders } from '../../parts/icons.tsx'
import { State } from '../../parts/marks.tsx'
import { useWords } from '../../words/words-context.tsx'
import { shownPayment } from './shown-payment.ts'

/** What stands in the books now: the money, the fulls, the empties. */
export function Recorded({
  stop,
  delivery,
  dueNtd,
}: {
  stop: Stop
  delivery: NonNullable<Stop['delivery']>
  dueNtd: string | null
}) {
  const { t } = useWords()
  if (delivery.outcome === 'failed') {
    return (
      <p className="recorded">
        <State name="failed" size={34}>
          {t('done.failed')}
        </State>
      </p>
    )
  }
  const isInHand = delivery.payment === 'cash' || delivery.payment === 'short'
  const money = parseNtd(isInHand ? delivery.amountPaidNtd : (dueNtd ?? '0'))
  const fulls = sumOf(delivery.lines, line => line.fullOut)
  const empties = sumOf(delivery.lines, line => line.emptyIn)
  return (
    <>
      <p className="recorded">
        <State name="done" size={34}>
          {t('done.recorded')}
        </State>
      </p>
      <section className="card summary">
        <p className="money">
          <span>{t(`pay.${shownPayment(stop, delivery)}`)}</span>
          {money > 0n && <b>{ntd(money)}</b>}
        </p>
        <p>
          <Cylinders count={fulls} isFull />
          <span>{t('done.sent')}</span>
          <b>{fulls}</b>
        </p>
        <p>
          <Cylinders count={empties} isFull={false} />
          <span>{t('done.collected')}</span>
          <b>{empties}</b>
        </p>
      </section>
    </>
  )
}
