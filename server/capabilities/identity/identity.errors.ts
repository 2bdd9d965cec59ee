import { denied, missing, type Problem, refused, unavailable } from '@luckygas/contract/kernel/problem.ts'

/** The refusals of identity. None of them says whether a login exists. */
export const notSignedIn = (): Problem => denied('identity.not-signed-in')
export const wrongLogin = (): Problem => denied('identity.wrong-login')
export const sessionEnded = (): Problem => denied('identity.session-ended')
export const wrongPassword = (): Problem => denied('identity.wrong-password', { status: 403 })
export const mustChangePassword = (): Problem => denied('identity.must-change-password', { status: 403 })
/** The password was right; the authenticator app's code is missing. */
export const codeNeeded = (): Problem => denied('identity.code-needed')
export const wrongCode = (): Problem => denied('identity.wrong-code', { status: 403 })
export const secondFactorSet = (): Problem => refused('identity.second-factor-set')
export const secondFactorUnset = (): Problem => refused('identity.second-factor-unset')
export const weakPassword = (path: string, because: string): Problem =>
  refused('identity.weak-password', { status: 422, faults: [{ path, code: because }] })
export const loginTaken = (): Problem => refused('identity.login-taken')
export const lastSuperAdmin = (): Problem => refused('identity.last-super-admin')
export const userNotFound = (): Problem => missing('identity.user-not-found')
export const staleVersion = (): Problem => refused('request.stale-version')

/** The account is locked until an instant; the remaining seconds are told, so that a person knows how long to wait. */
export function locked(until: Date, now: Date): Problem {
  return denied('identity.locked', { status: 403, retryAfter: secondsUntil(until, now) })
}

/** One address has failed too often, whatever the logins. */
export function tooManyAttempts(until: Date, now: Date): Problem {
  return unavailable('identity.too-many-attempts', { status: 429, retryAfter: secondsUntil(until, now) })
}

const secondsUntil = (until: Date, now: Date) =>
  Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000))
