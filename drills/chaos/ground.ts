import { findProgram } from '../../server/testkit/engines/engine.ts'
import { hasOpenSearch } from '../../server/testkit/engines/opensearch.ts'
import type { Timing } from '../../server/testkit/engines/patroni-node.ts'
import { type PostgresCluster, startPostgresCluster } from '../../server/testkit/engines/postgres-cluster.ts'
import { uidOf } from '../failover/faults.ts'
import type { Company, Lack } from './blows.ts'
import { standBroker } from './broker.ts'
import { standCache } from './cache.ts'
import { databaseNeeds, databaseNodes } from './database.ts'
import { boundLogs } from './databases.ts'
import { standFiles } from './files.ts'
import { type Founded, found } from './founding.ts'
import type { Clock } from './phases.ts'
import { standRoads } from './roads.ts'
import { type Target, targetsOfOurs } from './schedule.ts'
import { standSearch } from './search.ts'
import type { Standing } from './standing.ts'

/** What a seed that passed leaves to the next: the engines, and a company founded once, of which each seed has a copy. */
export interface Ground {
  folder: string
  cluster: PostgresCluster
  /** The nodes of the database, as those who may be struck. */
  database: Company
  standings: readonly Standing[]
  founded: Founded
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
  const mounts = (['files', ...targetsOfOurs] as const).map(
    (target): Lack => ({ target, kind: 'disk-full', because: 'only root mounts a small disk' }),
  )
  return [...databaseNeeds().lacks, ...absent, ...(isRoot ? [] : mounts)]
}

/** Starts every engine at once and founds the company. @param undo is given what stops them, in the order they started */
export async function openGround(
  folder: string,
  undo: (() => Promise<unknown>)[],
  { timing, today, customers, clock }: { timing: Timing; today: string; customers: number; clock: Clock },
): Promise<Ground> {
  const { needs, kinds } = databaseNeeds()
  const user = { uid: uidOf('postgres') }
  const startCluster = async () => {
    const options = { folder, password: crypto.randomUUID(), user, timing, ...needs }
    const cluster = await clock('database up', () => startPostgresCluster(options))
    undo.push(cluster.stop)
    await cluster.settled()
    await boundLogs(cluster)
    return cluster
  }
  const startOther = async ({ target, stand }: Optional) => {
    const standing = await clock(`${target} up`, () => stand(folder))
    undo.push(standing.stop)
    return standing
  }
  const here = optional.filter(({ isHere }) => isHere())
  const [cluster, standings] = await allOrWait(startCluster(), allOrWait(...here.map(startOther)))
  const engines = { folder, cluster, standings }
  const founded = await clock('company founded', () => found(engines, today, customers))
  return { ...engines, database: databaseNodes(cluster, kinds), founded }
}

/** All of them, or, when one fails, the first failure after the others have ended: nothing starts behind one's back. */
export async function allOrWait<T extends readonly unknown[]>(
  ...all: { [K in keyof T]: Promise<T[K]> }
): Promise<T> {
  await Promise.allSettled(all)
  return (await Promise.all(all)) as unknown as T
}
