import { useState } from 'react'
import { useDraft, useNavigation, useOnce, usePhone, useRunDay } from '../../app/phone-context.tsx'
import { Go, Row } from '../../parts/buttons.tsx'
import { CallOffice } from '../../parts/CallOffice.tsx'
import { Keypad } from '../../parts/Keypad.tsx'
import { State } from '../../parts/marks.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { useWords } from '../../words/words-context.tsx'
import { CheckRow } from './CheckRow.tsx'
import { type CheckDraft, checkItemsOf, faultyOf, photosMissing } from './check-items.ts'

/** 行車前檢查: everything is in order until it is tapped; what blocks keeps the truck at the depot. */
export function VehicleCheckScreen() {
  const { t, words } = useWords()
  const phone = usePhone()
  const navigation = useNavigation()
  const { day, run } = useRunDay()
  const [draft, save] = useDraft<CheckDraft>('check', () => ({ faults: {}, odometer: '', replaces: null }))
  const [isTyping, setTyping] = useState(false)
  const [once, isBusy] = useOnce()
  const items = checkItemsOf(run, code => t(`check.item.${code}`))
  const nameOf = (item: (typeof items)[number]) => (words.locale.get() === 'en' ? item.labelEn : item.label)
  const faulty = faultyOf(items, draft)
  const missing = photosMissing(items, draft)
  const isDangerous = faulty.some(({ effect }) => effect === 'block')
  const held = items.filter(({ code }) => run.blockedBy?.includes(code))

  const toggle = (code: string) => {
    const { [code]: standing, ...others } = draft.faults
    save({ ...draft, faults: standing === undefined ? { ...others, [code]: '' } : others })
  }
  const report = () =>
    once(async () => {
      const fileIds = faulty.flatMap(({ code }) => draft.photos?.[code] ?? [])
      await phone.report(
        {
          kind: 'vehicle_check',
          businessDate: day.date,
          runId: run.id,
          items: items.map(({ code }) => ({
            item: code,
            isOk: !(code in draft.faults),
            note: draft.faults[code] ?? '',
          })),
          odometerKm: draft.odometer === '' ? null : Number(draft.odometer),
          files: fileIds.map(fileId => ({ fileId, purpose: 'photo' as const })),
        },
        { settles: ['check'], claimsFiles: fileIds, replaces: draft.replaces },
      )
      navigation.go({ at: 'today' })
    })
  const action =
    missing.length > 0 ? 'check.photoFirst' : faulty.length === 0 ? 'check.allWell' : 'check.report'
  return (
    <Screen
      title={t('check.title')}
      small={run.vehicle.plate}
      bar={
        <Go
          onPress={report}
          isBusy={isBusy}
          isDisabled={missing.length > 0}
          small={t('check.records', { count: faulty.length })}
        >
          {t(action)}
        </Go>
      }
    >
      {held.length > 0 && (
        <div className="notice is-failed" role="alert">
          <State name="failed">{t('check.held', { items: held.map(nameOf).join('、') })}</State>
          <CallOffice />
        </div>
      )}
      <p className="hint">{t('check.hint')}</p>
      <Panel title={t('check.title')}>
        <ul className="card checks">
          {items.map(item => (
            <CheckRow
              key={item.code}
              item={item}
              name={nameOf(item)}
              note={draft.faults[item.code]}
              hasPhoto={draft.photos?.[item.code] !== undefined}
              onToggle={() => toggle(item.code)}
              onNote={note => save({ ...draft, faults: { ...draft.faults, [item.code]: note } })}
              onPicture={blob =>
                void phone
                  .keepPicture('photo', blob)
                  .then(fileId => save({ ...draft, photos: { ...draft.photos, [item.code]: fileId } }))
              }
            />
          ))}
        </ul>
      </Panel>
      {isDangerous && (
        <div className="notice is-failed" role="alert">
          <State name="failed">{t('check.dangerous')}</State>
          <CallOffice />
        </div>
      )}
      <Row
        onPress={() => setTyping(!isTyping)}
        end={draft.odometer === '' ? t('check.optional') : `${draft.odometer} km`}
      >
        {t('check.odometer')}
      </Row>
      {isTyping && (
        <Keypad value={draft.odometer} longest={7} onChange={odometer => save({ ...draft, odometer })} />
      )}
    </Screen>
  )
}
