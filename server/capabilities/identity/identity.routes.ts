import * as contract from '@luckygas/contract/endpoints/identity.ts'
import {
  type PublicContext,
  preparedWriteRoute,
  publicRoute,
  type Route,
  readRoute,
  writeRoute,
} from '../../platform/http/route.ts'
import { changePassword, preparePasswordChange } from './change-password.action.ts'
import { createUser, prepareGivenPassword } from './create-user.action.ts'
import { endSession } from './end-session.action.ts'
import { notSignedIn, userNotFound } from './identity.errors.ts'
import type { IdentityDeps } from './identity.types.ts'
import { login } from './login.action.ts'
import { describeMe, type OpenSession } from './open-session.action.ts'
import { refreshSession } from './refresh-session.action.ts'
import { resetPassword } from './reset-password.action.ts'
import {
  beginSecondFactor,
  confirmSecondFactor,
  prepareOffer,
  provePassword,
  removeSecondFactor,
} from './second-factor.action.ts'
import { listSecondFactorUsers, readConfirmedSecret } from './second-factor.store.ts'
import { setPreferences } from './set-preferences.action.ts'
import { updateUser } from './update-user.action.ts'
import { findUser, listUsers, type User } from './user.store.ts'

/** Sent only to `/api/auth`, so that no other request ever carries it. */
export const refreshCookie = { name: 'luckygas_refresh', path: '/api/auth' } as const

const ok = { ok: true } as const

function answerSession(context: PublicContext, open: OpenSession): OpenSession['session'] {
  setRefreshCookie(context, open.refreshToken, open.refreshDays * 86_400)
  return open.session
}

function setRefreshCookie(context: PublicContext, value: string, maxAgeSeconds: number): void {
  context.setCookie(refreshCookie.name, value, { maxAgeSeconds, path: refreshCookie.path })
}

export function identityRoutes(deps: IdentityDeps): Route[] {
  return [
    publicRoute(contract.login, async (context, { body }) => {
      const { clientAddress, traceId } = context
      return answerSession(context, await login(deps, { ...body, clientAddress, traceId }))
    }),
    publicRoute(contract.refresh, async context => {
      const token = context.cookies[refreshCookie.name]
      return answerSession(context, await refreshSession(deps, token, context.traceId))
    }),
    publicRoute(contract.logout, async context => {
      await endSession(deps, context.cookies[refreshCookie.name], context.traceId)
      setRefreshCookie(context, '', 0)
      return ok
    }),
    preparedWriteRoute(
      contract.changePassword,
      (context, { body }) => preparePasswordChange(deps, context, body),
      async (context, _input, prepared) => {
        await changePassword(context, prepared)
        return ok
      },
    ),
    readRoute(contract.me, async ({ db, actor, now }) => {
      const user = await findUser(db, actor.id)
      if (!user) throw notSignedIn()
      return describeMe(deps, db, user, now)
    }),
    writeRoute(contract.setPreferences, async (context, { body }) => {
      const user = await setPreferences(context, body)
      return describeMe(deps, context.db, user, context.now)
    }),
    readRoute(contract.listUsers, async ({ db, now }, { query }) => {
      const users = await listUsers(db, query.cursor, query.limit)
      const last = users.at(-1)
      const withFactor = await listSecondFactorUsers(
        db,
        users.map(user => user.id),
      )
      return {
        users: users.map(user => userView(user, now, withFactor.has(user.id))),
        nextCursor: users.length === query.limit && last ? last.login : null,
      }
    }),
    preparedWriteRoute(
      contract.createUser,
      (_context, { body }) => prepareGivenPassword(deps.hasher, body.login, body.password),
      async (context, { body }, passwordHash) =>
        userView(await createUser(context, body, passwordHash, true), context.now, false),
    ),
    writeRoute(contract.updateUser, async (context, { params, body }) => {
      const user = await updateUser(context, params.id, body)
      const sealed = await readConfirmedSecret(context.db, user.id)
      return userView(user, context.now, sealed !== undefined)
    }),
    preparedWriteRoute(
      contract.resetPassword,
      async ({ db }, { params, body }) => {
        const user = await findUser(db, params.id)
        if (!user) throw userNotFound()
        return prepareGivenPassword(deps.hasher, user.login, body.password)
      },
      async (context, { params }, passwordHash) => {
        await resetPassword(context, params.id, passwordHash)
        return ok
      },
    ),
    preparedWriteRoute(
      contract.beginSecondFactor,
      (context, { body }) => prepareOffer(deps, context, body.password),
      async (context, _input, offer) => {
        await beginSecondFactor(deps, context, offer)
        return { secret: offer.text, uri: offer.uri, qrSvg: offer.qrSvg }
      },
    ),
    writeRoute(contract.confirmSecondFactor, async (context, { body }) => ({
      recoveryCodes: await confirmSecondFactor(deps, context, body.code),
    })),
    preparedWriteRoute(
      contract.removeSecondFactor,
      (context, { body }) => provePassword(deps, context, body.password),
      async context => {
        await removeSecondFactor(context, context.actor.id)
        return ok
      },
    ),
    writeRoute(contract.removeUserSecondFactor, async (context, { params }) => {
      await removeSecondFactor(context, params.id)
      return ok
    }),
  ]
}

function userView(user: User, now: Date, hasSecondFactor: boolean) {
  return {
    id: user.id,
    login: user.login,
    name: user.name,
    role: user.role,
    depotId: user.depotId,
    status: user.status,
    isLocked: user.lockedUntil !== null && user.lockedUntil > now,
    hasSecondFactor,
    version: user.version,
    createdAt: user.createdAt.toISOString(),
  }
}
