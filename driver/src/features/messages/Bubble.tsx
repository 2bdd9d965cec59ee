import { formatMinute, minuteOfDay } from '@luckygas/contract/kernel/dates.ts'
import type { ReactNode } from 'react'
import { useWords } from '../../words/words-context.tsx'
import type { Standing } from './mailbox.rules.ts'

interface Props {
  isOwn: boolean
  /** Who wrote it; absent for the driver's own. */
  author?: string
  stopName: string | null
  at: string
  isUrgent?: boolean
  /** How far an own message has come. */
  standing?: Standing
  children: string
  foot?: ReactNode
}

/** One message; the text is shown as text, whatever it contains. */
export function Bubble({ isOwn, author, stopName, at, isUrgent, standing, children, foot }: Props) {
  const { t } = useWords()
  return (
    <li className={`bubble ${isOwn ? 'is-own' : ''} ${isUrgent === true ? 'is-urgent' : ''}`}>
      {(author !== undefined || stopName !== null) && (
        <small>
          {author} {stopName !== null && `・${stopName}`}
        </small>
      )}
      <p>{children}</p>
      <small>
        {formatMinute(minuteOfDay(new Date(at)))}
        {standing !== undefined && ` ${t(`message.standing.${standing}`)}`}
      </small>
      {foot}
    </li>
  )
}
