import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Engine, freePort, needProgram, ownFolder, startEngine } from './engine.ts'
import { type Line, openLine } from './line-proxy.ts'
import { mountSmallDisk, type SmallDisk } from './small-disk.ts'
import { fillTemplate } from './template.ts'

/** Seconds: Patroni's ttl, loop_wait, retry_timeout. loop_wait + 2 × retry_timeout must not exceed ttl. */
export interface Timing {
  ttl: number
  loopWait: number
  retryTimeout: number
}
export const productionTiming: Timing = { ttl: 15, loopWait: 5, retryTimeout: 5 }
export const quickTiming: Timing = { ttl: 10, loopWait: 2, retryTimeout: 3 }

/** Where the node's own part of pgBackRest writes to, and what it encrypts with. */
export interface BackupRepository {
  folder: string
  passphrase: string
}

export interface NodeOptions {
  folder: string
  password: string
  /** Debian's user for PostgreSQL's servers, who refuse root; it comes with the package. */
  user: { uid: number }
  timing?: Timing
  /** Gives up writes rather than acknowledge one that no standby holds; Patroni's strict mode. */
  isStrict?: boolean
  backup?: BackupRepository
  /** Bootstraps the cluster from its backups to what these options of `pgbackrest restore` name. */
  restoreTarget?: string
  /** Puts a line that can be cut before the node and between it and etcd. */
  isPartitionable?: boolean
  /** Gives the node's data a disk of its own with this much room. */
  diskMegabytes?: number
  /** Runs the node by a clock that can be set, see `setClock`. Needs libfaketime. */
  isClockSettable?: boolean
}

export interface PatroniNode {
  name: string
  /** Where PostgreSQL and Patroni listen themselves. */
  pgPort: number
  restPort: number
  /** Where everybody else reaches them: the same, or a line before each. */
  reach: { pgPort: number; restPort: number }
  engine: Engine
  /** The node's settings, socket and data. */
  home: string
  lines: readonly Line[]
  disk: SmallDisk | undefined
  start(): Promise<void>
  /** Process id of its PostgreSQL, for signals that Patroni must not soften. */
  postmaster(): number
  /** Patroni, PostgreSQL and each of its children. */
  processes(): number[]
  /** Sets its clock ahead of or behind everybody else's. */
  setClock(offsetSeconds: number): Promise<void>
  remove(): Promise<void>
}

const fakeClock = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1'

/**
 * PostgreSQL's programs, of which the server runs by a clock of its own. Patroni keeps the right one: Python's sleep and
 * libfaketime do not go together, and leases are counted by etcd.
 */
function binariesBy(own: string, clockFile: string): string {
  const folder = join(own, 'bin')
  const real = '/usr/lib/postgresql/15/bin'
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(real))
    if (name !== 'postgres') symlinkSync(join(real, name), join(folder, name))
  const words = `LD_PRELOAD=${fakeClock} FAKETIME_TIMESTAMP_FILE=${clockFile} FAKETIME_NO_CACHE=1 DONT_FAKE_MONOTONIC=1`
  writeFileSync(join(folder, 'postgres'), `#!/bin/sh\n${words} exec ${real}/postgres "$@"\n`, { mode: 0o755 })
  return folder
}

