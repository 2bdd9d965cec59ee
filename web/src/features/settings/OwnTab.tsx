import { setPreferences } from '@luckygas/ui/api/routes/identity.ts'
import { useTranslation } from 'react-i18next'
import { Segments } from '../../parts/Segments.tsx'
import { useAct } from '../../parts/use-act.ts'
import { api } from '../../shell/api.ts'
import { LocaleChoice } from '../../shell/LocaleChoice.tsx'
import { useMe } from '../../shell/session.ts'
import { PasswordForm } from './PasswordForm.tsx'
import { SecondFactor } from './SecondFactor.tsx'

const homes = ['auto', 'office', 'driver'] as const

/** Who I am here, my password, and which app opens first. */
export function OwnTab() {
  const { t } = useTranslation()
  const act = useAct()
  const me = useMe()
  const choose = (home: (typeof homes)[number]) =>
    act(async () => {
      api.session.updateMe(
        await api.call(setPreferences, { body: { homeApp: home === 'auto' ? null : home } }),
      )
    }, t('word.saved'))
  return (
    <div className="part stack">
      <p>
        <b>{me.name}</b> <span className="mut">{me.login}</span> {t(`role.${me.role}`)}
      </p>
      <LocaleChoice />
      {me.role === 'driver' ? (
        <Segments
          label={t('settings.home')}
          value={me.homeApp ?? 'auto'}
          onChange={home => void choose(home)}
          options={homes.map(value => ({ value, text: t(`settings.homes.${value}`) }))}
        />
      ) : null}
      <h2>{t('settings.changePassword')}</h2>
      <PasswordForm />
      <SecondFactor />
    </div>
  )
}
