import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '../../server/testkit/engines/engine.ts'
import { hasOpenSearch } from '../../server/testkit/engines/opensearch.ts'
import type { Timing } from '../../server/testkit/engines/patroni-node.ts'
import { type PostgresCluster, startPostgresCluster } from '../../server/testkit/engines/postgres-cluster.ts'
import { uidOf } from '../failover/faults.ts'
import type { Company, Lack } from './blows.ts'
import type { Login } from './company.ts'
import { databaseNeeds, databaseNodes } from './database.ts'
import { type Standing, standBroker, standCache, standFiles, standRoads, standSearch } from './engines.ts'
import { type Machine, machinesOf, startMachine } from './programs.ts'
import type { Target } from './schedule.ts'

/** The whole set-up on this machine: two processes of each role and every engine that is installed. */
export interface Stage {
  cluster: PostgresCluster
  companies: readonly Company[]
  /** The doors of the API and of the live sockets. */
  origins: readonly string[]
  liveOrigins: readonly string[]
  /** Settings of a program that is not struck, for what is checked at the end. */
  environment: Record<string, string>
  logins: readonly Login[]
}

interface Optional {
  target: Target
  isHere(): boolean
  stand(folder: string): Promise<Standing>
}

/** Without PostgreSQL there is nothing to prove; these may be absent, and then others do their work. */
const optional: readonly Optional[] = [
  { target: 'cache', isHere: () => findProgram('redis-sentinel') !== undefined, stand: standCache },
  { target: 'broker', isHere: () => findProgram('rabbitmq-server') !== undefined, stand: standBroker },
  { target: 'search', isHere: hasOpenSearch, stand: standSearch },
  { target: 'files', isHere: () => findProgram('versitygw') !== undefined, stand: standFiles },
  { target: 'roads', isHere: () => true, stand: standRoads },
]

/** What cannot be struck on this machine, or not in every way. @throws when it has not even a database to strike */
export function lacksHere(): Lack[] {
  for (const program of ['patroni', 'etcd', 'haproxy', 'pgbouncer'])
    if (findProgram(program) === undefined)
      throw new Error(`${program} is not installed; npm run test:distributed installs it`)
  const absent = optional
    .filter(({ isHere }) => !isHere())
    .map(({ target }): Lack => ({ target, because: 'it is not installed; npm run test:distributed does' }))
  const isRoot = process.getuid?.() === 0
  const mount: Lack = { target: 'files', kind: 'disk-full', because: 'only root mounts a small disk' }
  return [...databaseNeeds().lacks, ...absent, ...(isRoot ? [] : [mount])]
}

/** Starts everything. @param undo is given what stops it, in the order it was started */
export async function openStage(
  folder: string,
  undo: (() => Promise<unknown>)[],
  timing: Timing,
  onFault: (what: string) => void,
): Promise<Stage> {
  const { needs, kinds } = databaseNeeds()
  const user = { uid: uidOf('postgres') }
  const cluster = await startPostgresCluster({
    ...{ folder, password: crypto.randomUUID(), user, timing },
    ...needs,
  })
  undo.push(cluster.stop)
  const standings: Standing[] = []
  for (const { isHere, stand } of optional) {
    if (!isHere()) continue
    const standing = await stand(folder)
    undo.push(standing.stop)
    standings.push(standing)
  }
  await cluster.settled()
  const environment = Object.assign({}, ...standings.map(standing => standing.environment))
  const dataFolder = join(folder, 'data')
  const place = { folder, dataFolder, environment, database: cluster, onFault }
  // The first one makes the schema and the company; the others find them.
  const machines: Machine[] = [await startMachine(place, 'api', 1)]
  undo.push(async () => Promise.all(machines.map(machine => machine.stop())))
  const others = [
    ['api', 2],
    ['realtime', 1],
    ['realtime', 2],
    ['worker', 1],
    ['worker', 2],
  ] as const
  for (const [role, number] of others) machines.push(await startMachine(place, role, number))
  const originsOf = (role: Machine['role']) =>
    machines.filter(machine => machine.role === role).map(({ origin }) => origin)
  return {
    cluster,
    companies: [
      ...(['api', 'realtime', 'worker'] as const).map(role => machinesOf(role, machines)),
      databaseNodes(cluster, kinds),
      ...standings.map(({ company }) => company),
    ],
    origins: originsOf('api'),
    liveOrigins: originsOf('realtime'),
    environment: {
      ...environment,
      DATABASE_URL: cluster.url,
      LUCKYGAS_POOLER_URL: cluster.poolerUrl,
      LUCKYGAS_DATA: dataFolder,
    },
    logins: JSON.parse(readFileSync(join(dataFolder, 'first-login.json'), 'utf8')),
  }
}
