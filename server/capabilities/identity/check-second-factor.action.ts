import type { Reader } from '../../platform/database/database.ts'
import { codeNeeded, wrongCode } from './identity.errors.ts'
import type { IdentityDeps } from './identity.types.ts'
import { hashRecoveryCode, openSecret, readRecoveryCode, stepOfCode } from './second-factor.rules.ts'
import { readConfirmedSecret, useRecoveryCode, useStep } from './second-factor.store.ts'

/**
 * Asks for the code of a user who has a second factor: six digits of the app, or a recovery code; each is good once.
 * @throws `identity.code-needed` without a code, `identity.wrong-code` for a wrong or used one
 */
export async function checkSecondFactor(
  deps: Pick<IdentityDeps, 'keys' | 'clock'>,
  db: Reader,
  userId: string,
  code: string | undefined,
): Promise<void> {
  const sealed = await readConfirmedSecret(db, userId)
  if (!sealed) return
  if (!code) throw codeNeeded()
  const key = deps.keys.secondFactorKey
  const now = deps.clock.now()
  const step = stepOfCode(openSecret(key, userId, sealed), code.replaceAll(' ', ''), now)
  if (step !== undefined && (await useStep(db, userId, step))) return
  const recovery = readRecoveryCode(code)
  if (recovery && (await useRecoveryCode(db, userId, hashRecoveryCode(key, userId, recovery), now))) return
  throw wrongCode()
}
