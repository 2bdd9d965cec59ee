import { isProblem } from '@luckygas/ui/api/problem-error.ts'
import { useProblemSentence } from '@luckygas/ui/i18n/use-problem-sentence.ts'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../parts/Field.tsx'
import { api } from './api.ts'
import { goHome } from './go-home.ts'
import { LocaleChoice } from './LocaleChoice.tsx'

export function LoginPage() {
  const { t } = useTranslation()
  const sentence = useProblemSentence()
  const [isBusy, setBusy] = useState(false)
  const [isCodeAsked, setCodeAsked] = useState(false)
  const [fault, setFault] = useState<unknown>()

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setFault(undefined)
    try {
      const session = await api.login({
        login: String(form.get('login') ?? ''),
        password: String(form.get('password') ?? ''),
        ...(isCodeAsked && { code: String(form.get('code') ?? '') }),
      })
      goHome(session.me)
    } catch (error) {
      if (isProblem(error) && error.code === 'identity.code-needed') setCodeAsked(true)
      else setFault(error)
      setBusy(false)
    }
  }
  return (
    <main className="login">
      <form className="login-box" onSubmit={submit}>
        <h1>{t('shell.company')}</h1>
        <p className="mut">{t('login.hint')}</p>
        <Field label={t('login.login')} name="login" autoComplete="username" isRequired autoFocus />
        <Field
          label={t('login.password')}
          name="password"
          type="password"
          autoComplete="current-password"
          isRequired
        />
        {isCodeAsked ? (
          <Field
            label={t('login.code')}
            name="code"
            autoComplete="one-time-code"
            inputMode="numeric"
            hint={t('login.codeHint')}
            isRequired
            autoFocus
          />
        ) : null}
        {fault === undefined ? null : (
          <p className="fault" role="alert">
            {sentence(fault)}
          </p>
        )}
        <button type="submit" className="btn accent wide" disabled={isBusy}>
          {isBusy ? t('login.busy') : t('login.submit')}
        </button>
        <LocaleChoice />
      </form>
    </main>
  )
}
