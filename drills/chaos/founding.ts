import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { PostgresCluster } from '../../server/testkit/engines/postgres-cluster.ts'
import { startProgram } from '../program.ts'
import { type Company, foundCompany, type Login } from './company.ts'
import { orderCluster } from './databases.ts'
import { comeToRest } from './settle.ts'
import type { Standing } from './standing.ts'

const name = 'founded'
/** The small disks of the drill's machines are warned of and refuse below these, in mebibytes. */
const diskLimits = { 'disk.warn-mebibytes': 24, 'disk.refuse-mebibytes': 12 }

/** A company as it stands before each seed: nobody is connected to its database, nobody uses its folder. */
export interface Founded {
  database: string
  dataFolder: string
  company: Company
}

interface Engines {
  folder: string
  cluster: PostgresCluster
  standings: readonly Standing[]
}

/** Founds the company with one process of all roles, which works off everything that the founding leaves to be done. */
export async function found(
  { folder, cluster, standings }: Engines,
  today: string,
  customers: number,
): Promise<Founded> {
  const dataFolder = join(folder, name)
  await orderCluster(cluster, `create database ${name}`)
  const url = Object.assign(new URL(cluster.url), { pathname: `/${name}` }).href
  const environment = Object.assign({}, ...(await Promise.all(standings.map(({ clear }) => clear(name)))))
  const program = await startProgram({
    ...{ name, folder, dataFolder, roles: 'api,realtime,worker' },
    environment: { ...environment, DATABASE_URL: url },
  })
  try {
    const logins: Login[] = JSON.parse(readFileSync(join(dataFolder, 'first-login.json'), 'utf8'))
    const company = await foundCompany(program.origin, logins, today, customers)
    await limitDisks(url)
    const { left } = await comeToRest(url, [], environment.LUCKYGAS_OPENSEARCH_URL !== undefined)
    const waiting = Object.entries(left).filter(([, count]) => count > 0)
    if (waiting.length > 0) throw new Error(`the founding did not come to rest: ${JSON.stringify(waiting)}`)
    return { database: name, dataFolder, company }
  } finally {
    await program.stop()
  }
}

async function limitDisks(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    for (const [limit, mebibytes] of Object.entries(diskLimits))
      await client.query(
        `insert into parameter (name, effective_from, value, unit, source) values ($1, '2001-01-01', $2, 'MiB', 'drill')`,
        [limit, JSON.stringify(mebibytes)],
      )
  } finally {
    await client.end()
  }
}
