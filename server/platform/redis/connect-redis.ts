import { Cluster, Redis, type RedisOptions } from 'ioredis'

export type RedisClient = Redis | Cluster

/** What a Redis address means: one server, a name that sentinels know the master of, or a cluster. */
export type RedisAddress =
  | { kind: 'single'; url: string }
  | {
      kind: 'sentinel'
      hosts: { host: string; port: number }[]
      master: string
      password: string | undefined
    }
  | { kind: 'cluster'; hosts: { host: string; port: number }[]; password: string | undefined }

const form =
  'redis://:password@host:6379, rediss://…, redis+sentinel://:password@host,host/master or redis+cluster://:password@host,host'

/**
 * Reads an address: `redis://`, `rediss://` (TLS), `redis+sentinel://:password@host:26379,host:26379/master`,
 * `redis+cluster://:password@host:6379,host:6379`. @throws Error that names the setting and the forms, never the password
 */
export function readRedisAddress(text: string, setting = 'The address of Redis'): RedisAddress {
  if (/^rediss?:\/\//.test(text)) {
    if (URL.parse(text) === null) throw new Error(`${setting} must look like ${form}.`)
    return { kind: 'single', url: text }
  }
  const parts = /^redis\+(sentinel|cluster):\/\/(?:[^:@/]*:([^@/]*)@)?([^@/]+)(?:\/(.*))?$/.exec(text)
  if (!parts) throw new Error(`${setting} must look like ${form}.`)
  const [, kind, word, list = '', master = ''] = parts
  const hosts = list.split(',').map(each => {
    const url = URL.parse(`tcp://${each}`)
    if (!url?.hostname) throw new Error(`${setting} must look like ${form}.`)
    return { host: url.hostname, port: Number(url.port || (kind === 'sentinel' ? 26_379 : 6_379)) }
  })
  const password = word === undefined ? undefined : decodeURIComponent(word)
  if (kind === 'cluster') return { kind, hosts, password }
  if (master === '')
    throw new Error(
      `${setting} names no master: it must look like redis+sentinel://:password@host,host/master.`,
    )
  return { kind: 'sentinel', hosts, master, password }
}

/** The password an address carries, or undefined. */
export const passwordOf = (address: RedisAddress): string | undefined =>
  address.kind === 'single'
    ? decodeURIComponent(new URL(address.url).password) || undefined
    : address.password

const retryMs = (times: number) => Math.min(100 * 2 ** Math.min(times, 5), 2_000)

/**
 * A client that reconnects for ever by itself. A command waits at most `commandTimeoutMs` and then fails, so that a
 * Redis that is away slows nobody down; nothing is kept for later.
 */
export function connectRedis(
  address: RedisAddress,
  options: { onFault(error: Error): void; commandTimeoutMs?: number; isSubscriber?: boolean },
): RedisClient {
  const common = {
    ...(!options.isSubscriber && { commandTimeout: options.commandTimeoutMs ?? 1_000 }),
    connectTimeout: 2_000,
    maxRetriesPerRequest: options.isSubscriber ? null : 1,
    retryStrategy: retryMs,
    autoResubscribe: true,
  } satisfies RedisOptions
  const client =
    address.kind === 'single'
      ? new Redis(address.url, common)
      : address.kind === 'sentinel'
        ? new Redis({
            ...common,
            sentinels: address.hosts,
            name: address.master,
            ...(address.password !== undefined && { password: address.password }),
            sentinelRetryStrategy: retryMs,
            failoverDetector: true,
          })
        : new Cluster(address.hosts, {
            clusterRetryStrategy: retryMs,
            slotsRefreshTimeout: 2_000,
            slotsRefreshInterval: 2_000,
            redisOptions: {
              ...common,
              ...(address.password !== undefined && { password: address.password }),
            },
          })
  client.on('error', options.onFault)
  return client
}
