import type { Logger } from 'pino'
import { Counter, Gauge } from 'prom-client'
import { compareEngine, type EngineDeps, endFollowing, startFeed } from '../capabilities/search/search.api.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import type { Metrics } from '../platform/telemetry/metrics.ts'
import type { JobHandlers, Timetable } from '../ports/queue/queue.port.ts'
import { makeOpenSearch, type OpenSearchOptions } from '../ports/search/search.opensearch.ts'
import type { FollowingSearch, SearchIndex } from '../ports/search/search.port.ts'
import { makePostgresSearch } from '../ports/search/search.postgres.ts'
import { shelterSearch } from '../ports/search/search.sheltered.ts'

declare module '../ports/queue/queue.port.ts' {
  interface JobPayloads {
    /** At night: whether the search engine holds what the database does. */
    'search.compare': Record<string, never>
  }
}

export interface SearchParts {
  /** What people's questions are asked. */
  index: SearchIndex
  /** The engine and what feeds it; absent where PostgreSQL is the search. */
  engine: EngineDeps | undefined
  jobs: JobHandlers
  dailyJobs: Timetable[]
  /** Begins to tell the engine what changes, in the role `worker`; without an engine it ends what an earlier one left. */
  startFeed(): { stop(): Promise<void> }
  close(): Promise<void>
}

interface SearchSetting {
  db: Database
  connectionString: string
  clock: Clock
  logger: Logger
  metrics: Metrics
  config: OpenSearchOptions | undefined
}

/** Search in our own PostgreSQL, or in OpenSearch with PostgreSQL behind it. All processes must be configured alike. */
export function openSearchEngine(setting: SearchSetting): SearchParts {
  const { db, logger, config } = setting
  const postgres = makePostgresSearch({ db })
  const onFault = (error: Error) => logger.warn({ err: error }, 'search engine')
  if (config) return followed(setting, postgres, makeOpenSearch(config), onFault)
  return {
    index: postgres,
    engine: undefined,
    jobs: {},
    dailyJobs: [],
    startFeed: () => {
      const ended = endFollowing(db).catch(onFault)
      return { stop: () => ended }
    },
    close: async () => undefined,
  }
}

function followed(
  { db, connectionString, clock, logger, metrics }: SearchSetting,
  postgres: SearchIndex,
  opensearch: FollowingSearch,
  onFault: (error: Error) => void,
): SearchParts {
  const engine = { db, connectionString, engine: opensearch }
  const { sheltered, broken, waiting, drift } = searchMetrics(metrics)
  const index = shelterSearch({
    engine: opensearch,
    shelter: postgres,
    onSheltered: () => sheltered.inc(),
    onBreak: isBroken => {
      broken.set(isBroken ? 1 : 0)
      if (isBroken) logger.error('the search engine does not answer; PostgreSQL answers in its place')
      else logger.info('the search engine answers again')
    },
  })
  return {
    index,
    engine,
    jobs: {
      'search.compare': async () => {
        const found = await compareEngine(engine, clock.now())
        drift.set(found.drift.length)
        if (found.drift.length > 0)
          logger.error(
            { documents: found.drift.length },
            'the search engine differs: luckygas search rebuild',
          )
      },
    },
    dailyJobs: [{ name: 'search.compare', minuteOfDay: 4 * 60 + 20 }],
    startFeed: () => startFeed({ ...engine, onWaiting: count => waiting.set(count), onFault }),
    close: () => opensearch.close(),
  }
}

function searchMetrics({ registry }: Metrics) {
  const registers = [registry]
  return {
    sheltered: new Counter({
      name: 'luckygas_search_sheltered_total',
      help: 'Questions that PostgreSQL answered because the search engine did not',
      registers,
    }),
    broken: new Gauge({
      name: 'luckygas_search_engine_broken',
      help: '1 while the search engine is left alone after failures in a row',
      registers,
    }),
    waiting: new Gauge({
      name: 'luckygas_search_changes_waiting',
      help: 'Changes that the search engine has not been told yet; known to the process that feeds it',
      registers,
    }),
    drift: new Gauge({
      name: 'luckygas_search_drift_documents',
      help: 'Documents in which the search engine differed at the last comparison',
      registers,
    }),
  }
}
