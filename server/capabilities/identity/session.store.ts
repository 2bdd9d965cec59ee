import type { Role } from '@luckygas/contract/permissions.ts'
import { sql } from 'kysely'
import type { Reader, Tx } from '../../platform/database/database.ts'

export type RevokedBecause = 'logout' | 'reuse' | 'password' | 'disabled' | 'admin'

export async function insertFamily(db: Tx, family: { id: string; userId: string; now: Date }): Promise<void> {
  await db
    .insertInto('session_family')
    .values({
      id: family.id,
      user_id: family.userId,
      created_at: family.now,
      last_used_at: family.now,
    })
    .execute()
}

export async function insertRefreshToken(
  db: Tx,
  token: { hash: Buffer; familyId: string; now: Date; expiresAt: Date },
): Promise<void> {
  await db
    .insertInto('refresh_token')
    .values({
      token_hash: token.hash,
      family_id: token.familyId,
      issued_at: token.now,
      expires_at: token.expiresAt,
    })
    .execute()
}

export interface PresentedToken {
  familyId: string
  userId: string
  expiresAt: Date
  usedAt: Date | null
  successorHash: Buffer | null
  isFamilyRevoked: boolean
  isUserActive: boolean
}

/** The presented token with its family and user, its row locked: whoever presents it at the same time waits. */
export async function lockRefreshToken(db: Tx, hash: Buffer): Promise<PresentedToken | undefined> {
  const row = await db
    .selectFrom('refresh_token')
    .innerJoin('session_family', 'session_family.id', 'refresh_token.family_id')
    .innerJoin('app_user', 'app_user.id', 'session_family.user_id')
    .select([
      'refresh_token.family_id',
      'session_family.user_id',
      'refresh_token.expires_at',
      'refresh_token.used_at',
      'refresh_token.successor_hash',
      'session_family.revoked_at',
      'app_user.status',
    ])
    .where('refresh_token.token_hash', '=', hash)
    .forUpdate('refresh_token')
    .executeTakeFirst()
  return (
    row && {
      familyId: row.family_id,
      userId: row.user_id,
      expiresAt: row.expires_at,
      usedAt: row.used_at,
      successorHash: row.successor_hash,
      isFamilyRevoked: row.revoked_at !== null,
      isUserActive: row.status === 'active',
    }
  )
}

export async function isUnusedToken(db: Tx, hash: Buffer): Promise<boolean> {
  const row = await db
    .selectFrom('refresh_token')
    .select('used_at')
    .where('token_hash', '=', hash)
    .executeTakeFirst()
  return row !== undefined && row.used_at === null
}

export async function markTokenUsed(
  db: Tx,
  token: { hash: Buffer; successorHash: Buffer; familyId: string; now: Date },
): Promise<void> {
  await db
    .updateTable('refresh_token')
    .set({ used_at: token.now, successor_hash: token.successorHash })
    .where('token_hash', '=', token.hash)
    .execute()
  await db
    .updateTable('session_family')
    .set({ last_used_at: token.now })
    .where('id', '=', token.familyId)
    .execute()
}

/** The family a refresh token belongs to. */
export async function findFamilyOf(
  db: Reader,
  hash: Buffer,
): Promise<{ familyId: string; userId: string } | undefined> {
  const row = await db
    .selectFrom('refresh_token')
    .innerJoin('session_family', 'session_family.id', 'refresh_token.family_id')
    .select(['session_family.id', 'session_family.user_id'])
    .where('token_hash', '=', hash)
    .executeTakeFirst()
  return row && { familyId: row.id, userId: row.user_id }
}

export async function revokeFamily(
  db: Tx,
  familyId: string,
  because: RevokedBecause,
  now: Date,
): Promise<void> {
  await db
    .updateTable('session_family')
    .set({ revoked_at: now, revoked_because: because })
    .where('id', '=', familyId)
    .where('revoked_at', 'is', null)
    .execute()
}

/** Ends every session of a user, except one where given. Answers how many ended. */
export async function revokeFamiliesOf(
  db: Tx,
  userId: string,
  because: RevokedBecause,
  now: Date,
  exceptFamilyId?: string,
): Promise<number> {
  let query = db
    .updateTable('session_family')
    .set({ revoked_at: now, revoked_because: because })
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
  if (exceptFamilyId !== undefined) query = query.where('id', '!=', exceptFamilyId)
  const result = await query.executeTakeFirst()
  return Number(result.numUpdatedRows)
}

export interface SessionUser {
  id: string
  role: Role
  name: string
  depotId: string | null
  mustChangePassword: boolean
}

/** The user of a session that still stands: family not revoked, user active. */
export async function findSessionUser(
  db: Reader,
  userId: string,
  familyId: string,
): Promise<SessionUser | undefined> {
  const row = await db
    .selectFrom('session_family')
    .innerJoin('app_user', 'app_user.id', 'session_family.user_id')
    .select([
      'app_user.id',
      'app_user.role',
      'app_user.name',
      'app_user.depot_id',
      'app_user.must_change_password',
    ])
    .where('session_family.id', '=', familyId)
    .where('session_family.user_id', '=', userId)
    .where('session_family.revoked_at', 'is', null)
    .where('app_user.status', '=', 'active')
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      role: row.role as Role,
      name: row.name,
      depotId: row.depot_id,
      mustChangePassword: row.must_change_password,
    }
  )
}

export interface SessionRights {
  role: Role
  depotId: string | null
}

/** Role and depot by session, of those given whose family is not revoked and whose user is active. */
export async function readSessionRights(
  db: Reader,
  familyIds: readonly string[],
): Promise<Map<string, SessionRights>> {
  if (familyIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('session_family')
    .innerJoin('app_user', 'app_user.id', 'session_family.user_id')
    .select(['session_family.id', 'app_user.role', 'app_user.depot_id'])
    .where('session_family.id', 'in', [...familyIds])
    .where('session_family.revoked_at', 'is', null)
    .where('app_user.status', '=', 'active')
    .limit(familyIds.length)
    .execute()
  return new Map(rows.map(row => [row.id, { role: row.role as Role, depotId: row.depot_id }]))
}

/** Deletes tokens that expired before an instant, at most `limit`. */
export async function deleteExpiredTokens(db: Reader, before: Date, limit: number) {
  const result = await sql`delete from refresh_token where token_hash in (
    select token_hash from refresh_token where expires_at < ${before} limit ${limit})`.execute(db)
  return result.numAffectedRows
}

/** Deletes families last used before an instant that have no token left to go on with, at most `limit`. */
export async function deleteSpentFamilies(
  db: Reader,
  { before, now }: { before: Date; now: Date },
  limit: number,
) {
  const result = await sql`delete from session_family where id in (
    select f.id from session_family f where f.last_used_at < ${before} and not exists (
      select 1 from refresh_token t where t.family_id = f.id and t.expires_at > ${now} and f.revoked_at is null)
    limit ${limit})`.execute(db)
  return result.numAffectedRows
}