/** A node with its ports, lines and disk, not started yet. */
export async function makeNode(
  name: string,
  options: NodeOptions,
  etcdPorts: readonly number[],
): Promise<PatroniNode> {
  const { uid } = options.user
  const own = ownFolder(options.folder, name, uid)
  const disk = options.diskMegabytes
    ? mountSmallDisk(join(own, 'disk'), options.diskMegabytes, uid)
    : undefined
  const home = disk?.folder ?? own
  const [pgPort, restPort] = [await freePort(), await freePort()]
  const ahead = options.isPartitionable ? [await openLine(pgPort), await openLine(restPort)] : []
  const toEtcd = options.isPartitionable ? await Promise.all(etcdPorts.map(port => openLine(port))) : []
  const reach = { pgPort: ahead[0]?.port ?? pgPort, restPort: ahead[1]?.port ?? restPort }
  const etcd = toEtcd.length > 0 ? toEtcd.map(({ port }) => port) : etcdPorts
  const clockFile = join(own, 'clock')
  const setClock = (offset: number) =>
    writeFile(clockFile, `${offset < 0 ? '' : '+'}${offset}\n`, { mode: 0o644 })
  const environment = {
    HOME: own,
    LC_ALL: 'C.UTF-8',
    PATRONI_POSTGRESQL_CONNECT_ADDRESS: `127.0.0.1:${reach.pgPort}`,
    PATRONI_RESTAPI_CONNECT_ADDRESS: `127.0.0.1:${reach.restPort}`,
    // Else Patroni learns the members' own addresses and goes round the line.
    ...(options.isPartitionable && { PATRONI_ETCD3_USE_PROXIES: 'true' }),
    ...(options.isClockSettable && { PATRONI_POSTGRESQL_BIN_DIR: binariesBy(own, clockFile) }),
  }

  async function start(): Promise<Engine> {
    const settings = join(own, 'patroni.yaml')
    await writeFile(settings, patroniSettings(options, { name, pgPort, restPort, home, etcd }))
    if (options.backup) {
      const words = { ...backupWords(options.backup), NODE_FOLDER: home, POSTGRES_PORT: pgPort }
      await writeFile(join(home, 'pgbackrest.conf'), fillTemplate('pgbackrest.conf', words))
    }
    if (options.isClockSettable) await setClock(0)
    return startEngine({
      program: needProgram('patroni'),
      args: [settings],
      folder: own,
      name: 'patroni',
      uid,
      env: environment,
      isReady: async () => (await fetch(`http://127.0.0.1:${restPort}/health`)).ok,
      readyTimeoutMs: 180_000,
    })
  }
  const postmaster = () => Number(readFileSync(join(home, 'data/postmaster.pid'), 'utf8').split('\n')[0])
  const node: PatroniNode = {
    name,
    pgPort,
    restPort,
    reach,
    engine: notStarted,
    home,
    lines: [...ahead, ...toEtcd],
    disk,
    start: async () => {
      node.engine = await start()
    },
    postmaster,
    processes: () => {
      const server = postmaster()
      return [node.engine.pid, server, ...childrenOf(server)]
    },
    setClock,
    remove: async () => {
      await node.engine.stop()
      for (const line of node.lines) await line.close()
      disk?.remove()
    },
  }
  return node
}

const notStarted: Engine = {
  pid: 0,
  signal: () => undefined,
  ended: Promise.resolve(),
  stop: async () => undefined,
}

const backupWords = ({ folder, passphrase }: BackupRepository) => ({
  BACKUP_FOLDER: folder,
  BACKUP_PASSPHRASE: passphrase,
})

function patroniSettings(
  options: NodeOptions,
  node: {
    name: string
    pgPort: number
    restPort: number
    home: string
    etcd: readonly number[]
  },
): string {
  const timing = options.timing ?? quickTiming
  return fillTemplate('patroni.yaml', {
    NODE_NAME: node.name,
    NODE_ADDRESS: '127.0.0.1',
    REST_PORT: node.restPort,
    POSTGRES_PORT: node.pgPort,
    NODE_FOLDER: node.home,
    ETCD_HOSTS: node.etcd.map(port => `127.0.0.1:${port}`).join(','),
    PATRONI_TTL: timing.ttl,
    PATRONI_LOOP_WAIT: timing.loopWait,
    PATRONI_RETRY_TIMEOUT: timing.retryTimeout,
    SYNCHRONOUS_STRICT: String(options.isStrict ?? true),
    SHARED_BUFFERS: '64MB',
    DATABASE_NETWORK: '127.0.0.1/32',
    DATABASE_PASSWORD: options.password,
    ARCHIVE_MODE: options.backup ? 'on' : 'off',
    PGBACKREST_CONFIG: join(node.home, 'pgbackrest.conf'),
    BOOTSTRAP_METHOD: options.restoreTarget === undefined ? 'initdb' : 'restore',
    RESTORE_TARGET: options.restoreTarget ?? '--type=default',
  })
}

/** Processes of this machine whose parent is the given one. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => {
      try {
        // pid (name) state parent …; the name may hold spaces and brackets.
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent
      } catch {
        return false
      }
    })
}
