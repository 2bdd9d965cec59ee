import { setPreferences } from '@luckygas/ui/api/routes/identity.ts'
import { type Locale, locales, storeLocale } from '@luckygas/ui/i18n/create-i18n.ts'
import { useObservable } from '@luckygas/ui/use-observable.ts'
import { useState } from 'react'
import { gpsState } from '../../app/gps.ts'
import { useNavigation, usePhone, usePhoneState } from '../../app/phone-context.tsx'
import { applyUpdate, updateState } from '../../app/updates.ts'
import { scarceBytes } from '../../offline/room.store.ts'
import { Go, Row } from '../../parts/buttons.tsx'
import { Icon } from '../../parts/icons.tsx'
import { type MarkName, State } from '../../parts/marks.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { useWords } from '../../words/words-context.tsx'
import { useInstall } from './use-install.ts'

const gpsMarks: Record<ReturnType<typeof gpsState.get>, MarkName> = {
  off: 'planned',
  searching: 'sync',
  on: 'done',
  denied: 'warn',
}

/** Language, which app opens, installing, and what this phone says about itself. */
export function SettingsScreen() {
  const { t, words } = useWords()
  const phone = usePhone()
  const navigation = useNavigation()
  const { author, summary, day, guide, room } = usePhoneState()
  const gps = useObservable(gpsState)
  const update = useObservable(updateState)
  const install = useInstall()
  const [isLeaving, setLeaving] = useState(false)

  const speak = async (locale: Locale) => {
    const shown = await words.show(locale)
    storeLocale(shown)
    await phone.client
      .call(setPreferences, { body: { locale: shown } }, { retries: 1 })
      .catch(() => undefined)
  }
  const toOffice = async () => {
    await phone.client
      .call(setPreferences, { body: { homeApp: 'office' } }, { retries: 0 })
      .catch(() => undefined)
    location.assign('/')
  }
  return (
    <Screen
      title={t('settings.title')}
      bar={<Go onPress={() => navigation.go({ at: 'today' })}>{t('stops.today')}</Go>}
    >
      <Panel title={t('settings.title')}>
        <section className="card facts-list">
          <p>
            <span>{author?.name}</span>
            <b>{day?.run?.vehicle.plate}</b>
          </p>
          <p>
            <span>{t('settings.gps')}</span>
            <State name={gpsMarks[gps]}>{t(`settings.gpsState.${gps}`)}</State>
          </p>
          {room.freeBytes !== null && (
            <p>
              <span>{t('settings.room')}</span>
              <State name={room.freeBytes < scarceBytes ? 'warn' : 'done'}>
                {t(room.isPersisted ? 'settings.roomKept' : 'settings.roomLeft', {
                  mb: Math.floor(room.freeBytes / 1_000_000).toLocaleString('en-US'),
                })}
              </State>
            </p>
          )}
        </section>
        <h2>{t('stop.navigate')}</h2>
        <div className="choices">
          {(['google', 'phone'] as const).map(one => (
            <Row key={one} isCentred isPressed={one === guide} onPress={() => void phone.chooseGuide(one)}>
              {t(`settings.guide.${one}`)}
            </Row>
          ))}
        </div>
        <h2>{t('settings.language')}</h2>
        <div className="choices">
          {locales.map(locale => (
            <Row
              key={locale}
              isCentred
              isPressed={words.locale.get() === locale}
              onPress={() => void speak(locale)}
            >
              {t(`settings.locale.${locale}`)}
            </Row>
          ))}
        </div>
        {install.canAsk && (
          <Row icon={<Icon name="plus" />} onPress={() => void install.ask()}>
            {t('settings.install')}
          </Row>
        )}
        {install.isByHand && <p className="hint">{t('settings.installByHand')}</p>}
        {update === 'waiting' && (
          <Row icon={<Icon name="undo" />} onPress={applyUpdate}>
            {t('settings.update')}
          </Row>
        )}
        <Row icon={<Icon name="list" />} onPress={() => void toOffice()}>
          {t('settings.office')}
        </Row>
        <Row icon={<Icon name="person" />} onPress={() => setLeaving(true)}>
          {t('settings.signOut')}
        </Row>
        {isLeaving && (
          <section className="card question">
            <p>
              {summary.waiting.length > 0
                ? t('settings.leaveWithRecords', { count: summary.waiting.length })
                : t('settings.leave')}
            </p>
            <div className="choices">
              <Row isCentred onPress={() => setLeaving(false)}>
                {t('go.cancel')}
              </Row>
              <Row isCentred onPress={() => void phone.signOut()}>
                {t('settings.signOut')}
              </Row>
            </div>
          </section>
        )}
        <p className="hint">{t('settings.about', { version: __APP_VERSION__ })}</p>
      </Panel>
    </Screen>
  )
}
