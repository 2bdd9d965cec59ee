import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { giveTo, onCluster, ordinaryUsers, type PostgresUser } from './postgres-user.ts'

export const superuser = 'luckygas'
export const databaseName = 'luckygas'

/** Who may connect: this machine's programs that know the password, also for a base backup or a standby. */
const hostBasedAuthentication = `# Written by LuckyGas when it made the cluster.
host  all          all  127.0.0.1/32  scram-sha-256
host  replication  all  127.0.0.1/32  scram-sha-256
`

type Cluster = { folder: string; binaries: PostgresBinaries; user: PostgresUser | undefined }

/**
 * Makes a cluster with the database `luckygas` in UTF-8. It is made beside its place and moved there when it is
 * finished, so that a killed first start leaves nothing that looks like a cluster.
 *
 * The locale must be `C.UTF-8`: with `C` the trigram index sees no Chinese, and without any the cluster is SQL_ASCII.
 */
export function createCluster(cluster: Cluster, password: string, isThrowAway: boolean): void {
  const draft = { ...cluster, folder: `${cluster.folder}.new` }
  rmSync(draft.folder, { recursive: true, force: true })
  mkdirSync(draft.folder, { mode: 0o700 })
  giveTo(draft.user, draft.folder)
  const flags = ['-U', superuser, '-E', 'UTF8', '--locale=C.UTF-8', '-A', 'trust', '--no-instructions']
  initdb(draft, isThrowAway ? [...flags, '--no-sync'] : flags)
  writeFileSync(join(draft.folder, 'pg_hba.conf'), hostBasedAuthentication)
  appendFileSync(
    join(draft.folder, 'postgresql.conf'),
    "\ninclude_if_exists 'luckygas.conf'\ninclude_if_exists 'local.conf'\n",
  )
  runAlone(draft, [passwordStatement(password), `CREATE DATABASE ${databaseName}`], isThrowAway)
  renameSync(draft.folder, cluster.folder)
}

/** Gives the superuser this password, on a cluster whose server does not run. */
export function resetPassword(cluster: Cluster, password: string): void {
  runAlone(cluster, [passwordStatement(password)], false)
}

function passwordStatement(password: string): string {
  return `ALTER ROLE ${superuser} PASSWORD '${password.replaceAll("'", "''")}'`
}

function initdb(cluster: Cluster, flags: string[]): void {
  const run = runProgram(cluster, cluster.binaries.initdb, data => ['-D', data, ...flags], '')
  if (run.status !== 0)
    throw new EmbeddedPostgresError(`PostgreSQL could not make its cluster: ${run.output}`)
}

/** Runs statements in PostgreSQL's single-user mode, which asks for no password and listens nowhere. */
function runAlone(cluster: Cluster, statements: string[], isThrowAway: boolean): void {
  const settings = ['logging_collector=off', 'archive_mode=off', `fsync=${isThrowAway ? 'off' : 'on'}`]
  const flags = settings.flatMap(each => ['-c', each])
  const input = statements.map(statement => `${statement};\n\n`).join('')
  const args = (data: string) => ['--single', '-j', '-D', data, ...flags, 'postgres']
  const run = runProgram(cluster, cluster.binaries.postgres, args, input)
  if (run.status !== 0 || /ERROR|FATAL|PANIC/.test(run.output))
    throw new EmbeddedPostgresError(`PostgreSQL could not prepare its cluster: ${run.output}`)
}

/**
 * Runs `initdb` or single-user PostgreSQL, which both fail for a user id without an entry in `/etc/passwd`, as a
 * container may give us. In a user namespace of its own the program sees an id that has an entry; the files still
 * belong to us. The server itself needs no such entry.
 */
function runProgram(cluster: Cluster, program: string, argsFor: (data: string) => string[], input: string) {
  const { data, options } = onCluster(cluster.folder, cluster.user)
  const spawnOptions = { ...options, input, encoding: 'utf8' as const }
  const args = argsFor(data)
  const first = spawnSync(program, args, spawnOptions)
  const known = [...ordinaryUsers().values()][0]?.uid
  const isUnknownUser = first.stderr?.includes('could not look up effective user ID') && known !== undefined
  const run = isUnknownUser
    ? spawnSync('unshare', ['--user', `--map-user=${known}`, program, ...args], spawnOptions)
    : first
  return { status: run.status, output: run.error?.message ?? (run.stderr || first.stderr) }
}
