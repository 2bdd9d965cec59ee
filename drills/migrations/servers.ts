import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres/embedded-postgres.ts'
import { ordinaryUsers } from '../../server/platform/embedded-postgres/postgres-user.ts'
import { freePort, ownFolder, startEngine } from '../../server/testkit/engines/engine.ts'
import { ask } from '../installation.ts'

export interface Server {
  connectionString: string
  stop(): Promise<void>
}

/** Debian's PostgreSQL 15, the oldest that is supported. */
const debian = '/usr/lib/postgresql/15/bin'
const quiet = ['-A', 'trust', '-U', 'luckygas', '-E', 'UTF8', '--locale=C.UTF-8', '--no-instructions']

async function startFifteen(folder: string): Promise<Server> {
  if (!existsSync(debian)) throw new Error(`PostgreSQL 15 is not installed: ${debian}`)
  const uid = process.getuid?.() === 0 ? (ordinaryUsers().get('postgres')?.uid ?? 65_534) : 0
  // PostgreSQL refuses to be root and must pass through to its own folder.
  chmodSync(folder, 0o711)
  const own = ownFolder(folder, 'fifteen', uid)
  const as = process.getuid?.() === 0 ? { uid, gid: uid } : {}
  execFileSync(join(debian, 'initdb'), [...quiet, '-D', join(own, 'data')], {
    ...as,
    cwd: own,
    stdio: 'ignore',
  })
  const port = await freePort()
  const connectionString = `postgresql://luckygas@127.0.0.1:${port}/postgres`
  const settings = [
    `port=${port}`,
    `unix_socket_directories=${own}`,
    'shared_buffers=256MB',
    'max_wal_size=2GB',
  ]
  const engine = await startEngine({
    program: join(debian, 'postgres'),
    args: ['-D', join(own, 'data'), ...settings.flatMap(setting => ['-c', setting])],
    folder: own,
    name: 'postgres',
    uid,
    isReady: async () => (await ask(connectionString, 'select 1 as one')).length === 1,
  })
  return { connectionString, stop: engine.stop }
}

/** A PostgreSQL of a release with an empty cluster, which keeps its word: nothing of its durability is switched off. */
export function startServer(release: string, folder: string): Promise<Server> {
  if (release === '15') return startFifteen(folder)
  if (release === '18') return startEmbeddedPostgres({ dataFolder: join(folder, 'eighteen') })
  throw new Error(`--postgres 15, 18 or both, not ${release}`)
}
