import type { ReactNode } from 'react'
import { useNavigation, usePhone, usePhoneState } from '../app/phone-context.tsx'
import { useWords } from '../words/words-context.tsx'
import { Boundary } from './Boundary.tsx'
import { Icon } from './icons.tsx'
import { SyncBadge } from './SyncBadge.tsx'

interface Props {
  title: ReactNode
  /** The lighter word beside the title. */
  small?: ReactNode
  /** Without a way back: the first screen. */
  isFirst?: boolean
  onBack?: () => void
  children: ReactNode
  /** The buttons under the thumb. */
  bar?: ReactNode
  className?: string
}

/** One screen: where we are, how much waits, what there is, and the one thing to do at the bottom. */
export function Screen({ title, small, isFirst = false, onBack, children, bar, className = '' }: Props) {
  const { t } = useWords()
  const navigation = useNavigation()
  return (
    <div className={`screen ${className}`}>
      <header className={isFirst ? 'head is-first' : 'head'}>
        {!isFirst && (
          <button type="button" className="back" aria-label={t('go.back')} onClick={onBack ?? navigation.up}>
            <Icon name="back" size={28} />
          </button>
        )}
        <h1>
          {title}
          {small !== undefined && <small> {small}</small>}
        </h1>
        <SyncBadge />
      </header>
      <main className="main">{children}</main>
      {bar !== undefined && <footer className="bar">{bar}</footer>}
    </div>
  )
}

/**
 * A part of a screen that may fail on its own: the rest works on, and nothing typed is lost. Trying again fetches the
 * day afresh, and a fresh day tries again by itself.
 */
export function Panel({ title, children }: { title: string; children: ReactNode }) {
  const phone = usePhone()
  const { fetchedAtMs } = usePhoneState()
  return (
    <Boundary title={title} resetOn={String(fetchedAtMs)} onRetry={() => void phone.refresh()}>
      {children}
    </Boundary>
  )
}
