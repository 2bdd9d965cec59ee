import type { Database } from '../../server/platform/database/database.ts'
import { usualPace } from '../../server/ports/queue/account-jobs.ts'
import { readAmqpAddress } from '../../server/ports/queue/amqp-address.ts'
import type { JobDesk, Queue } from '../../server/ports/queue/queue.port.ts'
import { makePostgresQueue } from '../../server/ports/queue/queue.postgres.ts'
import { makeRabbitQueue } from '../../server/ports/queue/queue.rabbitmq.ts'

declare module '../../server/ports/queue/queue.port.ts' {
  interface JobPayloads {
    /** Of the drill: writes its number once. */
    'drill.effect': { number: number }
  }
}

/** A worker that falls silent for ten seconds loses its jobs, so that a drill with many kills ends. */
const drillPace = { ...usualPace, concurrency: 4, stuckAfterMs: 10_000 }

/** The queue as the program makes it: through RabbitMQ where there is an address, else in PostgreSQL. */
export async function openDrillQueue(options: {
  db: Database
  connectionString: string
  queueUrl: string
}): Promise<Queue & JobDesk> {
  const { db, connectionString, queueUrl } = options
  const note = (error: unknown) => process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  const account = {
    ...drillPace,
    db,
    connectionString,
    onJob: (_name: string, _result: string, error?: unknown) => {
      if (error !== undefined) note(error)
    },
    onFault: note,
  }
  return queueUrl === ''
    ? makePostgresQueue(account)
    : makeRabbitQueue({ ...account, address: readAmqpAddress(queueUrl) })
}
