import type { ApiClient } from '@luckygas/ui/api/client.ts'
import { isProblem, type ProblemError } from '@luckygas/ui/api/problem-error.ts'
import { getDriverDay, reportCommand } from '@luckygas/ui/api/routes/deliveries.ts'
import { clockOffsetMs, noteServerTime, nowMs, serverNowMs } from '@luckygas/ui/clock.ts'
import { observable } from '@luckygas/ui/observable.ts'
import type { OfficeAsk } from './asks.rules.ts'
import { dayToAsk } from './business-day.rules.ts'
import type { DriverDatabase } from './database.ts'
import { readDay, saveDay } from './day.store.ts'
import { sendNextFile } from './file-sender.ts'
import { meaningOf, nextToSend, retryDelayMs } from './outbox.rules.ts'
import * as outbox from './outbox.store.ts'
import type { OutboxEntry } from './outbox.types.ts'
import type { PositionSender } from './position-sender.ts'
import { type Sacrifice, withRoom } from './room.store.ts'
import { writeSetting } from './settings.store.ts'

/**
 * `resting` nothing to do · `working` · `waiting` for the next try · `needs-sign-in` nothing is sent until the author
 * of the records signs in.
 */
export type SenderState =
  | { phase: 'resting' | 'working' | 'needs-sign-in' }
  | { phase: 'waiting'; nextTryAtMs: number; failures: number }

export interface SenderOptions {
  database: DriverDatabase
  client: ApiClient
  /** Whose records go now; undefined while nobody is signed in here. */
  authorId: () => string | undefined
  positions: PositionSender
  /** Called after each change of what is stored. */
  onChange: () => Promise<void>
  /** The phone was full and gave something up. */
  onGiven?: (gives: Sacrifice) => void
  random?: () => number
  setTimer?: (run: () => void, ms: number) => unknown
  clearTimer?: (timer: never) => void
}

/** Only one tab of this phone sends; another one comes back later and finds the work done. */
async function alone(work: () => Promise<void>): Promise<void> {
  const locks = globalThis.navigator?.locks
  if (locks === undefined) return work()
  await locks.request('luckygas-driver-sender', { ifAvailable: true }, async lock => {
    if (lock === null) throw new BusyElsewhere()
    await work()
  })
}

/**
 * Sends what the phone holds, in this order: facts one at a time, then the day is fetched afresh, then pictures, then
 * positions. Anything may be killed anywhere: every step is repeatable and every answer is written before the next.
 */
