import type pg from 'pg'
import type { PubSub } from '../../ports/pubsub/pubsub.port.ts'
import { openDirectConnection } from '../database/database.ts'
import { locks } from '../database/locks.ts'

export const eventsChannel = 'luckygas_events'
const batchRows = 500
const idleMs = 250

/**
 * Gives outbox rows their stream's next sequence, then announces them. Only rows whose transaction is older than every
 * running one are read (`transaction_id < pg_snapshot_xmin(…)`): a transaction that began earlier and commits later
 * can therefore never appear behind a sequence that readers have already passed.
 * A stream that nobody could be told of is told of again in the next round; live servers look for themselves meanwhile.
 * One process at a time holds the session lock; the others wait to take over.
 */
export function startRelay(options: {
  connectionString: string
  pubsub: PubSub
  onRelayed?: (count: number) => void
  onFault: (error: Error) => void
}): { stop(): Promise<void>; nudge(): void } {
  let isStopping = false
  let wake: (() => void) | undefined
  const pause = (ms: number) =>
    new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  /** Stream → its newest sequence that was not announced yet. */
  const untold = new Map<string, number>()
  /** Side by side: a pub/sub that is away costs a round its time-out once, however many streams wait. */
  async function tell(): Promise<void> {
    const told = await Promise.allSettled(
      [...untold].map(async ([stream, sequence]) => {
        await options.pubsub.publish(eventsChannel, JSON.stringify({ stream, sequence }))
        untold.delete(stream)
      }),
    )
    const failed = told.find(outcome => outcome.status === 'rejected')
    if (failed) options.onFault(failed.reason as Error)
  }

  async function work(client: pg.Client): Promise<void> {
    let isLeader = false
    while (!isStopping) {
      if (!isLeader) {
        const { rows } = await client.query<{ locked: boolean }>(
          'select pg_try_advisory_lock($1) as locked',
          [locks.relay],
        )
        isLeader = rows[0]?.locked ?? false
        if (!isLeader) {
          await pause(1_000)
          continue
        }
      }
      const streams = await relayBatch(client)
      let count = 0
      for (const [stream, last] of streams) {
        count += last.count
        untold.set(stream, last.sequence)
      }
      if (count === 0) await pause(idleMs)
      else options.onRelayed?.(count)
      if (untold.size > 0) await tell()
    }
  }

  const running = (async () => {
    while (!isStopping) {
      let client: pg.Client | undefined
      try {
        client = await openDirectConnection(options.connectionString)
        client.on('error', options.onFault)
        await work(client)
      } catch (error) {
        options.onFault(error as Error)
        await pause(500)
      } finally {
        await client?.end().catch(options.onFault)
      }
    }
  })()

  return {
    stop: async () => {
      isStopping = true
      wake?.()
      await running
    },
    nudge: () => wake?.(),
  }
}

async function relayBatch(client: pg.Client): Promise<Map<string, { sequence: number; count: number }>> {
  const streams = new Map<string, { sequence: number; count: number }>()
  await client.query('begin')
  try {
    const { rows } = await client.query<{ id: bigint; stream: string }>(
      `select id, stream from outbox_event
       where sequence is null and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
       order by id limit ${batchRows}`,
    )
    const byStream = Map.groupBy(rows, row => row.stream)
    for (const [stream, events] of byStream) {
      const head = await client.query<{ last_sequence: bigint }>(
        `insert into outbox_stream (stream, last_sequence) values ($1, $2)
         on conflict (stream) do update set last_sequence = outbox_stream.last_sequence + $2 returning last_sequence`,
        [stream, events.length],
      )
      const last = Number(head.rows[0]?.last_sequence)
      await client.query(
        `update outbox_event set sequence = numbered.sequence
         from unnest($1::bigint[], $2::bigint[]) as numbered (id, sequence) where outbox_event.id = numbered.id`,
        [events.map(event => event.id), events.map((_event, index) => last - events.length + 1 + index)],
      )
      streams.set(stream, { sequence: last, count: events.length })
    }
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
  return streams
}
