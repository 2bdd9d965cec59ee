import type { Role } from '@luckygas/contract/permissions.ts'
import { sql } from 'kysely'
import type { Reader, Tx } from '../../platform/database/database.ts'
import type { ReportReader } from '../../platform/database/report-reader.ts'

const userColumns = [
  'id',
  'login',
  'name',
  'role',
  'depot_id',
  'status',
  'locale',
  'home_app',
  'must_change_password',
  'locked_until',
  'version',
  'created_at',
] as const

export interface User {
  id: string
  login: string
  name: string
  role: Role
  depotId: string | null
  status: 'active' | 'disabled'
  locale: string | null
  homeApp: 'office' | 'driver' | null
  mustChangePassword: boolean
  lockedUntil: Date | null
  version: number
  createdAt: Date
}

/** A user with what only the checks of a password may see. */
export interface UserSecret extends User {
  passwordHash: string
}

type UserRow = {
  id: string
  login: string
  name: string
  role: string
  depot_id: string | null
  status: string
  locale: string | null
  home_app: string | null
  must_change_password: boolean
  locked_until: Date | null
  version: number
  created_at: Date
}

function toUser(row: UserRow): User {
  return {
    id: row.id,
    login: row.login,
    name: row.name,
    role: row.role as Role,
    depotId: row.depot_id,
    status: row.status as User['status'],
    locale: row.locale,
    homeApp: row.home_app as User['homeApp'],
    mustChangePassword: row.must_change_password,
    lockedUntil: row.locked_until,
    version: row.version,
    createdAt: row.created_at,
  }
}

export async function findUser(db: Reader, id: string): Promise<User | undefined> {
  const row = await db.selectFrom('app_user').select(userColumns).where('id', '=', id).executeTakeFirst()
  return row && toUser(row)
}

/** Locks the user's row until the transaction ends. */
export async function lockUser(db: Tx, id: string): Promise<UserSecret | undefined> {
  const row = await db
    .selectFrom('app_user')
    .select([...userColumns, 'password_hash'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && { ...toUser(row), passwordHash: row.password_hash }
}

/** Logins are the same in capitals and small letters. */
export async function findUserByLogin(db: Reader, login: string): Promise<UserSecret | undefined> {
  const row = await db
    .selectFrom('app_user')
    .select([...userColumns, 'password_hash'])
    .where(sql<boolean>`lower(login) = lower(${login})`)
    .executeTakeFirst()
  return row && { ...toUser(row), passwordHash: row.password_hash }
}

export async function readPasswordHash(db: Reader, userId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('app_user')
    .select('password_hash')
    .where('id', '=', userId)
    .executeTakeFirst()
  return row?.password_hash
}

/** Users by login; `afterLogin` is the last one of the page before. */
export async function listUsers(db: Reader, afterLogin: string | undefined, limit: number): Promise<User[]> {
  let query = db.selectFrom('app_user').select(userColumns).orderBy(sql`lower(login)`).limit(limit)
  if (afterLogin !== undefined) query = query.where(sql<boolean>`lower(login) > lower(${afterLogin})`)
  return (await query.execute()).map(toUser)
}

export async function readUserNames(
  db: ReportReader,
  userIds: readonly string[],
): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('app_user')
    .select(['id', 'name'])
    .where('id', 'in', [...userIds])
    .limit(userIds.length)
    .execute()
  return new Map(rows.map(row => [row.id, row.name]))
}

export interface NewUser {
  id: string
  login: string
  name: string
  role: Role
  depotId: string | null
  passwordHash: string
  mustChangePassword: boolean
  now: Date
}

/** Adds a user; undefined when the login or the id is taken. */
export async function insertUser(db: Tx, user: NewUser): Promise<User | undefined> {
  const row = await db
    .insertInto('app_user')
    .values({
      id: user.id,
      login: user.login,
      name: user.name,
      role: user.role,
      depot_id: user.depotId,
      password_hash: user.passwordHash,
      must_change_password: user.mustChangePassword,
      password_changed_at: user.now,
      created_at: user.now,
    })
    .onConflict(conflict => conflict.doNothing())
    .returning(userColumns)
    .executeTakeFirst()
  return row && toUser(row)
}

/** Changes a user that is still at `version`; undefined when somebody was faster. */
export async function updateUser(
  db: Tx,
  id: string,
  version: number,
  change: { name: string; role: Role; status: User['status'] },
): Promise<User | undefined> {
  const row = await db
    .updateTable('app_user')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .returning(userColumns)
    .executeTakeFirst()
  return row && toUser(row)
}

export async function updatePreferences(
  db: Tx,
  id: string,
  change: { locale?: string | null | undefined; homeApp?: User['homeApp'] | undefined },
): Promise<User | undefined> {
  const values = {
    ...(change.locale !== undefined && { locale: change.locale }),
    ...(change.homeApp !== undefined && { home_app: change.homeApp }),
  }
  if (Object.keys(values).length === 0) return findUser(db, id)
  const row = await db
    .updateTable('app_user')
    .set(values)
    .where('id', '=', id)
    .returning(userColumns)
    .executeTakeFirst()
  return row && toUser(row)
}

/** A new password ends every lock and every count of failures. */
export async function updatePassword(
  db: Tx,
  id: string,
  change: { passwordHash: string; mustChangePassword: boolean; now: Date },
): Promise<void> {
  await db
    .updateTable('app_user')
    .set({
      password_hash: change.passwordHash,
      must_change_password: change.mustChangePassword,
      password_changed_at: change.now,
      failed_logins: 0,
      locked_until: null,
    })
    .where('id', '=', id)
    .execute()
}

/** Ids of the active super administrators, locked, so that two of them cannot retire each other at once. */
export async function lockActiveSuperAdmins(db: Tx): Promise<string[]> {
  const rows = await db
    .selectFrom('app_user')
    .select('id')
    .where('role', '=', 'super_admin')
    .where('status', '=', 'active')
    .orderBy('id')
    .limit(1_000)
    .forUpdate()
    .execute()
  return rows.map(row => row.id)
}
