import type { Message } from '@luckygas/contract/endpoints/messages.ts'

/** What the driver wrote and the office does not have yet. */
export interface Written {
  id: string
  body: string
  stopId: string | null
  stopName: string | null
  writtenAt: string
  /** The server cannot take it as it is; the driver sees it and writes anew. */
  isRefused: boolean
}
export interface Phrase {
  code: string
  body: string
  bodyEn: string
}
export interface Marks {
  deliveredUpTo: number
  readUpTo: number
  acknowledged: string[]
}
/** A driver's messages as this phone holds them, with everything said and marked since the last signal. */
export interface Mailbox {
  messages: Message[]
  phrases: Phrase[]
  outbox: Written[]
  /** What the driver has done with the office's messages. */
  marks: Marks
  /** What the office has heard of that. */
  told: Marks
}
const noMarks = (): Marks => ({ deliveredUpTo: 0, readUpTo: 0, acknowledged: [] })
export const emptyMailbox = (): Mailbox => ({
  messages: [],
  phrases: [],
  outbox: [],
  marks: noMarks(),
  told: noMarks(),
})

const fromOffice = (mailbox: Mailbox) => mailbox.messages.filter(({ side }) => side === 'office')

/** The office's messages that the driver has not opened, on this phone or another. */
export const unreadOf = (mailbox: Mailbox): Message[] =>
  fromOffice(mailbox).filter(
    ({ id, sequence, readAt }) =>
      readAt === null && sequence > mailbox.marks.readUpTo && !mailbox.marks.acknowledged.includes(id),
  )

/** Urgent words that still ask for 知道了, oldest first. */
export const urgentOf = (mailbox: Mailbox): Message[] =>
  fromOffice(mailbox).filter(
    ({ id, isUrgent, acknowledgedAt }) =>
      isUrgent && acknowledgedAt === null && !mailbox.marks.acknowledged.includes(id),
  )

/** Puts what the server knows in place of what this phone knew; words that arrived leave the outbox. */
export function received(
  mailbox: Mailbox,
  messages: readonly Message[],
  phrases: readonly Phrase[],
): Mailbox {
  const known = new Set(messages.map(({ id }) => id))
  const sorted = [...messages].sort((a, b) => a.sequence - b.sequence)
  const lastFromOffice = sorted.findLast(({ side }) => side === 'office')?.sequence ?? 0
  const { marks } = mailbox
  return {
    ...mailbox,
    messages: sorted,
    phrases: [...phrases],
    outbox: mailbox.outbox.filter(({ id }) => !known.has(id)),
    marks: { ...marks, deliveredUpTo: Math.max(marks.deliveredUpTo, lastFromOffice) },
  }
}

/** Everything on the screen has been seen. */
export function opened(mailbox: Mailbox): Mailbox {
  const last = fromOffice(mailbox).at(-1)?.sequence ?? 0
  const { marks } = mailbox
  return last <= marks.readUpTo ? mailbox : { ...mailbox, marks: { ...marks, readUpTo: last } }
}

/** 知道了: acknowledged is read, too. */
export function acknowledged(mailbox: Mailbox, id: string): Mailbox {
  const { marks } = mailbox
  if (marks.acknowledged.includes(id)) return mailbox
  return { ...mailbox, marks: { ...marks, acknowledged: [...marks.acknowledged, id] } }
}

/** Marks that the office has not heard of yet; null when it knows all. */
export function marksToTell({ marks, told }: Mailbox): Marks | null {
  const fresh = marks.acknowledged.filter(id => !told.acknowledged.includes(id))
  const isNews =
    marks.deliveredUpTo > told.deliveredUpTo || marks.readUpTo > told.readUpTo || fresh.length > 0
  return isNews ? { ...marks, acknowledged: fresh.slice(0, 50) } : null
}

/** The office has heard of these marks; what is acknowledged on its side needs no remembering here. */
export function marksTold(mailbox: Mailbox, marks: Marks): Mailbox {
  const standing = new Set(mailbox.messages.map(({ id }) => id))
  const keep = (ids: readonly string[]) => [...new Set(ids)].filter(id => standing.has(id))
  return {
    ...mailbox,
    marks: { ...mailbox.marks, acknowledged: keep(mailbox.marks.acknowledged) },
    told: {
      deliveredUpTo: Math.max(mailbox.told.deliveredUpTo, marks.deliveredUpTo),
      readUpTo: Math.max(mailbox.told.readUpTo, marks.readUpTo),
      acknowledged: keep([...mailbox.told.acknowledged, ...marks.acknowledged]),
    },
  }
}

export type Standing = 'waiting' | 'refused' | 'sent' | 'delivered' | 'read'
/** How far one of the driver's own messages has come. */
export function standingOf(message: Message): Standing {
  if (message.readAt !== null) return 'read'
  return message.deliveredAt === null ? 'sent' : 'delivered'
}
