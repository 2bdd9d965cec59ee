import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { BackupRepository } from '../../server/testkit/engines/patroni-node.ts'
import { productionTiming } from '../../server/testkit/engines/patroni-node.ts'
import { type PostgresCluster, startPostgresCluster } from '../../server/testkit/engines/postgres-cluster.ts'

export interface Site {
  folder: string
  password: string
  uid: number
  backup: BackupRepository
}

/** Starts three nodes with everything about them in a folder of their own; restored from the backups where a target is named. */
export async function startOn(
  site: Site,
  restoreTarget?: string,
): Promise<{ cluster: PostgresCluster; remove(): Promise<void> }> {
  const folder = mkdtempSync(join(site.folder, 'cluster-'))
  chmodSync(folder, 0o755)
  const cluster = await startPostgresCluster({
    folder,
    password: site.password,
    user: { uid: site.uid },
    timing: productionTiming,
    backup: site.backup,
    ...(restoreTarget !== undefined && { restoreTarget }),
  })
  return {
    cluster,
    remove: async () => {
      await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Where the repository lies, as the nodes' own user may write to it. */
export function makeRepository(folder: string): BackupRepository {
  const repository = join(folder, 'repository')
  mkdirSync(repository)
  chmodSync(repository, 0o777)
  return { folder: repository, passphrase: crypto.randomUUID() }
}

/** Commits something that no table holds, which a strict primary confirms only once a standby has it. */
export async function confirmWritable(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  // A connection that is cut fails the query, not the drill.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`select pg_logical_emit_message(true, 'luckygas.drill', 'writable')`)
  } finally {
    await client.end()
  }
}

/** Kills every process of the cluster's database nodes at once, as a fire in the machine room does. */
export async function destroyNodes(cluster: PostgresCluster): Promise<void> {
  const processes = cluster.nodes.flatMap(node => node.processes())
  for (const node of cluster.nodes) node.engine.signal('SIGKILL')
  for (const pid of processes) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended with its parent.
    }
  }
  await Promise.all(cluster.nodes.map(node => node.engine.ended))
  for (const node of cluster.nodes) rmSync(node.home, { recursive: true, force: true })
}
