import { parseNtd } from '@luckygas/contract/kernel/money.ts'
import { formatDate, formatTime } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { usePhoneState } from '../../app/phone-context.tsx'
import type { Stop } from '../../offline/day.rules.ts'
import { Chevron, Row } from '../../parts/buttons.tsx'
import { linesText, ntd, sumOf } from '../../parts/figures.ts'
import { Icon } from '../../parts/icons.tsx'
import { useWords } from '../../words/words-context.tsx'
import { shownPayment } from './shown-payment.ts'

/** What the customer may want to see, in large type to be held out. */
export function Receipt({ stop, delivery }: { stop: Stop; delivery: NonNullable<Stop['delivery']> }) {
  const { t } = useWords()
  const { day } = usePhoneState()
  const [isOpen, setOpen] = useState(false)
  return (
    <section className="card options">
      <Row
        icon={<Icon name="receipt" />}
        end={
          <>
            {t(isOpen ? 'done.hide' : 'done.show')} <Chevron />
          </>
        }
        onPress={() => setOpen(!isOpen)}
      >
        {t('done.receipt')}
      </Row>
      {isOpen && (
        <dl className="receipt">
          <dt>{day?.company.name}</dt>
          <dd>{day?.company.phone}</dd>
          <dt>{stop.shortName}</dt>
          <dd>
            {day && formatDate(day.date)} {formatTime(delivery.occurredAt)}
          </dd>
          {delivery.lines.some(line => line.fullOut > 0) && (
            <>
              <dt>{t('done.sent')}</dt>
              <dd>{linesText(delivery.lines)}</dd>
            </>
          )}
          <dt>{t('done.collected')}</dt>
          <dd>{sumOf(delivery.lines, line => line.emptyIn)}</dd>
          <dt>{t(`pay.${shownPayment(stop, delivery)}`)}</dt>
          <dd>{ntd(parseNtd(delivery.amountPaidNtd))}</dd>
        </dl>
      )}
    </section>
  )
}
