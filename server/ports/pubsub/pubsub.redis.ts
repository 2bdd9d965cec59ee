import { connectRedis, type RedisAddress } from '../../platform/redis/connect-redis.ts'
import type { PubSub } from './pubsub.port.ts'

/**
 * Redis publish and subscribe, on one server, under sentinels or in a cluster (where a message reaches every node).
 * Two connections: one that only listens, one that publishes. Listeners are called with an empty message after each
 * reconnect, because what was published meanwhile is lost.
 */
export async function makeRedisPubSub(
  address: RedisAddress,
  onFault: (error: Error) => void,
): Promise<PubSub> {
  const listeners = new Map<string, Set<(message: string) => void>>()
  const publisher = connectRedis(address, { onFault })
  const subscriber = connectRedis(address, { onFault, isSubscriber: true })
  const tell = (channel: string, message: string) => {
    for (const listener of listeners.get(channel) ?? []) listener(message)
  }
  subscriber.on('message', tell)
  let wasReady = false
  subscriber.on('ready', () => {
    if (wasReady) for (const channel of listeners.keys()) tell(channel, '')
    wasReady = true
  })
  return {
    publish: async (channel, message) => {
      await publisher.publish(channel, message)
    },
    subscribe: async (channel, listener) => {
      const known = listeners.get(channel)
      if (known) known.add(listener)
      else {
        listeners.set(channel, new Set([listener]))
        await subscriber.subscribe(channel)
      }
      return async () => {
        listeners.get(channel)?.delete(listener)
      }
    },
    close: async () => {
      publisher.disconnect()
      subscriber.disconnect()
    },
  }
}
