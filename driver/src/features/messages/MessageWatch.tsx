import { useObservable } from '@luckygas/ui/use-observable.ts'
import { useEffect, useRef } from 'react'
import { messageBell } from '../../app/message-bell.ts'
import { Go } from '../../parts/buttons.tsx'
import { State } from '../../parts/marks.tsx'
import { useWords } from '../../words/words-context.tsx'
import { alertDriver, readAlert } from './alert.ts'
import { unreadOf, urgentOf } from './mailbox.rules.ts'
import { useMailbox, useMailboxState } from './use-mailbox.ts'

/** The live socket rings; where it cannot, the phone asks this often. */
const beatMs = 60_000

/** Fetches messages while the app is open, rings for new ones, and lets urgent words over everything until 知道了. */
export function MessageWatch() {
  const { t } = useWords()
  const mailbox = useMailbox()
  const state = useMailboxState()
  const bell = useObservable(messageBell)
  const seen = useRef<number | null>(null)
  const unread = unreadOf(state)
  const urgent = urgentOf(state)[0]
  const newest = unread.at(-1)?.sequence ?? 0
  const isUrgent = urgent !== undefined

  // biome-ignore lint/correctness/useExhaustiveDependencies: each ring of the bell fetches again
  useEffect(() => void mailbox.sync(), [mailbox, bell])
  useEffect(() => {
    const sync = () => void mailbox.sync()
    const beat = setInterval(sync, beatMs)
    window.addEventListener('online', sync)
    return () => {
      clearInterval(beat)
      window.removeEventListener('online', sync)
    }
  }, [mailbox])
  useEffect(() => {
    if (newest > (seen.current ?? newest)) alertDriver(readAlert(), isUrgent)
    seen.current = Math.max(newest, seen.current ?? 0)
  }, [newest, isUrgent])

  if (urgent === undefined) return null
  return (
    <div
      className="sheet is-whole urgent"
      role="alertdialog"
      aria-modal="true"
      aria-label={t('message.urgent')}
    >
      <header className="sheet-head">
        <h2>
          <State name="failed" size={28}>
            {t('message.urgent')}
          </State>
        </h2>
      </header>
      <p className="urgent-words">{urgent.body}</p>
      {urgent.stopName !== null && <p className="hint">{urgent.stopName}</p>}
      <footer className="bar">
        <Go onPress={() => void mailbox.acknowledge(urgent.id)} small={urgent.authorName}>
          {t('message.understood')}
        </Go>
      </footer>
    </div>
  )
}
