import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import type { sessionSchema } from '@luckygas/contract/endpoints/identity.ts'
import { noteServerTime, nowMs, serverNowMs } from '../clock.ts'
import { type Observable, observable } from '../observable.ts'
import type { ProblemError } from './problem-error.ts'
import type { login as loginRoute } from './routes/identity.ts'

export type Session = EndpointAnswer<NonNullable<(typeof loginRoute)['types']>>
export type Me = (typeof sessionSchema)['_output']['me']

/** `unknown` until the first refresh has answered; a phone without signal stays there and may work on. */
export type SessionState =
  | { status: 'unknown' }
  | { status: 'signed-in'; session: Session }
  | { status: 'signed-out' }

export interface SessionKeeper {
  state: Observable<SessionState>
  accept(session: Session, sentAtMs: number): void
  updateMe(me: Me): void
  end(): void
  /** The token in hand, however old. */
  token(): string | undefined
  /** Rotates the refresh token once for however many callers; another tab waits for the same lock. */
  refresh(): Promise<Session>
  /** A token that is good for at least half a minute. */
  freshToken(): Promise<string>
}

type RefreshRequest = () => Promise<{ session: Session } | { problem: ProblemError }>

/** The refresh token is one cookie for every tab of this origin, and using it twice ends the family of sessions. */
async function withTabLock<T>(work: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks
  return locks === undefined ? work() : await locks.request('luckygas-refresh', work)
}

const leewayMs = 30_000

/** Keeps the access token in memory only; the refresh token never meets a script. */
export function createSessionKeeper(requestRefresh: RefreshRequest): SessionKeeper {
  const state = observable<SessionState>({ status: 'unknown' })
  let inFlight: Promise<Session> | undefined
  const current = () => {
    const value = state.get()
    return value.status === 'signed-in' ? value.session : undefined
  }
  const accept = (session: Session, sentAtMs: number) => {
    noteServerTime(session.me.serverNow, sentAtMs)
    state.set({ status: 'signed-in', session })
  }
  const refreshNow = async () => {
    const sentAtMs = nowMs()
    const outcome = await withTabLock(requestRefresh)
    if ('problem' in outcome) {
      if (outcome.problem.kind === 'denied') state.set({ status: 'signed-out' })
      throw outcome.problem
    }
    accept(outcome.session, sentAtMs)
    return outcome.session
  }
  const refresh = () => {
    inFlight ??= refreshNow().finally(() => {
      inFlight = undefined
    })
    return inFlight
  }
  return {
    state,
    accept,
    updateMe(me) {
      const session = current()
      if (session !== undefined) state.set({ status: 'signed-in', session: { ...session, me } })
    },
    end: () => state.set({ status: 'signed-out' }),
    token: () => current()?.accessToken,
    refresh,
    async freshToken() {
      const session = current()
      if (session !== undefined && Date.parse(session.expiresAt) - serverNowMs() > leewayMs) {
        return session.accessToken
      }
      return (await refresh()).accessToken
    },
  }
}