export function createSender(options: SenderOptions) {
  const { database, client, authorId, positions, onChange, onGiven, random = Math.random } = options
  const setTimer = options.setTimer ?? ((run, ms) => setTimeout(run, ms))
  const clearTimer = options.clearTimer ?? (timer => clearTimeout(timer))
  const state = observable<SenderState>({ phase: 'resting' })
  /**
   * When the phone last asked for its day and was answered, by its own clock; undefined until the office has answered
   * since the app was started: before that nobody knows how things stand.
   */
  const metAtMs = observable<number | undefined>(undefined)
  let isDayWanted = true
  let isRunning = false
  let isKicked = false
  let failures = 0
  let timer: unknown

  /** The session must be the author's own: the token could have become another driver's in another tab. */
  const ownSession = async (author: string): Promise<boolean> => {
    if (client.session.state.get().status === 'signed-out') return false
    await client.session.freshToken()
    const session = client.session.state.get()
    return session.status === 'signed-in' && session.session.me.id === author
  }
  const sendOne = async (entry: OutboxEntry): Promise<'sent' | 'parked'> => {
    await withRoom(database, 'fact', () => outbox.markSending(database, entry.id), onGiven)
    let asks: OfficeAsk[] = []
    try {
      const answer = await client.call(
        reportCommand,
        { body: entry.command },
        { idempotencyKey: entry.id, retries: 0 },
      )
      asks = answer.conflicts.map(({ id, kind }) => ({
        id,
        kind,
        authorId: entry.authorId,
        stop: entry.stop,
        deviceAt: entry.command.deviceAt,
        toldAtMs: nowMs(),
      }))
    } catch (error) {
      if (!isProblem(error)) throw error
      const meaning = meaningOf(error.status, error.code, entry.attempts + 1)
      if (meaning === 'new-device') await outbox.takeNewDevice(database)
      if (meaning === 'park') {
        await outbox.markParked(database, entry.id, { code: error.code, atMs: nowMs() })
        return 'parked'
      }
      throw error
    }
    await withRoom(database, 'fact', () => outbox.markPosted(database, entry.id, asks), onGiven)
    return 'sent'
  }
  const fetchDay = async (author: string) => {
    const entries = await outbox.readEntries(database)
    const posted = new Set(entries.filter(entry => entry.status === 'posted').map(entry => entry.id))
    const sentAtMs = nowMs()
    const date = dayToAsk((await readDay(database, author))?.day, new Date(serverNowMs()))
    const query = { deviceId: await outbox.deviceIdOf(database), ...(date === undefined ? {} : { date }) }
    const day = await client.call(getDriverDay, { query }, { retries: 0 })
    noteServerTime(day.serverNow, sentAtMs)
    await withRoom(database, 'extra', () => saveDay(database, author, day, nowMs(), posted), onGiven)
    metAtMs.set(sentAtMs)
    await writeSetting(database, 'clockOffsetMs', clockOffsetMs() ?? 0)
    isDayWanted = false
  }
  const sendFacts = async (author: string): Promise<void> => {
    for (;;) {
      const entry = nextToSend(await outbox.readEntries(database), author)
      if (entry === undefined || authorId() !== author) return
      if (!(await ownSession(author))) throw new SignInNeeded()
      await sendOne(entry)
      failures = 0
      isDayWanted = true
      await onChange()
    }
  }
  const refreshDay = async (author: string): Promise<void> => {
    if (!isDayWanted) return
    if (!(await ownSession(author))) throw new SignInNeeded()
    await fetchDay(author)
    await onChange()
  }
  const sendFiles = async (author: string): Promise<void> => {
    while (!isKicked && (await sendNextFile(database, client, author))) {
      // The line works, however badly: the next loss is a first one again, or a day's pictures take minutes each.
      failures = 0
      await onChange()
    }
  }
  const lanes = [sendFacts, refreshDay, sendFiles, (author: string) => positions.send(author)]
  /** All there is to do now. Trouble in one lane leaves the others running while the server answers at all. */
  const work = async (author: string): Promise<void> => {
    let trouble: unknown
    for (const lane of lanes) {
      try {
        await lane(author)
      } catch (error) {
        trouble ??= error
        if (!isProblem(error) || error.status === 0 || error.kind === 'denied') break
      }
    }
    if (trouble !== undefined) throw trouble
  }
  const wait = (problem: ProblemError | undefined) => {
    failures += 1
    const delayMs = retryDelayMs(failures, random(), problem?.retryAfter)
    state.set({ phase: 'waiting', nextTryAtMs: nowMs() + delayMs, failures })
    timer = setTimer(() => void kick(true), delayMs)
  }
  const fail = (error: unknown) => {
    const problem = isProblem(error) ? error : undefined
    if (error instanceof SignInNeeded || problem?.kind === 'denied') state.set({ phase: 'needs-sign-in' })
    else wait(problem)
  }
  const isPausing = () => {
    const current = state.get()
    return (
      current.phase === 'waiting' &&
      current.nextTryAtMs > nowMs() &&
      current.nextTryAtMs - nowMs() < longestPauseMs
    )
  }
  /**
   * Works until there is nothing left or something fails; a second call while it runs makes it look again.
   * @param isNow tries even during a pause, as when the network has just come back
   */
  const kick = async (isNow = false): Promise<void> => {
    if (!isNow && isPausing()) return
    isKicked = true
    if (isRunning) return
    isRunning = true
    clearTimer(timer as never)
    try {
      while (isKicked) {
        isKicked = false
        const author = authorId()
        if (author === undefined) break
        state.set({ phase: 'working' })
        await alone(() => work(author))
        failures = 0
        state.set({ phase: 'resting' })
      }
    } catch (error) {
      fail(error)
    } finally {
      isRunning = false
      await onChange()
    }
  }
  return {
    state,
    metAtMs,
    kick,
    /** Something changed at the office, or long enough has passed. */
    wantDay(isNow = false): Promise<void> {
      isDayWanted = true
      return kick(isNow)
    },
    stop(): void {
      clearTimer(timer as never)
    },
  }
}
export type Sender = ReturnType<typeof createSender>

class SignInNeeded extends Error {}
class BusyElsewhere extends Error {}

/** A pause that seems longer than this is a phone clock that was set back. */
const longestPauseMs = 10 * 60_000
