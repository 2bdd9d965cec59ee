import { useObservable } from '@luckygas/ui/use-observable.ts'
import { useNavigation, usePhone, usePhoneState } from '../app/phone-context.tsx'
import { useWords } from '../words/words-context.tsx'
import { Icon } from './icons.tsx'
import { Mark } from './marks.tsx'
import { useIsReachable } from './use-is-reachable.ts'

/** How much the office does not know yet: a shape and words, never a bare sign. Opens the list. */
export function SyncBadge() {
  const { t } = useWords()
  const phone = usePhone()
  const navigation = useNavigation()
  const { summary, files } = usePhoneState()
  const isReachable = useIsReachable()
  const { phase } = useObservable(phone.sender.state)
  const waiting =
    summary.waiting.length + files.filter(file => file.status === 'waiting' && file.commandId !== '').length
  const parked = summary.parked.length
  const isSignInNeeded = phase === 'needs-sign-in'
  const words = isSignInNeeded
    ? t('sync.signIn')
    : waiting > 0
      ? t('sync.waiting', { count: waiting })
      : t(isReachable ? 'sync.done' : 'sync.noSignal')
  const look = isSignInNeeded || waiting > 0 ? 'is-waiting' : isReachable ? 'is-synced' : 'is-cut'
  return (
    <button type="button" className={`sync-badge ${look}`} onClick={() => navigation.go({ at: 'sync' })}>
      <span className="pill">
        {isSignInNeeded ? (
          <Icon name="key" size={20} />
        ) : waiting > 0 ? (
          <Mark name="sync" />
        ) : isReachable ? (
          <Mark name="done" size={20} />
        ) : (
          <Icon name="noSignal" size={22} />
        )}
        {words}
      </span>
      {parked > 0 && (
        <span className="pill is-refused">
          <Mark name="failed" size={20} label={t('sync.refusedLabel')} />
          {parked}
        </span>
      )}
    </button>
  )
}
