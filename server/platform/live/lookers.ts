import type { ServerFrame } from '../../../contract/messages/live.ts'
import type { PubSub } from '../../ports/pubsub/pubsub.port.ts'
import type { Clock } from '../clock.ts'
import { type Listener, sendLatest } from './listener.ts'

/** Who looks at what, told between processes; newest wins, nothing is kept. */
export const lookersChannel = 'luckygas_lookers'
const repeatMs = 20_000
/** A process that has not repeated itself for this long is gone. */
const forgetMs = 60_000
/** Names that one message may carry. */
const peopleLimit = 50

interface Person {
  userId: string
  name: string
  depotId: string | null
}
interface Report {
  process: string
  place: string
  people: Person[]
}

/** The people who have the same page open now, over all processes, each once however many windows he has. */
export async function startLookers(options: {
  pubsub: PubSub
  clock: Clock
  process: string
  listeners: ReadonlySet<Listener>
  onFault(error: Error): void
}) {
  const { pubsub, clock, listeners } = options
  const known = new Map<string, Map<string, { people: Person[]; atMs: number }>>()

  const publish = (place: string) => {
    const people = new Map<string, Person>()
    for (const { actor, place: at } of listeners)
      if (at === place) people.set(actor.id, { userId: actor.id, name: actor.name, depotId: actor.depotId })
    const report: Report = {
      process: options.process,
      place,
      people: [...people.values()].slice(0, peopleLimit),
    }
    pubsub.publish(lookersChannel, JSON.stringify(report)).catch(options.onFault)
  }
  const tell = (place: string) => {
    const atMs = clock.now().getTime()
    const reports = [...(known.get(place)?.values() ?? [])].filter(report => atMs - report.atMs < forgetMs)
    const people = new Map(reports.flatMap(report => report.people).map(person => [person.userId, person]))
    for (const { actor, socket, place: at } of listeners) {
      if (at !== place) continue
      const seen = [...people.values()].filter(
        ({ depotId }) => depotId === null || actor.depotId === null || depotId === actor.depotId,
      )
      const frame: ServerFrame = {
        type: 'lookers',
        place,
        people: seen.map(({ userId, name }) => ({ userId, name })),
      }
      sendLatest(socket, frame)
    }
  }
  const unsubscribe = await pubsub.subscribe(lookersChannel, message => {
    if (message === '') return
    const { process, place, people } = JSON.parse(message) as Report
    const reports = known.get(place) ?? new Map<string, { people: Person[]; atMs: number }>()
    if (people.length === 0) reports.delete(process)
    else reports.set(process, { people, atMs: clock.now().getTime() })
    if (reports.size === 0) known.delete(place)
    else known.set(place, reports)
    tell(place)
  })
  const repeat = setInterval(() => {
    for (const place of new Set([...listeners].flatMap(listener => listener.place ?? []))) publish(place)
  }, repeatMs)

  return {
    /** The listener turns to another page, or away from all. */
    look(listener: Listener, place: string | null): void {
      const before = listener.place
      listener.place = place
      if (before && before !== place) publish(before)
      if (place) publish(place)
    },
    stop: async () => {
      clearInterval(repeat)
      await unsubscribe()
    },
  }
}
