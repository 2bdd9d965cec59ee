import { execFile } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { readPostmasterFile } from '../server/platform/embedded-postgres/postmaster-file.ts'
import { stopPostmaster } from '../server/platform/embedded-postgres/postmaster-process.ts'
import type { Program } from './program.ts'

const root = join(import.meta.dirname, '..')

/** Runs a command of the tool and answers its JSON. @throws what it said when it failed */
export async function luckygas(
  argv: readonly string[],
  environment: Record<string, string>,
): Promise<unknown> {
  const run = promisify(execFile)(process.execPath, [join(root, 'bin/luckygas.mjs'), ...argv, '--json'], {
    env: { ...process.env, ...environment },
    maxBuffer: 64 * 1024 * 1024,
  })
  return JSON.parse((await run).stdout)
}

/** Rows of one query. */
export async function ask(connectionString: string, text: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  return client
    .query<Record<string, string>>(text, values)
    .then(({ rows }) => rows)
    .finally(() => client.end())
}

/** Tables whose every row a moment decides; the program's own heartbeats and counters are left out. */
const compared = [
  'customer',
  'site',
  'sales_order',
  'order_line',
  'order_change',
  'audit',
  'cylinder_entry',
  'cash_entry',
]

/** One digest for each table over all its rows in a fixed order. */
export async function digestsOf(connectionString: string): Promise<Record<string, string>> {
  const digests: Record<string, string> = {}
  for (const table of compared) {
    const [row] = await ask(
      connectionString,
      `select count(*)::text || ':' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as digest
       from ${table} t`,
    )
    digests[table] = row?.digest ?? ''
  }
  return digests
}

/** Where the embedded database of a data folder answers just now. */
export const superuserOf = (dataFolder: string) => {
  const password = readFileSync(join(dataFolder, 'secrets', 'postgres-superuser'), 'utf8')
  const port = readPostmasterFile(join(dataFolder, 'postgres'))?.port
  return `postgresql://luckygas:${encodeURIComponent(password)}@127.0.0.1:${port}/luckygas`
}

/** The disk is gone: nothing ends gracefully. */
export async function destroyInstallation(program: Program, dataFolder: string): Promise<void> {
  const postmaster = readPostmasterFile(join(dataFolder, 'postgres'))?.pid
  program.child.kill('SIGKILL')
  if (postmaster) process.kill(postmaster, 'SIGKILL')
  if (postmaster) await stopPostmaster(postmaster)
  rmSync(dataFolder, { recursive: true, force: true })
}
