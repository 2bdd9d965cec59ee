import 'fake-indexeddb/auto'
import { createClient } from '@luckygas/ui/api/client.ts'
import { isProblem } from '@luckygas/ui/api/problem-error.ts'
import { nowMs } from '@luckygas/ui/clock.ts'
import { createLiveClient, type Socket } from '@luckygas/ui/live/live-client.ts'
import type { Observable } from '@luckygas/ui/observable.ts'
import { createPhone, type Phone } from '../src/app/phone.ts'
import { openDatabase } from '../src/offline/database.ts'
import { bufferFix } from '../src/offline/positions.store.ts'
import { type DayTold, driveDay } from './fleet-driver.ts'

/**
 * Many phones in one process, each the driver app without its screens: its memory, outbox, sender and live socket, with
 * the origin through which it reaches the office. `node phone-fleet.ts` reads its orders from standard input as one
 * JSON text and answers, when every day is closed and sent, with one JSON text of what each phone says.
 */
interface Orders {
  phones: { origin: string; login: string; password: string }[]
}
interface Told extends DayTold {
  login: string
  /** Times that a fact left the phone. */
  commandsSent: number
}

// Each of these is a phone of its own; only tabs of one phone take turns by a lock.
Object.defineProperty(globalThis, 'navigator', { value: undefined, configurable: true })

/** Waits until something holds, and says what for when it never does. */
function until<T>(source: Observable<T>, holds: (value: T) => boolean): Promise<void> {
  return new Promise(resolve => {
    if (holds(source.get())) return resolve()
    const end = source.subscribe(value => {
      if (!holds(value)) return
      end()
      resolve()
    })
  })
}

/** A person who reads that it did not work tries again. */
async function signIn(phone: Phone, login: string, password: string): Promise<void> {
  for (;;) {
    try {
      return await phone.signIn(login, password)
    } catch (error) {
      if (!isProblem(error) || (error.status !== 0 && error.status < 500)) throw error
      await new Promise(resolve => setTimeout(resolve, 300))
    }
  }
}

/** What the app does on its own while it is open: listens, and looks every now and then whether something waits. */
function keepDuties(phone: Phone, origin: string): () => void {
  const live = createLiveClient({
    open: () => new WebSocket(`${origin.replace('http', 'ws')}/api/live`) as unknown as Socket,
    accessToken: () => phone.client.session.freshToken(),
    onEvent: frame => void (frame.kind === 'driver-day.changed' && phone.sender.wantDay(true)),
    onReset: () => void phone.sender.wantDay(true),
    nowMs,
  })
  live.start()
  const beat = setInterval(() => void phone.sender.kick(), 15_000)
  return () => {
    clearInterval(beat)
    live.stop()
    phone.sender.stop()
  }
}

async function liveOneDay({ origin, login, password }: Orders['phones'][number]): Promise<Told> {
  let commandsSent = 0
  const counting: typeof fetch = (input, init) => {
    if (String(input).endsWith('/api/driver/commands')) commandsSent += 1
    return fetch(input, init)
  }
  const database = await openDatabase(login)
  const phone = createPhone(database, createClient({ origin, fetch: counting }))
  await signIn(phone, login, password)
  await until(phone.state, ({ day }) => day?.run != null)
  const end = keepDuties(phone, origin)
  const told = await driveDay(phone, {
    fix: (runId, point) =>
      bufferFix(database, {
        authorId: phone.state.get().author?.userId ?? '',
        runId,
        deviceAt: new Date(nowMs()).toISOString(),
        ...point,
      }),
    // Some drivers are out of reach for several stops, others send as they go.
    sentUpTo: left =>
      until(phone.state, ({ summary }) => summary.parked.length > 0 || summary.waiting.length <= left),
  })
  await until(
    phone.state,
    ({ summary, files }) => summary.waiting.length === 0 && files.every(({ status }) => status !== 'waiting'),
  )
  end()
  const { summary, files } = phone.state.get()
  if (summary.parked.length + files.length > 0)
    throw new Error(
      `${login}: the office refused ${summary.parked.map(entry => entry.refusal?.code).join()} and ${files.length} files`,
    )
  return { ...told, login, commandsSent }
}

const pieces: string[] = []
for await (const piece of process.stdin) pieces.push(String(piece))
const orders = JSON.parse(pieces.join('')) as Orders
const told = await Promise.all(orders.phones.map(liveOneDay))
process.stdout.write(JSON.stringify(told), () => process.exit(0))
