import { useObservable } from '@luckygas/ui/use-observable.ts'
import { usePhone, usePhoneState } from '../../app/phone-context.tsx'
import type { Mailbox } from './mailbox.rules.ts'
import { createMailbox, type MailboxHandle } from './mailbox.ts'

let current: MailboxHandle | undefined

/** The mailbox of whoever is at the wheel; one for all screens. */
export function useMailbox(): MailboxHandle {
  const phone = usePhone()
  const { author } = usePhoneState()
  const authorId = author?.userId ?? ''
  if (current?.authorId !== authorId) {
    current = createMailbox(phone.database, phone.client, authorId)
    void current.load()
  }
  return current
}

export const useMailboxState = (): Mailbox => useObservable(useMailbox().state)
