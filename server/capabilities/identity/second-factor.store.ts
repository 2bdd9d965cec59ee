import type { Reader, Tx } from '../../platform/database/database.ts'

/** The sealed secret of a user whose second factor is confirmed, or undefined when none is asked of him. */
export async function readConfirmedSecret(db: Reader, userId: string): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('second_factor')
    .select('sealed_secret')
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst()
  return row?.sealed_secret
}

/** The sealed secret that is being set up, locked; undefined when there is none or it is confirmed already. */
export async function lockPendingSecret(db: Tx, userId: string): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('second_factor')
    .select('sealed_secret')
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row?.sealed_secret
}

/** Keeps a secret to be confirmed, in the place of an earlier unconfirmed one; false when one is confirmed already. */
export async function savePendingSecret(
  db: Tx,
  userId: string,
  sealedSecret: Buffer,
  now: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('second_factor')
    .values({ user_id: userId, sealed_secret: sealedSecret, created_at: now })
    .onConflict(conflict =>
      conflict
        .column('user_id')
        .doUpdateSet({ sealed_secret: sealedSecret, created_at: now })
        .where('second_factor.confirmed_at', 'is', null),
    )
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export async function confirmSecret(
  db: Tx,
  userId: string,
  step: number,
  codeHashes: readonly Buffer[],
  now: Date,
): Promise<void> {
  await db
    .updateTable('second_factor')
    .set({ confirmed_at: now, last_step: BigInt(step) })
    .where('user_id', '=', userId)
    .execute()
  await db
    .insertInto('recovery_code')
    .values(codeHashes.map(codeHash => ({ user_id: userId, code_hash: codeHash })))
    .execute()
}

/** Uses up a code's step; false when it, or a later one, was used before. */
export async function useStep(db: Reader, userId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('second_factor')
    .set({ last_step: BigInt(step) })
    .where('user_id', '=', userId)
    .where('last_step', '<', BigInt(step))
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Uses up a recovery code; false when there is none such, or it was used before. */
export async function useRecoveryCode(
  db: Reader,
  userId: string,
  codeHash: Buffer,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('recovery_code')
    .set({ used_at: now })
    .where('user_id', '=', userId)
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Answers whether there was one. */
export async function deleteSecondFactor(db: Tx, userId: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('second_factor')
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return numDeletedRows === 1n
}

/** Of these users, those who are asked for a code. */
export async function listSecondFactorUsers(db: Reader, userIds: readonly string[]): Promise<Set<string>> {
  if (userIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('second_factor')
    .select('user_id')
    .where('user_id', 'in', [...userIds])
    .where('confirmed_at', 'is not', null)
    .limit(userIds.length)
    .execute()
  return new Set(rows.map(row => row.user_id))
}
