import type { Message } from '@luckygas/contract/endpoints/messages.ts'
import { formatInstant, formatTime } from '@luckygas/ui/format/format.ts'
import { DoneMark, FailedMark, PlannedMark } from '@luckygas/ui/icons/states.tsx'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { paths } from '../../shell/paths.ts'

/** A message kept in a pocket without signal longer than this says when it was written. */
const lateMs = 5 * 60_000

/** One message with who, when and how far it has come; the text is shown as text, whatever it contains. */
export function MessageLine({ message }: { message: Message }) {
  const { t } = useTranslation()
  const isOwn = message.side === 'office'
  const { writtenAt, sentAt } = message
  const isLate = writtenAt !== null && Date.parse(sentAt) - Date.parse(writtenAt) > lateMs
  return (
    <li className={`line${isOwn ? ' is-own' : ''}${message.isUrgent ? ' is-urgent' : ''}`}>
      <p className="row mut">
        <b>{message.authorName}</b>
        {message.isUrgent ? <span className="chip">{t('messages.urgent')}</span> : null}
        {message.isBroadcast ? <span className="chip">{t('messages.toAll')}</span> : null}
        {message.stopName === null || message.stopId === null ? null : (
          <Link to={paths.dispatch({ stop: message.stopId })}>{message.stopName}</Link>
        )}
        {message.orderId === null ? null : <span className="chip">{t('messages.order')}</span>}
        <span className="num">{formatInstant(sentAt)}</span>
        {isLate && writtenAt !== null ? (
          <span className="num">{t('messages.written', { at: formatTime(writtenAt) })}</span>
        ) : null}
      </p>
      <p className="words">{message.body}</p>
      {isOwn ? <Standing message={message} /> : null}
    </li>
  )
}

function Standing({ message }: { message: Message }) {
  const { t } = useTranslation()
  if (message.isUrgent && message.acknowledgedAt === null)
    return (
      <small className="row high">
        <FailedMark /> {t('messages.notAcknowledged')}
      </small>
    )
  const at = message.acknowledgedAt ?? message.readAt ?? message.deliveredAt
  const standing = message.acknowledgedAt
    ? 'acknowledged'
    : message.readAt
      ? 'read'
      : message.deliveredAt
        ? 'delivered'
        : 'sent'
  return (
    <small className="row mut">
      {standing === 'sent' ? <PlannedMark /> : <DoneMark />} {t(`messages.standing.${standing}`)}{' '}
      {at === null ? '' : formatTime(at)}
    </small>
  )
}
