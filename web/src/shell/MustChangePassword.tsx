import { useTranslation } from 'react-i18next'
import { PasswordForm } from '../features/settings/PasswordForm.tsx'

/** After an administrator gave a new password nothing else opens before it is replaced. */
export function MustChangePassword() {
  const { t } = useTranslation()
  return (
    <main className="login">
      <div className="login-box">
        <h1>{t('login.mustChange')}</h1>
        <p className="mut">{t('login.mustChangeHint')}</p>
        <PasswordForm />
      </div>
    </main>
  )
}
