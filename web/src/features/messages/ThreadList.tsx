import { businessDateOf } from '@luckygas/contract/kernel/dates.ts'
import { today } from '@luckygas/ui/clock.ts'
import { formatShortDate, formatTime } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { DriverLetter } from '../../parts/DriverLetter.tsx'
import type { Thread } from './thread.types.ts'

interface Props {
  threads: readonly Thread[]
  shownId: string | undefined
  onShow: (driverId: string) => void
}

/** The time for today's words, the day for older ones. */
function whenText(instant: string): string {
  const day = businessDateOf(new Date(instant))
  return day === today() ? formatTime(instant) : formatShortDate(day)
}

/** Every driver with the last words; what waits is counted in words as well as in figures. */
export function ThreadList({ threads, shownId, onShow }: Props) {
  const { t } = useTranslation()
  return (
    <ul>
      {threads.map(thread => (
        <li key={thread.driverId}>
          <button
            type="button"
            className="thread"
            aria-current={thread.driverId === shownId ? 'true' : undefined}
            onClick={() => onShow(thread.driverId)}
          >
            <span className="row">
              <DriverLetter letter={thread.letter} />
              <b>{thread.driverName}</b>
              {thread.unacknowledged === 0 ? null : (
                <span className="chip">{t('messages.unacknowledged', { count: thread.unacknowledged })}</span>
              )}
              <span className="sp" />
              {thread.unread === 0 ? null : (
                <b className="bdg">
                  {thread.unread}
                  <span className="sr">{t('messages.unread')}</span>
                </b>
              )}
              <span className="mut num">{thread.last === null ? '' : whenText(thread.last.sentAt)}</span>
            </span>
            <span className="mut cut">
              {thread.last === null
                ? t('messages.noneYet')
                : `${thread.last.side === 'office' ? t('messages.we') : ''}${thread.last.body}`}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
