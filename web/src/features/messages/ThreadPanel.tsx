import type { Message } from '@luckygas/contract/endpoints/messages.ts'
import { markThreadRead, readThread } from '@luckygas/ui/api/routes/messages.ts'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Loaded } from '../../parts/Loaded.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useRead, useWrite } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { Composer } from './Composer.tsx'
import { MessageLine } from './MessageLine.tsx'
import type { Phrase, Thread } from './thread.types.ts'

/** The words with one driver, newest at the bottom; opening them reads them. */
export function ThreadPanel({ thread, phrases }: { thread: Thread; phrases: readonly Phrase[] }) {
  const { t } = useTranslation()
  const maySend = useMay('messages.send')
  const [before, setBefore] = useState<number>()
  const newest = useRead('messages', readThread, { query: { driverId: thread.driverId } })
  const older = useRead(
    'messages',
    readThread,
    { query: { driverId: thread.driverId, before: before ?? 1 } },
    { isEnabled: before !== undefined },
  )
  const { mutate: markRead } = useWrite(markThreadRead, ['messages'])
  const end = useRef<HTMLLIElement>(null)
  const messages = newest.data?.messages ?? []
  const last = messages.at(-1)?.sequence ?? 0
  const unreadUpTo = messages.findLast(isUnread)?.sequence
  const { driverId } = thread
  useEffect(() => {
    if (unreadUpTo === undefined || !maySend) return
    markRead({ body: { driverId, readUpTo: unreadUpTo } })
  }, [driverId, unreadUpTo, maySend, markRead])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message scrolls into sight
  useEffect(() => end.current?.scrollIntoView({ block: 'end' }), [last])
  const first = older.data?.messages[0]?.sequence ?? messages[0]?.sequence
  const hasOlder = (older.data ?? newest.data)?.hasOlder ?? false
  return (
    <>
      <div className="th">
        <h2>{thread.driverName}</h2>
      </div>
      <Loaded query={newest} skeleton={<SkeletonRows rows={8} widths={[60]} />}>
        {() => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must take the arrow keys
          <ol className="lines" tabIndex={0} aria-live="polite">
            {hasOlder ? (
              <li>
                <button type="button" className="btn sm" onClick={() => setBefore(first)}>
                  {t('messages.older')}
                </button>
              </li>
            ) : null}
            {[...(older.data?.messages ?? []), ...messages].map(message => (
              <MessageLine key={message.id} message={message} />
            ))}
            {messages.length === 0 ? <li className="mut">{t('messages.noneYet')}</li> : null}
            <li ref={end} />
          </ol>
        )}
      </Loaded>
      {maySend ? <Composer driverIds={[driverId]} phrases={phrases} /> : null}
    </>
  )
}

const isUnread = (message: Message) => message.side === 'driver' && message.readAt === null
