import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import pg from 'pg'
import type { NodeOptions, PatroniNode } from '../../server/testkit/engines/patroni-node.ts'
import type { PostgresCluster } from '../../server/testkit/engines/postgres-cluster.ts'

/** What is done to the node that leads, and how it is undone. */
export interface Fault {
  about: string
  /** What the cluster must be started with so that this can be done to it. */
  needs: Pick<NodeOptions, 'isPartitionable' | 'diskMegabytes' | 'isClockSettable'>
  /** Why this machine cannot do it, where it cannot. */
  impossible?(): string | undefined
  strike(node: PatroniNode, cluster: PostgresCluster): Promise<void>
  /** How long it lasts at least, in milliseconds; it also lasts until orders are placed again. */
  lastsMs: number
  /** Whether somebody else must lead afterwards; where not, the fault may pass without anybody noticing. */
  isLeaderLost: boolean
  heal(node: PatroniNode): Promise<void>
}

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

/** Signals those of the processes that still live. */
function signalAll(processes: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of processes) if (existsSync(`/proc/${pid}`)) process.kill(pid, signal)
}

/** Takes the segments of the log that are already made, so that the next one needs room. */
async function useUpLog(node: PatroniNode, password: string): Promise<void> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: node.pgPort,
    user: 'postgres',
    password,
    database: 'postgres',
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    for (let each = 0; each < 40; each += 1)
      await client.query(
        `begin; set local synchronous_commit = off; select pg_logical_emit_message(true, 'luckygas.drill', repeat('x', 1000)); commit; select pg_switch_wal()`,
      )
  } catch {
    // It died of it, which is what was wanted.
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The primary's clock is wrong by this much, in seconds: longer than any lease, and across a business day at most hours. */
const clockOffsets = [3_600, -3_600]

export const faults: Readonly<Record<string, Fault>> = {
  kill: {
    about: 'Patroni and PostgreSQL of the primary are killed without a word',
    needs: {},
    strike: async node => {
      const postmaster = node.postmaster()
      node.engine.signal('SIGKILL')
      process.kill(postmaster, 'SIGKILL')
      await node.engine.ended
      while (existsSync(`/proc/${postmaster}`)) await pause(50)
    },
    lastsMs: 0,
    isLeaderLost: true,
    heal: node => node.start(),
  },
  freeze: {
    about: 'every process of the primary stops in its tracks, and goes on long after another leads',
    needs: {},
    strike: async node => signalAll(node.processes(), 'SIGSTOP'),
    lastsMs: 5_000,
    isLeaderLost: true,
    heal: async node => signalAll(node.processes(), 'SIGCONT'),
  },
  partition: {
    about: 'nothing gets through between the primary and etcd, the standbys and HAProxy',
    needs: { isPartitionable: true },
    strike: async node => {
      for (const line of node.lines) line.cut()
    },
    lastsMs: 5_000,
    isLeaderLost: true,
    heal: async node => {
      for (const line of node.lines) line.heal()
    },
  },
  'disk-full': {
    about: 'the disk of the primary has no byte left',
    needs: { diskMegabytes: 640 },
    impossible: () => (process.getuid?.() === 0 ? undefined : 'only root mounts a small disk'),
    strike: async (node, cluster) => {
      node.disk?.fill()
      await useUpLog(node, new URL(cluster.url).password)
    },
    lastsMs: 5_000,
    isLeaderLost: true,
    heal: async node => node.disk?.free(),
  },
  'clock-skew': {
    about: 'the clock of the primary jumps an hour ahead, then an hour back',
    needs: { isClockSettable: true },
    impossible: () =>
      existsSync('/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1')
        ? undefined
        : 'libfaketime is not installed; Debian carries it as faketime',
    strike: async node => {
      for (const offset of clockOffsets) {
        await node.setClock(offset)
        await pause(10_000)
      }
    },
    lastsMs: 0,
    isLeaderLost: false,
    heal: node => node.setClock(0),
  },
}

/** The uid of a user of this machine. */
export const uidOf = (name: string) => Number(execFileSync('id', ['-u', name], { encoding: 'utf8' }))
