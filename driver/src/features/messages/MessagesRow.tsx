import { useNavigation } from '../../app/phone-context.tsx'
import { Row } from '../../parts/buttons.tsx'
import { Icon } from '../../parts/icons.tsx'
import { State } from '../../parts/marks.tsx'
import { useWords } from '../../words/words-context.tsx'
import { unreadOf } from './mailbox.rules.ts'
import { useMailboxState } from './use-mailbox.ts'

/** The way to the messages: first of all while something is unread, else last. */
export function MessagesRow({ place }: { place: 'first' | 'last' }) {
  const { t } = useWords()
  const navigation = useNavigation()
  const state = useMailboxState()
  const unread = unreadOf(state)
  if (unread.length > 0 !== (place === 'first')) return null
  return (
    <Row
      icon={<Icon name="list" />}
      onPress={() => navigation.go({ at: 'messages' })}
      end={
        unread.length > 0 ? (
          <State name="warn">{t('message.unread', { count: unread.length })}</State>
        ) : state.outbox.length > 0 ? (
          t('message.waitingCount', { count: state.outbox.length })
        ) : undefined
      }
    >
      {t('message.title')}
    </Row>
  )
}
