import { useState } from 'react'
import { makeId, useNavigation, useOnce, usePhone, usePhoneState } from '../../app/phone-context.tsx'
import type { Stop } from '../../offline/day.rules.ts'
import { Chevron, Row } from '../../parts/buttons.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useWords } from '../../words/words-context.tsx'
import { draftFromFact, newDraft } from '../deliver/deliver.rules.ts'
import { deliverThing } from '../deliver/use-deliver-draft.ts'
import { numberOf, tripsOf } from '../today/today.rules.ts'

/** 打錯了，改這站: takes the record back and opens it again as it was typed. */
export function Correct({ stop, delivery }: { stop: Stop; delivery: NonNullable<Stop['delivery']> }) {
  const { t } = useWords()
  const phone = usePhone()
  const navigation = useNavigation()
  const { day } = usePhoneState()
  const [isAsking, setAsking] = useState(false)
  const [once, isBusy] = useOnce()
  const run = day?.run
  if (day == null || run == null || run.state === 'closed') return null
  const correct = () =>
    once(async () => {
      const place = numberOf(tripsOf(day), stop.id)
      const fact = await phone.factOf(delivery.id)
      await phone.report(
        {
          kind: 'undo',
          businessDate: day.date,
          runId: run.id,
          stopId: stop.id,
          deliveryId: delivery.id,
          reason: t('done.typo'),
        },
        { stop: { number: place?.number ?? 0, name: stop.shortName } },
      )
      const draft =
        fact?.kind === 'deliver' ? draftFromFact(stop, fact, makeId) : newDraft(stop, makeId, delivery)
      phone.saveDraft(deliverThing(stop.id), { ...draft, focus: 'lines' })
      navigation.go({ at: 'deliver', stopId: stop.id })
    })
  return (
    <>
      <Row icon={<Icon name="undo" />} end={<Chevron />} onPress={() => setAsking(!isAsking)}>
        {t('done.correct')}
      </Row>
      {isAsking && (
        <div className="confirm">
          <p>{t('done.correctAsk')}</p>
          <div className="choices">
            <Row isCentred onPress={() => setAsking(false)}>
              {t('done.keep')}
            </Row>
            <Row isCentred onPress={correct} isPressed={isBusy}>
              {t('done.correctYes')}
            </Row>
          </div>
        </div>
      )}
    </>
  )
}
