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
  // A connection that is cut fails the query; without a listener it would end the drill, and leave its engines behind.
  client.on('error', () => undefined)
  await client.connect()
  return client
    .query<Record<string, string>>(text, values)
    .then(({ rows }) => rows)
    .finally(() => client.end())
}

/** What the program writes about itself, at any moment and without anybody: everything else a moment decides. */
const aboutItself = ['integrity_result', 'job_inbox', 'job_outbox', 'job_run', 'job_timetable', 'search_feed']

const readings = 5

/** Reads anew where a cluster that has just been made cuts the connection once more. */
export async function readPatiently<T>(read: () => Promise<T>): Promise<T> {
  for (let reading = 1; ; reading += 1) {
    try {
      return await read()
    } catch (error) {
      if (reading === readings) throw error
      await new Promise(resolve => setTimeout(resolve, 1_000))
    }
  }
}

/** One digest over all its rows in a fixed order for each table of the company, `rows:md5`. */
export const digestsOf = (connectionString: string): Promise<Record<string, string>> =>
  readPatiently(() => readDigests(connectionString))

async function readDigests(connectionString: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'public' and c.relkind = 'r' and c.relname <> all ($1) order by 1`,
      [aboutItself],
    )
    const digests: Record<string, string> = {}
    for (const { name } of tables) {
      const { rows } = await client.query<{ digest: string }>(
        `select count(*)::text || ':' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as digest
         from "${name}" t`,
      )
      digests[name] = rows[0]?.digest ?? ''
    }
    return digests
  } finally {
    await client.end()
  }
}

/** Tables whose digests differ. */
export const differing = (
  wanted: Readonly<Record<string, string>>,
  found: Readonly<Record<string, string>>,
): string[] =>
  [...new Set([...Object.keys(wanted), ...Object.keys(found)])].filter(name => wanted[name] !== found[name])

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
