import type { Connection } from 'rabbitmq-client'
import type { Sending } from './job-outbox.store.ts'

/** Longer than a healthy broker ever takes to put a message on a majority of its disks. */
const confirmMs = 5_000

/**
 * Copies on a majority of the nodes, on disk. What was delivered in vain ten times goes: the outbox sends it again. A
 * consumer must say all this again, or the broker refuses it.
 */
export const queueOptions = (queue: string) => ({
  queue,
  durable: true,
  arguments: { 'x-queue-type': 'quorum' as const, 'x-delivery-limit': 10 },
})

/**
 * Publishes with the broker's confirmation. A quorum queue that has no leader yet may swallow a message without a word,
 * and all later ones of the same channel: what is not confirmed in time fails, and the next goes through a new channel.
 */
export function makeJobPublisher(
  connection: Connection,
  queueOf: (name: string) => string,
  names: readonly string[],
): { publish(job: Sending): Promise<void>; close(): Promise<void> } {
  const queues = names.map(name => queueOptions(queueOf(name)))
  const open = () => connection.createPublisher({ confirm: true, queues })
  let publisher = open()
  return {
    publish: async job => {
      const used = publisher
      const messageId = `${job.id}.${job.revision}`
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error('the broker did not confirm a job')), confirmMs)
      })
      const confirmed = used.send({ routingKey: queueOf(job.name), durable: true, messageId }, job)
      try {
        await Promise.race([confirmed, late])
      } catch (error) {
        if (publisher === used) {
          publisher = open()
          void used.close().catch(() => undefined)
        }
        throw error
      } finally {
        clearTimeout(timer)
        confirmed.catch(() => undefined)
      }
    },
    close: () => publisher.close(),
  }
}
