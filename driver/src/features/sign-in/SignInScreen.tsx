import { isProblem } from '@luckygas/ui/api/problem-error.ts'
import { type FormEvent, useState } from 'react'
import { useNavigation, usePhone, usePhoneState } from '../../app/phone-context.tsx'
import { Row } from '../../parts/buttons.tsx'
import { State } from '../../parts/marks.tsx'
import { problemSentence, useWords } from '../../words/words-context.tsx'

/** Who drives? Also reached when a session has ended while records wait; those stay whatever happens here. */
export function SignInScreen({ isAgain = false }: { isAgain?: boolean }) {
  const { t, words } = useWords()
  const phone = usePhone()
  const navigation = useNavigation()
  const { author, summary } = usePhoneState()
  const [login, setLogin] = useState(author?.login ?? '')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState<string>()
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    setBusy(true)
    setProblem(null)
    try {
      await phone.signIn(login.trim(), password, code)
      navigation.go({ at: 'today' })
    } catch (error) {
      if (isProblem(error) && error.code === 'identity.code-needed') setCode('')
      setProblem(problemSentence(words, error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="screen sign-in" onSubmit={submit}>
      <main className="main">
        <h1>
          {t('signIn.company')}
          <small>{t('signIn.title')}</small>
        </h1>
        {summary.others.map(({ name, count }) => (
          <p key={name} className="notice">
            <State name="sync">{t('sync.others', { name, count })}</State>
          </p>
        ))}
        <label className="field">
          {t('signIn.login')}
          <input
            name="login"
            autoComplete="username"
            autoCapitalize="none"
            value={login}
            onChange={event => setLogin(event.target.value)}
            required
          />
        </label>
        <label className="field">
          {t('signIn.password')}
          <input
            name="password"
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={event => setPassword(event.target.value)}
            required
          />
        </label>
        {code !== undefined && (
          <label className="field">
            {t('signIn.code')}
            <input
              name="code"
              autoComplete="one-time-code"
              inputMode="numeric"
              value={code}
              onChange={event => setCode(event.target.value)}
              // biome-ignore lint/a11y/noAutofocus: it appears because it was just asked for
              autoFocus
              required
            />
          </label>
        )}
        {problem !== null && (
          <p className="notice is-failed" role="alert">
            <State name="failed">{problem}</State>
          </p>
        )}
        {isAgain && (
          <Row isCentred onPress={navigation.up}>
            {t('signIn.later')}
          </Row>
        )}
      </main>
      <footer className="bar">
        <button type="submit" className="go" aria-busy={isBusy}>
          <span>{t(isBusy ? 'signIn.working' : 'signIn.enter')}</span>
        </button>
      </footer>
    </form>
  )
}

/** Signed in, but not as a driver: the office is next door. */
export function NotADriverScreen() {
  const { t } = useWords()
  const phone = usePhone()
  return (
    <div className="screen">
      <main className="main">
        <h1>{t('signIn.notADriver')}</h1>
        <p>{t('signIn.notADriverHelp')}</p>
        <a className="row is-centred" href="/">
          {t('settings.office')}
        </a>
        <Row isCentred onPress={() => void phone.signOut()}>
          {t('settings.signOut')}
        </Row>
      </main>
    </div>
  )
}
