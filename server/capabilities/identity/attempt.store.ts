import { sql } from 'kysely'
import type { Reader } from '../../platform/database/database.ts'

/** After how many failures an account is locked, and for how long. */
export interface LockRule {
  lockAfter: number
  lockMinutes: number
}

export interface AttemptTicket {
  /** False while the account is locked: the password is then not even looked at. */
  isAdmitted: boolean
  lockedUntil: Date | null
}

/**
 * Counts an attempt before its password is checked, so that many at once cannot share one count: the attempt that
 * reaches `lockAfter` locks the account and is still checked; success lifts the lock again. A nil row (an unknown
 * login) runs the same statement and changes nothing.
 */
export async function takeAttempt(
  db: Reader,
  userId: string,
  rule: LockRule,
  now: Date,
): Promise<AttemptTicket> {
  const lockUntil = new Date(now.getTime() + rule.lockMinutes * 60_000)
  const { rows } = await sql<{ is_admitted: boolean; locked_until: Date | null }>`
    with before as (
      select id, failed_logins, locked_until from app_user where id = ${userId} for update
    ), counted as (
      update app_user set
        failed_logins = case when before.locked_until is null then before.failed_logins + 1 else 1 end,
        locked_until = case
          when (case when before.locked_until is null then before.failed_logins + 1 else 1 end) >= ${rule.lockAfter}
          then ${lockUntil}::timestamptz end
      from before
      where app_user.id = before.id and (before.locked_until is null or before.locked_until <= ${now})
      returning app_user.id, app_user.locked_until
    )
    select counted.id is not null as is_admitted, coalesce(counted.locked_until, before.locked_until) as locked_until
    from before left join counted on counted.id = before.id`.execute(db)
  const row = rows[0]
  return { isAdmitted: row?.is_admitted ?? true, lockedUntil: row?.locked_until ?? null }
}

/** The password was right: failures and lock are forgotten. */
export async function forgiveAttempts(db: Reader, userId: string): Promise<void> {
  await db
    .updateTable('app_user')
    .set({ failed_logins: 0, locked_until: null })
    .where('id', '=', userId)
    .execute()
}
