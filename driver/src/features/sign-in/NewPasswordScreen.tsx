import { type FormEvent, useState } from 'react'
import { usePhone } from '../../app/phone-context.tsx'
import { State } from '../../parts/marks.tsx'
import { problemSentence, useWords } from '../../words/words-context.tsx'

/** The office gave a password for one use; the driver chooses his own before anything else. */
export function NewPasswordScreen() {
  const { t, words } = useWords()
  const phone = usePhone()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    setBusy(true)
    setProblem(null)
    try {
      await phone.changePassword(current, next)
    } catch (error) {
      setProblem(problemSentence(words, error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="screen sign-in" onSubmit={submit}>
      <main className="main">
        <h1>
          {t('signIn.newPassword')}
          <small>{t('signIn.newPasswordHelp')}</small>
        </h1>
        <label className="field">
          {t('signIn.givenPassword')}
          <input
            type="password"
            autoComplete="current-password"
            value={current}
            onChange={event => setCurrent(event.target.value)}
            required
          />
        </label>
        <label className="field">
          {t('signIn.ownPassword')}
          <input
            type="password"
            autoComplete="new-password"
            minLength={10}
            value={next}
            onChange={event => setNext(event.target.value)}
            required
          />
        </label>
        {problem !== null && (
          <p className="notice is-failed" role="alert">
            <State name="failed">{problem}</State>
          </p>
        )}
      </main>
      <footer className="bar">
        <button type="submit" className="go" aria-busy={isBusy}>
          <span>{t('signIn.change')}</span>
        </button>
      </footer>
    </form>
  )
}
