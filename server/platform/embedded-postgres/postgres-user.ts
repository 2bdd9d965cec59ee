import { chownSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

/** The user PostgreSQL runs as in place of root, because PostgreSQL refuses to run as root. */
export type PostgresUser = { uid: number; gid: number }

/** Names taken from `/etc/passwd` in this order; `initdb` fails for a user that has no entry there. */
const preferredNames = ['postgres', 'nobody']

/**
 * Who runs PostgreSQL for this cluster: this process's own user (`undefined`), or as root the one who already owns
 * the cluster, else `postgres`, `nobody` or any other ordinary user of the machine.
 */
export function postgresUserFor(clusterFolder: string, passwdFile = '/etc/passwd'): PostgresUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  if (process.platform !== 'linux')
    throw new EmbeddedPostgresError('Start LuckyGas as an ordinary user: PostgreSQL refuses to run as root.')
  const owner = statSync(clusterFolder, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const users = ordinaryUsers(passwdFile)
  const chosen = preferredNames.map(name => users.get(name)).find(Boolean) ?? [...users.values()].at(-1)
  if (!chosen)
    throw new EmbeddedPostgresError(
      `PostgreSQL refuses to run as root, and ${passwdFile} names no other user: add one, or set DATABASE_URL.`,
    )
  return chosen
}

/** Every user but root that has an entry, by name. */
export function ordinaryUsers(passwdFile = '/etc/passwd'): Map<string, PostgresUser> {
  const users = new Map<string, PostgresUser>()
  for (const line of readFileSync(passwdFile, 'utf8').split('\n')) {
    const [name, , uid, gid] = line.split(':')
    if (name && Number(uid) > 0) users.set(name, { uid: Number(uid), gid: Number(gid) })
  }
  return users
}

/**
 * How to run one of PostgreSQL's programs on a cluster.
 *
 * Below a folder that only root may enter (root's home, our own private data folder) another user cannot reach the
 * cluster by its path. The child enters it while it is still root and names it `/proc/self/cwd`, which the kernel
 * resolves without looking at the folders above. The environment is cleaned of settings that PostgreSQL would obey.
 */
export function onCluster(clusterFolder: string, user: PostgresUser | undefined) {
  const env: NodeJS.ProcessEnv = { LANG: 'C.UTF-8', TZ: 'UTC' }
  for (const name of ['PATH', 'SystemRoot', 'TEMP', 'TMP'] as const)
    if (process.env[name] !== undefined) env[name] = process.env[name]
  return user
    ? { data: '/proc/self/cwd', options: { cwd: clusterFolder, env, uid: user.uid, gid: user.gid } }
    : { data: clusterFolder, options: { cwd: clusterFolder, env } }
}

/** Gives a cluster and all in it to the user PostgreSQL runs as; nothing to do for an ordinary user. */
export function giveTo(user: PostgresUser | undefined, path: string): void {
  if (!user) return
  const { uid, gid } = user
  chownSync(path, uid, gid)
  if (!statSync(path).isDirectory()) return
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true }))
    if (!entry.isSymbolicLink()) chownSync(join(entry.parentPath, entry.name), uid, gid)
}
