import { Chevron, Row } from '../../parts/buttons.tsx'
import { State } from '../../parts/marks.tsx'
import { useWords } from '../../words/words-context.tsx'
import { paymentOf, weighed } from './deliver.rules.ts'
import { tenthsText } from './digits.rules.ts'
import { milliUnitsOf, unitsText } from './meter.rules.ts'
import type { Delivering } from './use-deliver-draft.ts'

/** What has been typed besides the quantities, each one tap away from being changed. */
export function Extras({ delivering, onWeigh }: { delivering: Delivering; onWeigh: () => void }) {
  const { t } = useWords()
  const { stop, draft, save } = delivering
  const milliUnits = milliUnitsOf(draft.meterDigits)
  const scales = weighed(draft)
  const payment = paymentOf(stop)
  const isPaidLater = payment !== 'cash' && stop.billingMethod === 'cylinder'
  return (
    <>
      {stop.meter !== null && (
        <Row end={<Chevron />} onPress={() => save({ ...draft, focus: 'meter' })}>
          {t('meter.title')} <b>{milliUnits === null ? t('meter.notRead') : unitsText(milliUnits)}</b>
        </Row>
      )}
      {scales.length > 0 && (
        <Row end={<Chevron />} onPress={onWeigh}>
          {t('residual.title')} <b>{scales.map(one => `${tenthsText(one.gross)} kg`).join('、')}</b>
        </Row>
      )}
      {isPaidLater && (
        <Row
          isPressed={draft.isPayingNow}
          onPress={() => save({ ...draft, isPayingNow: !draft.isPayingNow })}
          end={draft.isPayingNow ? <State name="done">{t('pay.cash')}</State> : t(`pay.${payment}`)}
        >
          {t('deliver.payNow')}
        </Row>
      )}
    </>
  )
}
