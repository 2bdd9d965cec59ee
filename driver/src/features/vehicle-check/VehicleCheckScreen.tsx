import { useState } from 'react'
import { useDraft, useNavigation, useOnce, usePhone, useRunDay } from '../../app/phone-context.tsx'
import { Go, Row } from '../../parts/buttons.tsx'
import { CallOffice } from '../../parts/CallOffice.tsx'
import { Keypad } from '../../parts/Keypad.tsx'
import { State } from '../../parts/marks.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { useWords } from '../../words/words-context.tsx'
import { type CheckItem, checkItems, stopsTheTruck } from './check-items.ts'

export interface CheckDraft {
  /** Items that are not in order, with what is wrong. */
  faults: Partial<Record<CheckItem, string>>
  odometer: string
  replaces: string | null
}
export function VehicleCheckScreen() {
  const { t } = useWords()
  const phone = usePhone()
  const navigation = useNavigation()
  const { day, run } = useRunDay()
  const [draft, save] = useDraft<CheckDraft>('check', () => ({ faults: {}, odometer: '', replaces: null }))
  const [isTyping, setTyping] = useState(false)
  const [once, isBusy] = useOnce()
  const faulty = checkItems.filter(item => item in draft.faults)
  const isDangerous = faulty.some(item => stopsTheTruck.includes(item))

  const toggle = (item: CheckItem) => {
    const { [item]: standing, ...others } = draft.faults
    save({ ...draft, faults: standing === undefined ? { ...others, [item]: '' } : others })
  }
  const report = () =>
    once(async () => {
      await phone.report(
        {
          kind: 'vehicle_check',
          businessDate: day.date,
          runId: run.id,
          items: checkItems.map(item => ({
            item,
            isOk: !(item in draft.faults),
            note: draft.faults[item] ?? '',
          })),
          odometerKm: draft.odometer === '' ? null : Number(draft.odometer),
        },
        { settles: ['check'], replaces: draft.replaces },
      )
      navigation.go({ at: 'today' })
    })
  return (
    <Screen
      title={t('check.title')}
      small={run.vehicle.plate}
      bar={
        <Go onPress={report} isBusy={isBusy} small={t('check.records', { count: faulty.length })}>
          {t(faulty.length === 0 ? 'check.allWell' : 'check.report')}
        </Go>
      }
    >
      <p className="hint">{t('check.hint')}</p>
      <Panel title={t('check.title')}>
        <ul className="card checks">
          {checkItems.map(item => (
            <li key={item}>
              <button type="button" aria-pressed={item in draft.faults} onClick={() => toggle(item)}>
                <b>{t(`check.item.${item}`)}</b>
                {item in draft.faults ? (
                  <State name="failed">{t('check.faulty')}</State>
                ) : (
                  <State name="done">{t('check.fine')}</State>
                )}
              </button>
              {item in draft.faults && (
                <input
                  aria-label={t('check.what', { item: t(`check.item.${item}`) })}
                  placeholder={t('check.whatHint')}
                  maxLength={100}
                  value={draft.faults[item]}
                  onChange={event =>
                    save({ ...draft, faults: { ...draft.faults, [item]: event.target.value } })
                  }
                />
              )}
            </li>
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
