import type { Role } from '@luckygas/contract/permissions.ts'
import type { Reader } from '../../platform/database/database.ts'

/** The role of an active user; undefined for any other. */
export async function readUserRole(db: Reader, userId: string): Promise<Role | undefined> {
  const row = await db
    .selectFrom('app_user')
    .select('role')
    .where('id', '=', userId)
    .where('status', '=', 'active')
    .executeTakeFirst()
  return row?.role as Role | undefined
}
