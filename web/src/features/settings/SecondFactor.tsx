import {
  beginSecondFactor,
  confirmSecondFactor,
  removeSecondFactor,
} from '@luckygas/ui/api/routes/identity.ts'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../parts/Field.tsx'
import { useAct } from '../../parts/use-act.ts'
import { api } from '../../shell/api.ts'
import { useMe } from '../../shell/session.ts'

interface Offer {
  secret: string
  qrSvg: string
}

/** Reads one field of the form that was just sent. */
const typed = (event: FormEvent<HTMLFormElement>, name: string) => {
  event.preventDefault()
  return String(new FormData(event.currentTarget).get(name) ?? '')
}

/** Two-step sign-in: password → QR code → first code → recovery codes, shown once. */
export function SecondFactor() {
  const { t } = useTranslation()
  const act = useAct()
  const me = useMe()
  const [offer, setOffer] = useState<Offer>()
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[]>()

  const begin = (event: FormEvent<HTMLFormElement>) => {
    const password = typed(event, 'password')
    return act(async () => setOffer(await api.call(beginSecondFactor, { body: { password } })))
  }
  const confirm = (event: FormEvent<HTMLFormElement>) => {
    const code = typed(event, 'code').replaceAll(' ', '')
    return act(async () => {
      const answer = await api.call(confirmSecondFactor, { body: { code } })
      setOffer(undefined)
      setRecoveryCodes(answer.recoveryCodes)
      api.session.updateMe({ ...me, hasSecondFactor: true })
    })
  }
  const remove = (event: FormEvent<HTMLFormElement>) => {
    const password = typed(event, 'password')
    return act(async () => {
      await api.call(removeSecondFactor, { body: { password } })
      api.session.updateMe({ ...me, hasSecondFactor: false })
    }, t('settings.factor.removed'))
  }
  const passwordField = (
    <Field
      label={t('settings.currentPassword')}
      name="password"
      type="password"
      autoComplete="current-password"
      isRequired
    />
  )
  return (
    <section className="stack factor">
      <h2>{t('settings.factor.title')}</h2>
      {recoveryCodes !== undefined ? (
        <>
          <h3>{t('settings.factor.recovery')}</h3>
          <p>{t('settings.factor.recoveryHint')}</p>
          <ol className="recovery num">
            {recoveryCodes.map(code => (
              <li key={code}>{code}</li>
            ))}
          </ol>
          <div className="row">
            <button type="button" className="btn" onClick={() => window.print()}>
              {t('word.print')}
            </button>
            <button type="button" className="btn accent" onClick={() => setRecoveryCodes(undefined)}>
              {t('settings.factor.kept')}
            </button>
          </div>
        </>
      ) : me.hasSecondFactor ? (
        <form className="stack" onSubmit={event => void remove(event)}>
          <p>{t('settings.factor.on')}</p>
          {passwordField}
          <button type="submit" className="btn">
            {t('settings.factor.remove')}
          </button>
        </form>
      ) : offer === undefined ? (
        <form className="stack" onSubmit={event => void begin(event)}>
          <p className="mut">{t('settings.factor.off')}</p>
          {passwordField}
          <button type="submit" className="btn">
            {t('settings.factor.start')}
          </button>
        </form>
      ) : (
        <form className="stack" onSubmit={event => void confirm(event)}>
          <p>{t('settings.factor.scan')}</p>
          <img
            className="qr"
            src={`data:image/svg+xml,${encodeURIComponent(offer.qrSvg)}`}
            alt={t('settings.factor.scan')}
          />
          <p>
            {t('settings.factor.secret')}{' '}
            <code className="num">{offer.secret.match(/.{1,4}/g)?.join(' ')}</code>
          </p>
          <Field
            label={t('settings.factor.firstCode')}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            pattern="\d{3} ?\d{3}"
            hint={t('settings.factor.digits')}
            isRequired
          />
          <button type="submit" className="btn accent">
            {t('settings.factor.confirm')}
          </button>
        </form>
      )}
    </section>
  )
}
