import type { Connection } from 'rabbitmq-client'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Sending } from './job-outbox.store.ts'
import { makeJobPublisher } from './job-publisher.ts'

const job: Sending = { id: 'one', name: 'platform.prune', revision: 1, priority: 0 }

/** A broker of which each channel answers in a manner of its own; what it was given is kept. */
function brokerOf(...manners: ('confirms' | 'silent' | 'refuses')[]) {
  const channels: { sent: unknown[]; isClosed: boolean; words: object }[] = []
  const connection = {
    createPublisher: (words: object) => {
      const channel = { sent: [] as unknown[], isClosed: false, words }
      const manner = manners[channels.push(channel) - 1] ?? 'confirms'
      return {
        send: async (envelope: object) => {
          channel.sent.push(envelope)
          if (manner === 'silent') await new Promise(() => undefined)
          if (manner === 'refuses') throw new Error('the queue is full')
        },
        close: async () => {
          channel.isClosed = true
        },
      }
    },
  }
  const publisher = makeJobPublisher(connection as unknown as Connection, name => `q.${name}`, [
    'platform.prune',
  ])
  return { channels, publisher }
}

test('[S13] [S19] a job that the broker does not confirm in time fails, and the next goes through a new channel', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const { channels, publisher } = brokerOf('silent')
  const failed = expect(publisher.publish(job)).rejects.toThrow('did not confirm')
  await vi.advanceTimersByTimeAsync(5_000)
  await failed
  expect(channels.map(({ isClosed }) => isClosed)).toEqual([true, false])
  await publisher.publish(job)
  expect(channels[1]?.sent).toEqual([{ routingKey: 'q.platform.prune', durable: true, messageId: 'one.1' }])
})

test('[S19] a confirmed job is published once; a refused one fails at once; queues are of the kind that loses nothing', async () => {
  const { channels, publisher } = brokerOf('confirms')
  await publisher.publish(job)
  expect(channels.map(({ sent }) => sent.length)).toEqual([1])
  expect(channels[0]?.words).toMatchObject({
    confirm: true,
    queues: [{ queue: 'q.platform.prune', durable: true, arguments: { 'x-queue-type': 'quorum' } }],
  })
  await expect(brokerOf('refuses').publisher.publish(job)).rejects.toThrow('full')
})
