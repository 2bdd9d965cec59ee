import qrcode from 'qrcode'
import { readTogether } from '../../platform/database/read-together.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import type { ReadContext } from '../../platform/http/route.ts'
import { announceToOffices, readCompany } from '../admin/admin.api.ts'
import { checkPassword } from './check-password.action.ts'
import {
  notSignedIn,
  secondFactorSet,
  secondFactorUnset,
  userNotFound,
  wrongCode,
  wrongPassword,
} from './identity.errors.ts'
import type { IdentityDeps } from './identity.types.ts'
import {
  hashRecoveryCode,
  makeRecoveryCodes,
  makeSecret,
  type NewSecret,
  openSecret,
  sealSecret,
  stepOfCode,
} from './second-factor.rules.ts'
import {
  confirmSecret,
  deleteSecondFactor,
  lockPendingSecret,
  savePendingSecret,
} from './second-factor.store.ts'
import { revokeFamiliesOf } from './session.store.ts'
import { findUser, lockUser, readPasswordHash } from './user.store.ts'

/** The password once more: an unlocked screen that somebody left must not be enough. @throws `identity.wrong-password` */
export async function provePassword(
  deps: IdentityDeps,
  context: ReadContext,
  password: string,
): Promise<void> {
  const [user, passwordHash] = await readTogether(
    context.db,
    () => findUser(context.db, context.actor.id),
    () => readPasswordHash(context.db, context.actor.id),
  )
  if (!user || !passwordHash) throw notSignedIn()
  const account = { userId: user.id, passwordHash }
  if (!(await checkPassword(deps, account, user.login, password, context.traceId))) throw wrongPassword()
}

export interface Offer extends NewSecret {
  /** The address as a picture for the phone's camera. */
  qrSvg: string
}

/** Makes what the authenticator app is given, after the password was proved. */
export async function prepareOffer(
  deps: IdentityDeps,
  context: ReadContext,
  password: string,
): Promise<Offer> {
  await provePassword(deps, context, password)
  const [user, company] = await readTogether(
    context.db,
    () => findUser(context.db, context.actor.id),
    () => readCompany(context.db),
  )
  const secret = makeSecret(company.name, user?.login ?? context.actor.name)
  return { ...secret, qrSvg: await qrcode.toString(secret.uri, { type: 'svg', margin: 1 }) }
}

/** Keeps the secret until a first code confirms it. @throws `identity.second-factor-set` */
export async function beginSecondFactor(
  deps: IdentityDeps,
  context: WriteContext,
  offer: Offer,
): Promise<void> {
  const sealed = sealSecret(deps.keys.secondFactorKey, context.actor.id, offer.bytes)
  if (!(await savePendingSecret(context.db, context.actor.id, sealed, context.now))) throw secondFactorSet()
}

/** From now on a code is asked for; answers the recovery codes, which are never shown again. */
export async function confirmSecondFactor(
  deps: IdentityDeps,
  context: WriteContext,
  code: string,
): Promise<string[]> {
  const { db, actor, now } = context
  const key = deps.keys.secondFactorKey
  const sealed = await lockPendingSecret(db, actor.id)
  if (!sealed) throw secondFactorUnset()
  const step = stepOfCode(openSecret(key, actor.id, sealed), code, now)
  if (step === undefined) throw wrongCode()
  const codes = makeRecoveryCodes()
  const hashes = codes.map(each => hashRecoveryCode(key, actor.id, each))
  await confirmSecret(db, actor.id, step, hashes, now)
  const ended = await revokeFamiliesOf(db, actor.id, 'password', now, actor.sessionId)
  await context.audit({
    action: 'identity.set-second-factor',
    entity: 'user',
    entityId: actor.id,
    after: { endedSessions: ended },
  })
  return codes
}

/** No code is asked of this user any more. @throws `identity.second-factor-unset` */
export async function removeSecondFactor(context: WriteContext, userId: string): Promise<void> {
  if (!(await lockUser(context.db, userId))) throw userNotFound()
  if (!(await deleteSecondFactor(context.db, userId))) throw secondFactorUnset()
  await context.audit({ action: 'identity.remove-second-factor', entity: 'user', entityId: userId })
  await announceToOffices(context, { kind: 'users.changed', entityId: userId })
}
