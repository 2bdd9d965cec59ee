import { longestMessage } from '@luckygas/contract/endpoints/messages.ts'
import { sendMessage } from '@luckygas/ui/api/routes/messages.ts'
import { newId } from '@luckygas/ui/clock.ts'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../parts/use-act.ts'
import { useWrite } from '../../shell/queries.ts'
import type { Phrase } from './thread.types.ts'

interface Props {
  /** Null tells every driver of the depot. */
  driverIds: string[] | null
  phrases: readonly Phrase[]
  onSent?: () => void
}

/** A line to type, phrases that fill it, and whether it is urgent. Enter sends, Shift+Enter begins a new line. */
export function Composer({ driverIds, phrases, onSent }: Props) {
  const { t, i18n } = useTranslation()
  const act = useAct()
  const send = useWrite(sendMessage, ['messages'])
  const [text, setText] = useState('')
  const [isUrgent, setUrgent] = useState(false)
  const submit = async () => {
    const body = text.trim()
    if (body === '' || send.isPending) return
    const isDone = await act(
      () => send.mutateAsync({ body: { id: newId(), driverIds, body, isUrgent } }),
      driverIds === null ? t('messages.sentToAll') : undefined,
    )
    if (!isDone) return
    setText('')
    setUrgent(false)
    onSent?.()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    void submit()
  }
  const wordsOf = (phrase: Phrase) => (i18n.language === 'en' ? phrase.bodyEn : phrase.body)
  return (
    <form
      className="composer"
      onSubmit={event => {
        event.preventDefault()
        void submit()
      }}
    >
      <div className="row phrases">
        {phrases.map(phrase => (
          <button
            key={phrase.code}
            type="button"
            className="btn xs"
            onClick={() => {
              setText(wordsOf(phrase))
              setUrgent(phrase.isUrgent)
            }}
          >
            {wordsOf(phrase)}
          </button>
        ))}
      </div>
      <textarea
        className="input"
        aria-label={t('messages.write')}
        placeholder={t('messages.write')}
        rows={2}
        maxLength={longestMessage}
        value={text}
        onChange={event => setText(event.target.value)}
        onKeyDown={onKey}
      />
      <div className="row">
        <label className="row">
          <input type="checkbox" checked={isUrgent} onChange={event => setUrgent(event.target.checked)} />{' '}
          {t('messages.markUrgent')}
        </label>
        <span className="sp" />
        <button type="submit" className="btn accent" disabled={send.isPending || text.trim() === ''}>
          {t(driverIds === null ? 'messages.sendAll' : 'messages.send')}
        </button>
      </div>
    </form>
  )
}
