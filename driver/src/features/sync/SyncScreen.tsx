import { formatTime } from '@luckygas/ui/format/format.ts'
import { useObservable } from '@luckygas/ui/use-observable.ts'
import { useState } from 'react'
import { useNavigation, usePhone, usePhoneState } from '../../app/phone-context.tsx'
import type { OutboxEntry } from '../../offline/outbox.types.ts'
import { scarceBytes } from '../../offline/room.store.ts'
import { Alt, Chevron, Go, Row } from '../../parts/buttons.tsx'
import { Icon } from '../../parts/icons.tsx'
import { State } from '../../parts/marks.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { useIsReachable } from '../../parts/use-is-reachable.ts'
import { useWords } from '../../words/words-context.tsx'
import { nextThing } from '../today/today.rules.ts'
import { AskCard } from './AskCard.tsx'
import { RefusedCard } from './RefusedCard.tsx'
import { useEntryWords } from './use-entry-words.ts'

/** Few enough to be read at a glance; the rest unfolds. */
const shownAtOnce = 4

/** What the office does not know yet, since when, and what it asked back. */
export function SyncScreen() {
  const { t } = useWords()
  const phone = usePhone()
  const navigation = useNavigation()
  const { day, summary, asks } = usePhoneState()
  const next = day === null ? undefined : nextThing(day)
  const goOn = () =>
    navigation.go(
      next?.do === 'go'
        ? { at: next.next.stop.state === 'arrived' ? 'deliver' : 'stop', stopId: next.next.stop.id }
        : { at: 'today' },
    )
  return (
    <Screen
      title={t('sync.title')}
      className="sync"
      bar={
        <>
          <Alt onPress={() => void phone.refresh()}>{t('sync.now')}</Alt>
          <Go onPress={goOn}>
            {next?.do === 'go' ? t('today.go', { number: next.next.number }) : t('stops.today')}
          </Go>
        </>
      }
    >
      <Panel title={t('sync.title')}>
        <Connection />
        {summary.parked.map(entry => (
          <RefusedCard key={entry.id} entry={entry} />
        ))}
        {asks.map(ask => (
          <AskCard key={ask.id} ask={ask} />
        ))}
        <Waiting entries={summary.waiting} />
        <Files />
        {summary.others.map(({ name, count }) => (
          <p key={name} className="notice">
            <State name="sync">{t('sync.others', { name, count })}</State>
          </p>
        ))}
      </Panel>
    </Screen>
  )
}

function Connection() {
  const { t } = useWords()
  const phone = usePhone()
  const navigation = useNavigation()
  const { summary, fetchedAtMs } = usePhoneState()
  const sender = useObservable(phone.sender.state)
  const isReachable = useIsReachable()
  const hasMet = useObservable(phone.sender.metAtMs) !== undefined
  if (sender.phase === 'needs-sign-in') {
    return (
      <section className="connection">
        <p>
          <Icon name="key" size={30} />
          <b>{t('sync.signInTitle')}</b>
        </p>
        <p>{t('sync.signInHelp')}</p>
        <Row isCentred onPress={() => navigation.go({ at: 'sign-in' })}>
          {t('signIn.enter')}
        </Row>
      </section>
    )
  }
  if (isReachable && !hasMet)
    return (
      <p className="notice">
        <State name="sync">{t('sync.connectingHelp')}</State>
      </p>
    )
  if (isReachable) {
    return (
      <p className="notice is-done">
        <State name="done" size={26}>
          {t(
            summary.waiting.length > 0
              ? 'sync.sending'
              : summary.parked.length > 0
                ? 'sync.othersThere'
                : 'sync.allThere',
          )}
        </State>
        {fetchedAtMs > 0 && (
          <span>{t('sync.dayFrom', { at: formatTime(new Date(fetchedAtMs).toISOString()) })}</span>
        )}
      </p>
    )
  }
  return (
    <section className="connection">
      <p>
        <Icon name="noSignal" size={30} />
        <b>{t('sync.cut')}</b>
      </p>
      {summary.sinceAt !== null && (
        <p>{t('sync.since', { at: formatTime(summary.sinceAt), count: summary.waiting.length })}</p>
      )}
      <p>{t('sync.cutHelp')}</p>
    </section>
  )
}

function Waiting({ entries }: { entries: OutboxEntry[] }) {
  const { t } = useWords()
  const words = useEntryWords()
  const [isOpen, setOpen] = useState(false)
  if (entries.length === 0) return null
  const shown = isOpen ? entries : entries.slice(0, shownAtOnce)
  const rest = entries.length - shown.length
  const last = entries.at(-1)
  return (
    <section className="card waiting">
      <header>
        <State name="sync" size={24}>
          {t('sync.waiting', { count: entries.length })}
        </State>
        <span>{t('sync.inOrder')}</span>
      </header>
      <ol>
        {shown.map(entry => (
          <li key={entry.id}>
            <span>{formatTime(entry.command.deviceAt)}</span>
            <b>{entry.stop === null ? t('sync.ofTheDay') : t('sync.stop', entry.stop)}</b>
            <em>{words(entry)}</em>
          </li>
        ))}
      </ol>
      {rest > 0 && last !== undefined && (
        <Row end={<Chevron />} onPress={() => setOpen(true)}>
          {t('sync.more', { count: rest, at: formatTime(last.command.deviceAt) })}
        </Row>
      )}
    </section>
  )
}

function Files() {
  const { t } = useWords()
  const phone = usePhone()
  const { files, room } = usePhoneState()
  const dropped = files.filter(file => file.status === 'dropped')
  const waiting = files.filter(file => file.status === 'waiting' && file.commandId !== '')
  const refused = files.filter(file => file.status === 'refused')
  return (
    <>
      {waiting.length > 0 && (
        <p className="notice">
          <State name="sync">{t('sync.files', { count: waiting.length })}</State>
          <span>
            {t('sync.percent', {
              percent: Math.floor(
                (100 * waiting.reduce((sum, file) => sum + file.sentBytes, 0)) /
                  Math.max(
                    1,
                    waiting.reduce((sum, file) => sum + file.sizeBytes, 0),
                  ),
              ),
            })}
          </span>
        </p>
      )}
      {refused.length > 0 && (
        <p className="notice">
          <State name="failed">{t('sync.filesRefused', { count: refused.length })}</State>
        </p>
      )}
      {dropped.length > 0 && (
        <p className="notice is-warned">
          <State name="warn">{t('storage.dropped', { count: dropped.length })}</State>
          <Row isCentred onPress={() => void phone.seeDropped()}>
            {t('asked.seen')}
          </Row>
        </p>
      )}
      {room.freeBytes !== null && room.freeBytes < scarceBytes && (
        <p className="notice is-warned">
          <State name="warn">{t('storage.scarce')}</State>
        </p>
      )}
    </>
  )
}
