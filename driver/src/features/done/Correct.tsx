import { useState } from 'react'
import { makeId, useNavigation, useOnce, usePhone, usePhoneState } from '../../app/phone-context.tsx'
import type { Stop } from '../../offline/day.rules.ts'
import { Chevron, Row } from '../../parts/buttons.tsx'
import { CallOffice } from '../../parts/CallOffice.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useKeepSeen } from '../../parts/use-keep-seen.ts'
import { useWords } from '../../words/words-context.tsx'
import { draftFromFact, newDraft } from '../deliver/deliver.rules.ts'
import { deliverThing } from '../deliver/use-deliver-draft.ts'
import { numberOf, tripsOf } from '../today/today.rules.ts'

/** Why a record is taken back; the office reads the words. */
const reasons = ['count', 'money', 'customer', 'returned'] as const
type Reason = (typeof reasons)[number]

/**
 * 打錯了，改這站: takes the record back, and either opens it again as it was typed or leaves the stop open. After the
 * day was handed in the books are the depot's, and only the office can change them.
 */
export function Correct({ stop, delivery }: { stop: Stop; delivery: NonNullable<Stop['delivery']> }) {
  const { t } = useWords()
  const { day } = usePhoneState()
  const [isAsking, setAsking] = useState(false)
  if (day?.run == null) return null
  const isClosed = day.run.state === 'closed'
  return (
    <>
      <Row icon={<Icon name="undo" />} end={<Chevron />} onPress={() => setAsking(!isAsking)}>
        {t('done.correct')}
      </Row>
      {isAsking && isClosed && (
        <div className="confirm">
          <p>{t('done.correctClosed')}</p>
          <CallOffice />
        </div>
      )}
      {isAsking && !isClosed && (
        <TakeBack stop={stop} delivery={delivery} onCancel={() => setAsking(false)} />
      )}
    </>
  )
}

function TakeBack({
  stop,
  delivery,
  onCancel,
}: {
  stop: Stop
  delivery: NonNullable<Stop['delivery']>
  onCancel: () => void
}) {
  const { t } = useWords()
  const phone = usePhone()
  const navigation = useNavigation()
  const { day } = usePhoneState()
  const [reason, setReason] = useState<Reason>('count')
  const [once, isBusy] = useOnce()
  const seen = useKeepSeen<HTMLDivElement>('open')
  const isDelivered = delivery.outcome === 'delivered'
  const undo = async () => {
    if (day?.run == null) return
    const place = numberOf(tripsOf(day), stop.id)
    await phone.report(
      {
        kind: 'undo',
        businessDate: day.date,
        runId: day.run.id,
        stopId: stop.id,
        deliveryId: delivery.id,
        reason: t(isDelivered ? `done.reason.${reason}` : 'done.typo'),
      },
      { stop: { number: place?.number ?? 0, name: stop.shortName } },
    )
  }
  const correct = () =>
    once(async () => {
      const fact = await phone.factOf(delivery.id)
      await undo()
      const draft =
        fact?.kind === 'deliver' ? draftFromFact(stop, fact, makeId) : newDraft(stop, makeId, delivery)
      phone.saveDraft(deliverThing(stop.id), { ...draft, focus: 'lines' })
      navigation.go({ at: 'deliver', stopId: stop.id })
    })
  const cancel = () =>
    once(async () => {
      await undo()
      navigation.go({ at: 'stop', stopId: stop.id })
    })
  return (
    <div className="confirm" ref={seen}>
      <p>{t('done.correctAsk')}</p>
      {isDelivered && (
        <div className="choices">
          {reasons.map(one => (
            <Row key={one} isCentred isPressed={one === reason} onPress={() => setReason(one)}>
              {t(`done.reason.${one}`)}
            </Row>
          ))}
        </div>
      )}
      <div className="choices is-three">
        <Row isCentred onPress={onCancel}>
          {t('done.keep')}
        </Row>
        <Row isCentred onPress={cancel} isPressed={isBusy}>
          {t('done.cancelRecord')}
        </Row>
        <Row isCentred onPress={correct} isPressed={isBusy}>
          {t('done.correctYes')}
        </Row>
      </div>
    </div>
  )
}
