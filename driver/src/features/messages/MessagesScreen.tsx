import { useEffect, useRef, useState } from 'react'
import { usePhoneState } from '../../app/phone-context.tsx'
import { Go, Row } from '../../parts/buttons.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { useWords } from '../../words/words-context.tsx'
import { type AlertKind, alertDriver, alertKinds, readAlert, storeAlert } from './alert.ts'
import { Bubble } from './Bubble.tsx'
import { standingOf } from './mailbox.rules.ts'
import { useMailbox, useMailboxState } from './use-mailbox.ts'

const longest = 500

/** Words with the office: what was said, phrases for one tap, and a line to type. Works without signal. */
export function MessagesScreen({ stopId }: { stopId?: string }) {
  const { t, words } = useWords()
  const mailbox = useMailbox()
  const state = useMailboxState()
  const { day } = usePhoneState()
  const [text, setText] = useState('')
  const [isChoosing, setChoosing] = useState(false)
  const end = useRef<HTMLLIElement>(null)
  const stop = day?.stops.find(({ id }) => id === stopId)
  const about = stop === undefined ? null : { id: stop.id, name: stop.shortName }
  const last = `${state.messages.at(-1)?.id} ${state.outbox.length}`

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is newly on the screen has been seen
  useEffect(() => {
    void mailbox.open()
    end.current?.scrollIntoView({ block: 'end' })
  }, [mailbox, last])
  const say = (body: string) => {
    if (body.trim() === '') return
    void mailbox.say(body.trim(), about)
    setText('')
  }
  return (
    <Screen
      title={t('message.title')}
      small={stop?.shortName}
      className="messages"
      bar={
        <form
          className="say"
          onSubmit={event => {
            event.preventDefault()
            say(text)
          }}
        >
          <input
            aria-label={t('message.write')}
            placeholder={t('message.write')}
            maxLength={longest}
            value={text}
            onChange={event => setText(event.target.value)}
          />
          <Go onPress={() => say(text)} isDisabled={text.trim() === ''}>
            {t('message.send')}
          </Go>
        </form>
      }
    >
      <Panel title={t('message.title')}>
        <Row onPress={() => setChoosing(!isChoosing)} end={t(`message.alert.${readAlert()}`)}>
          {t('message.alertChoice')}
        </Row>
        {isChoosing && <AlertChoice onChosen={() => setChoosing(false)} />}
        <ol className="bubbles" aria-live="polite">
          {state.messages.map(message => (
            <Bubble
              key={message.id}
              isOwn={message.side === 'driver'}
              {...(message.side === 'office'
                ? { author: message.authorName }
                : { standing: standingOf(message) })}
              stopName={message.stopName}
              at={message.writtenAt ?? message.sentAt}
              isUrgent={message.isUrgent}
            >
              {message.body}
            </Bubble>
          ))}
          {state.outbox.map(written => (
            <Bubble
              key={written.id}
              isOwn
              stopName={written.stopName}
              at={written.writtenAt}
              standing={written.isRefused ? 'refused' : 'waiting'}
              foot={
                written.isRefused && (
                  <Row isCentred onPress={() => void mailbox.drop(written.id)}>
                    {t('message.drop')}
                  </Row>
                )
              }
            >
              {written.body}
            </Bubble>
          ))}
          <li ref={end} className="end" />
        </ol>
        {state.messages.length + state.outbox.length === 0 && <p className="empty">{t('message.none')}</p>}
        <div className="choices">
          {state.phrases.map(phrase => {
            const body = words.locale.get() === 'en' ? phrase.bodyEn : phrase.body
            return (
              <Row key={phrase.code} isCentred onPress={() => say(body)}>
                {body}
              </Row>
            )
          })}
        </div>
      </Panel>
    </Screen>
  )
}

function AlertChoice({ onChosen }: { onChosen: () => void }) {
  const { t } = useWords()
  const choose = (kind: AlertKind) => {
    storeAlert(kind)
    alertDriver(kind, false)
    onChosen()
  }
  return (
    <div className="choices">
      {alertKinds.map(kind => (
        <Row key={kind} isCentred isPressed={readAlert() === kind} onPress={() => choose(kind)}>
          {t(`message.alert.${kind}`)}
        </Row>
      ))}
    </div>
  )
}
