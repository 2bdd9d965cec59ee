import type pg from 'pg'
import { openDirectConnection } from '../../platform/database/database.ts'
import type { PubSub } from './pubsub.port.ts'

const retryMs = 500

/** LISTEN/NOTIFY on a connection of its own, reconnecting by itself; listeners are called again after a reconnect. */
export async function makePostgresPubSub(
  connectionString: string,
  onFault: (error: Error) => void,
): Promise<PubSub> {
  const listeners = new Map<string, Set<(message: string) => void>>()
  let client: pg.Client | undefined
  let isClosed = false
  /** One statement at a time on the one connection. */
  let last: Promise<unknown> = Promise.resolve()

  async function notify(channel: string, message: string): Promise<void> {
    if (!client) throw Object.assign(new Error('pub/sub connection is down'), { code: '08006' })
    await client.query('select pg_notify($1, $2)', [channel, message])
  }

  async function connect(): Promise<void> {
    const next = await openDirectConnection(connectionString)
    next.on('notification', message => {
      for (const listener of listeners.get(message.channel) ?? []) listener(message.payload ?? '')
    })
    next.on('error', error => {
      onFault(error)
      void reconnect(next)
    })
    next.on('end', () => void reconnect(next))
    for (const channel of listeners.keys()) await next.query(`listen ${next.escapeIdentifier(channel)}`)
    client = next
  }

  async function reconnect(lost: pg.Client): Promise<void> {
    if (isClosed || client !== lost) return
    client = undefined
    while (!isClosed && !client) {
      await new Promise(resolve => setTimeout(resolve, retryMs))
      try {
        await connect()
        // What was published meanwhile is lost; an empty message makes every listener look for itself.
        for (const channel of listeners.values()) for (const listener of channel) listener('')
      } catch (error) {
        onFault(error as Error)
      }
    }
  }

  await connect()
  return {
    publish: (channel, message) => {
      const sent = last.then(() => notify(channel, message))
      last = sent.catch(() => undefined)
      return sent
    },
    subscribe: async (channel, listener) => {
      const known = listeners.get(channel)
      if (known) known.add(listener)
      else {
        listeners.set(channel, new Set([listener]))
        await client?.query(`listen ${client.escapeIdentifier(channel)}`)
      }
      return async () => {
        listeners.get(channel)?.delete(listener)
      }
    },
    close: async () => {
      isClosed = true
      await client?.end()
    },
  }
}
