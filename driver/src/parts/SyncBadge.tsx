import { useObservable } from '@luckygas/ui/use-observable.ts'
import type { ReactNode } from 'react'
import { useNavigation, usePhone, usePhoneState } from '../app/phone-context.tsx'
import { useWords } from '../words/words-context.tsx'
import { Icon } from './icons.tsx'
import { Mark } from './marks.tsx'
import { useIsReachable } from './use-is-reachable.ts'

type Standing = 'sign-in' | 'facts' | 'files' | 'refused' | 'connecting' | 'synced' | 'cut'

const looks: Record<Standing, { className: string; mark: ReactNode; words: string }> = {
  'sign-in': { className: 'is-waiting', mark: <Icon name="key" size={20} />, words: 'sync.signIn' },
  facts: { className: 'is-waiting', mark: <Mark name="sync" />, words: 'sync.waiting' },
  files: { className: 'is-waiting', mark: <Mark name="sync" />, words: 'sync.filesWaiting' },
  refused: { className: 'is-refused-only', mark: <Mark name="failed" size={20} />, words: 'sync.refused' },
  connecting: { className: 'is-cut', mark: <Mark name="sync" />, words: 'sync.connecting' },
  synced: { className: 'is-synced', mark: <Mark name="done" size={20} />, words: 'sync.done' },
  cut: { className: 'is-cut', mark: <Icon name="noSignal" size={22} />, words: 'sync.noSignal' },
}

/** How much the office does not know yet: a shape and words, never a bare sign. Opens the list. */
export function SyncBadge() {
  const { t } = useWords()
  const navigation = useNavigation()
  const { summary, files, asks } = usePhoneState()
  const { sender } = usePhone()
  const { phase } = useObservable(sender.state)
  const hasMet = useObservable(sender.metAtMs) !== undefined
  const isReachable = useIsReachable()
  const facts = summary.waiting.length
  const pictures = files.filter(file => file.status === 'waiting' && file.commandId !== '').length
  const parked = summary.parked.length
  const standings: [Standing, boolean][] = [
    ['sign-in', phase === 'needs-sign-in'],
    ['facts', facts > 0],
    ['files', pictures > 0],
    ['refused', parked > 0],
    ['connecting', isReachable && !hasMet],
    ['synced', isReachable],
  ]
  const standing = standings.find(([, holds]) => holds)?.[0] ?? 'cut'
  const { className, mark, words } = looks[standing]
  const counts: Partial<Record<Standing, number>> = { files: pictures, refused: parked }
  return (
    <button type="button" className={`sync-badge ${className}`} onClick={() => navigation.go({ at: 'sync' })}>
      <span className="pill">
        {mark}
        {t(words, { count: counts[standing] ?? facts })}
      </span>
      {parked > 0 && standing !== 'refused' && (
        <span className="pill is-refused">
          <Mark name="failed" size={20} label={t('sync.refusedLabel')} />
          {parked}
        </span>
      )}
      {asks.length > 0 && (
        <span className="pill is-asked">
          <Mark name="warn" size={20} label={t('asked.title')} />
          {asks.length}
        </span>
      )}
    </button>
  )
}
