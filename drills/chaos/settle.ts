import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import type { Heard, Listener } from './listener.ts'

const root = join(import.meta.dirname, '../..')
const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
/** What has not come to rest after so long never will. */
const patienceMs = 180_000

/** What still waits after a run; all of it is nothing once everything has been worked off. */
const waiting = {
  events: 'select count(*)::int as n from outbox_event where sequence is null',
  searchChanges: 'select count(*)::int as n from search_change',
  jobsDue: 'select count(*)::int as n from job_outbox where not is_dead and run_at <= now()',
  jobsRunning: 'select count(*)::int as n from job_run',
  imports: `select count(*)::int as n from import_run where status in ('queued', 'running')`,
} as const
export type Waiting = Record<keyof typeof waiting, number>

export interface Rest {
  left: Waiting
  deadJobs: { name: string; error: string }[]
  /** Pages that have not heard everything once and in order. */
  behind: string[]
}

/** Waits until outboxes are drained, jobs done and open pages up to date, and says what is not in time. @param hasEngine whether searches are fed to one */
export async function comeToRest(
  connectionString: string,
  listeners: readonly Listener[],
  hasEngine: boolean,
): Promise<Rest> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const deadline = performance.now() + patienceMs
    for (;;) {
      const left = await countWaiting(client, hasEngine)
      const behind = await findBehind(client, listeners)
      const isAtRest = Object.values(left).every(count => count === 0) && behind.length === 0
      if (isAtRest || performance.now() > deadline) {
        const { rows } = await client.query<{ name: string; error: string }>(
          `select name, coalesce(left(last_error, 160), '') as error from job_outbox where is_dead`,
        )
        return { left, behind, deadJobs: rows }
      }
      await pause(500)
    }
  } finally {
    await client.end()
  }
}

async function countWaiting(client: pg.Client, hasEngine: boolean): Promise<Waiting> {
  const left: Waiting = { events: 0, searchChanges: 0, jobsDue: 0, jobsRunning: 0, imports: 0 }
  for (const [name, query] of Object.entries(waiting) as [keyof Waiting, string][]) {
    if (name === 'searchChanges' && !hasEngine) continue
    left[name] = (await client.query<{ n: number }>(query)).rows[0]?.n ?? 0
  }
  return left
}

const isWhole = ({ gaps, resets, events }: Heard) => gaps === 0 && resets === 0 && events > 0

async function findBehind(client: pg.Client, listeners: readonly Listener[]): Promise<string[]> {
  const { rows } = await client.query<{ stream: string; last: number }>(
    'select stream, last_sequence::int as last from outbox_stream',
  )
  const newest = new Map(rows.map(({ stream, last }) => [stream, last]))
  return listeners.flatMap((listener, index) => {
    const heard = listener.heard()
    const isUpToDate = Object.entries(heard.last).every(
      ([stream, last]) => (newest.get(stream) ?? 0) === last,
    )
    return isUpToDate && isWhole(heard) ? [] : [`page ${index + 1}: ${JSON.stringify(heard)}`]
  })
}

interface Report {
  isClean: boolean
  checks?: { name: string; isClean: boolean; findings?: unknown[] }[]
}

/** Runs a command of the tool that answers 2 when something differs; what differs, or nothing. */
export async function proveByCommand(
  words: readonly string[],
  environment: Record<string, string>,
): Promise<string[]> {
  const run = promisify(execFile)(process.execPath, [join(root, 'bin/luckygas.mjs'), ...words, '--json'], {
    env: { ...process.env, ...environment },
    maxBuffer: 64 * 1024 * 1024,
  })
  const said = await run.catch((error: { stdout?: string; stderr?: string }) => error)
  let report: Report
  try {
    report = JSON.parse(said.stdout ?? '')
  } catch {
    return [`${words.join(' ')}: ${said.stderr?.slice(-300) ?? 'no answer'}`]
  }
  if (report.isClean) return []
  const odd = (report.checks ?? []).filter(check => !check.isClean)
  return odd.length === 0
    ? [`${words.join(' ')}: ${said.stdout?.slice(0, 300)}`]
    : odd.map(({ name, findings = [] }) => `${name}: ${JSON.stringify(findings).slice(0, 300)}`)
}
