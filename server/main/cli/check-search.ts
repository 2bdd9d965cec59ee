import pg from 'pg'
import { makeOpenSearch } from '../../ports/search/search.opensearch.ts'
import type { CommandIo } from './command.ts'
import type { Finding } from './health-checks.ts'

type Found = Omit<Finding, 'check'>

/** More changes than this wait only when nobody feeds the engine or it does not answer. */
const manyWaiting = 5_000
const compareLateMs = 48 * 3_600_000

/** Whether the search engine answers, follows and agreed at its last comparison. PostgreSQL answers in its place, so none of it stops work. */
export async function checkSearch({ config, clock, withDatabase }: CommandIo): Promise<Found[]> {
  if (!config.openSearch) return [{ state: 'good', detail: 'PostgreSQL answers' }]
  const engine = makeOpenSearch(config.openSearch)
  const state = await engine
    .isBuilt()
    .catch((error: Error) => error)
    .finally(() => engine.close())
  if (state instanceof Error)
    return [
      {
        state: 'warning',
        detail: `OpenSearch does not answer (${state.message}); PostgreSQL does in its place`,
      },
    ]
  if (!state)
    return [{ state: 'warning', detail: 'OpenSearch has no index yet; a worker that runs builds it' }]
  const row = await withDatabase(readFeed)
  if (!row) return [{ state: 'warning', detail: 'no schema yet; npm start makes it' }]
  return [
    row.waiting > manyWaiting
      ? { state: 'warning', detail: `${row.waiting} changes wait for OpenSearch: does a worker run?` }
      : { state: 'good', detail: `OpenSearch answers, ${row.waiting} changes on their way` },
    comparison(row, clock.now()),
  ]
}

function comparison({ checked, drift }: FeedRow, now: Date): Found {
  if (!checked) return { state: 'warning', detail: 'not compared yet: npx luckygas search check' }
  const at = checked.toISOString()
  if (drift > 0)
    return { state: 'bad', detail: `${drift} documents differed at ${at}: npx luckygas search rebuild` }
  const isLate = now.getTime() - checked.getTime() > compareLateMs
  return { state: isLate ? 'warning' : 'good', detail: `agreed when compared at ${at}` }
}

interface FeedRow {
  waiting: number
  checked: Date | null
  drift: number
}

async function readFeed(connectionString: string): Promise<FeedRow | undefined> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const { rows: exists } = await client.query("SELECT to_regclass('search_feed') IS NOT NULL AS is_there")
    if (!exists[0]?.is_there) return undefined
    const { rows } = await client.query<FeedRow>(
      `SELECT (SELECT count(*)::int FROM search_change) AS waiting, checked_at AS checked,
         (SELECT count(*)::int FROM search_drift) AS drift FROM search_feed LIMIT 1`,
    )
    return rows[0]
  } finally {
    await client.end()
  }
}
