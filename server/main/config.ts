import { BlockList, isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { passwordOf, type RedisAddress, readRedisAddress } from '../platform/redis/connect-redis.ts'
import type { S3Options } from '../ports/files/files.s3.ts'
import { type AmqpAddress, readAmqpAddress } from '../ports/queue/amqp-address.ts'
import type { OpenSearchOptions } from '../ports/search/search.opensearch.ts'
import type { Environment } from './env.ts'
import { decideTravel, type TravelConfig } from './travel-config.ts'

export const roles = ['api', 'realtime', 'worker'] as const
export type Role = (typeof roles)[number]

export interface ExternalDatabase {
  kind: 'external'
  url: string
  /** The same database through a pooler in transaction mode, such as PgBouncer. */
  poolerUrl?: string
  /** A standby that answers reports while it is not further behind than this. */
  replica?: { url: string; maxLagMs: number }
}

export type Config = {
  /** TCP port of the web server; 0 takes any free one. */
  port: number
  /** The address to listen on; `undefined` leaves it to the door: the whole network with TLS, else this machine. */
  host: string | undefined
  /** Absolute path of the data folder. */
  dataFolder: string
  /** Where the embedded database is backed up, best on another disk, and how many days every moment stays reachable. */
  backup: {
    folder: string
    keepDays: number
    /** Where the backup is copied to, away from the shop. */
    offSite?: S3Options
  }
  /** Whether an empty data folder gets the demo company. */
  isDemoWanted: boolean
  roles: ReadonlySet<Role>
  database: { kind: 'embedded' } | ExternalDatabase
  /** A certificate from elsewhere; without it the shop's own, if `luckygas https` made one. */
  tlsFiles: { certFile: string; keyFile: string } | undefined
  /** What people type to reach the program, such as `https://gas.example.tw`; links in messages begin with it. */
  publicOrigin: string | undefined
  /** Addresses and networks (CIDR) of proxies that end TLS for us and may say who the client is. */
  trustedProxies: readonly string[]
  /** How the telephone exchange proves itself; without it calls are off. */
  calls: { secret: string; from: readonly string[] } | undefined
  /** Where pub/sub, rate limits, counts of failed logins and kept answers live when there are several processes; absent, each keeps to PostgreSQL and itself. */
  redis: RedisAddress | undefined
  /** The broker that hands jobs to workers; absent, PostgreSQL does. */
  rabbitmq: AmqpAddress | undefined
  /** Where files live; absent, in the data folder. */
  s3: S3Options | undefined
  /** The engine that answers searches; absent, PostgreSQL does. */
  openSearch: OpenSearchOptions | undefined
  /** The road service that is asked for travel times; absent, they are estimated. */
  travel: TravelConfig | undefined
}

/** The configuration cannot be; the message names each wrong variable and what it may hold. */
export class ConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/** Decides what the environment means. All that is wrong is reported at once, so that one restart repairs it. */
export function decideConfig(environment: Environment, projectRoot: string): Config {
  const problems: string[] = []
  const read = <T>(decide: () => T): T | undefined => {
    try {
      return decide()
    } catch (error) {
      problems.push((error as Error).message)
      return undefined
    }
  }
  const config = {
    port: read(() => port(environment)),
    host: read(() => host(environment)),
    dataFolder: resolve(projectRoot, environment.LUCKYGAS_DATA ?? '.data'),
    backup: read(() => backup(environment, projectRoot)),
    isDemoWanted: read(() => isDemoWanted(environment)),
    roles: read(() => chosenRoles(environment)),
    database: read(() => database(environment)),
    tlsFiles: read(() => tlsFiles(environment, projectRoot)),
    publicOrigin: read(() => publicOrigin(environment)),
    trustedProxies: read(() => trustedProxies(environment)),
    calls: read(() => calls(environment)),
    redis: read(() => redis(environment)),
    rabbitmq: read(() => rabbitmq(environment)),
    s3: read(() => bucketAt(environment, 'LUCKYGAS_S3')),
    openSearch: read(() => openSearch(environment)),
    travel: read(() => decideTravel(environment)),
  }
  if (environment.LUCKYGAS_TRUSTED_PROXIES && !environment.LUCKYGAS_PUBLIC_ORIGIN)
    problems.push(
      'LUCKYGAS_TRUSTED_PROXIES needs LUCKYGAS_PUBLIC_ORIGIN, the https:// address the proxy answers.',
    )
  if (problems.length > 0) throw new ConfigError(problems)
  return config as Config
}

function port({ PORT = '8080' }: Environment): number {
  const value = Number(PORT)
  if (!/^\d+$/.test(PORT) || value > 65_535) throw new Error(`PORT must be 0 to 65535, not "${PORT}".`)
  return value
}

function host({ LUCKYGAS_HOST }: Environment): string | undefined {
  if (LUCKYGAS_HOST === undefined || isIP(LUCKYGAS_HOST) || LUCKYGAS_HOST === 'localhost')
    return LUCKYGAS_HOST
  throw new Error(`LUCKYGAS_HOST must be an address of this machine such as 0.0.0.0, not "${LUCKYGAS_HOST}".`)
}

function backup(environment: Environment, projectRoot: string): Config['backup'] {
  const { LUCKYGAS_BACKUP, LUCKYGAS_BACKUP_DAYS: days = '14', LUCKYGAS_DATA = '.data' } = environment
  if (!/^[1-9]\d{0,2}$/.test(days))
    throw new Error(`LUCKYGAS_BACKUP_DAYS must be 1 to 999 days, not "${days}".`)
  const folder = resolve(projectRoot, LUCKYGAS_BACKUP ?? join(LUCKYGAS_DATA, 'backup'))
  const offSite = bucketAt(environment, 'LUCKYGAS_BACKUP_S3')
  return { folder, keepDays: Number(days), ...(offSite && { offSite }) }
}

const switchWords: Readonly<Record<string, boolean>> = { on: true, off: false }

function isDemoWanted({ LUCKYGAS_DEMO = 'on' }: Environment): boolean {
  const value = switchWords[LUCKYGAS_DEMO.toLowerCase()]
  if (value === undefined) throw new Error(`LUCKYGAS_DEMO must be on or off, not "${LUCKYGAS_DEMO}".`)
  return value
}

function chosenRoles({ LUCKYGAS_ROLES = roles.join(',') }: Environment): ReadonlySet<Role> {
  const names = LUCKYGAS_ROLES.split(',').map(name => name.trim())
  const unknown = names.filter(name => !roles.some(role => role === name))
  if (unknown.length > 0)
    throw new Error(`LUCKYGAS_ROLES may hold ${roles.join(', ')}, not "${unknown.join(', ')}".`)
  return new Set(names as Role[])
}

/** Passwords that stand in every tutorial; a server that accepts one is open to everybody. */
const knownPasswords = new Set([
  '',
  'postgres',
  'password',
  'luckygas',
  'admin',
  'changeme',
  'secret',
  'example',
])

function database(environment: Environment): Config['database'] {
  const { DATABASE_URL, LUCKYGAS_POOLER_URL, LUCKYGAS_REPLICA_URL } = environment
  if (DATABASE_URL === undefined) {
    if (LUCKYGAS_POOLER_URL !== undefined)
      throw new Error('LUCKYGAS_POOLER_URL needs DATABASE_URL, the way past the pooler for locks and LISTEN.')
    if (LUCKYGAS_REPLICA_URL !== undefined)
      throw new Error('LUCKYGAS_REPLICA_URL needs DATABASE_URL, the primary that everything is decided on.')
    return { kind: 'embedded' }
  }
  const maxLagMs = replicaLagMs(environment)
  return {
    kind: 'external',
    url: postgresUrl('DATABASE_URL', DATABASE_URL),
    ...(LUCKYGAS_POOLER_URL !== undefined && {
      poolerUrl: postgresUrl('LUCKYGAS_POOLER_URL', LUCKYGAS_POOLER_URL),
    }),
    ...(LUCKYGAS_REPLICA_URL !== undefined && {
      replica: { url: postgresUrl('LUCKYGAS_REPLICA_URL', LUCKYGAS_REPLICA_URL), maxLagMs },
    }),
  }
}

function replicaLagMs({ LUCKYGAS_REPLICA_LAG_SECONDS: seconds = '5' }: Environment): number {
  if (!/^[1-9]\d{0,3}$/.test(seconds))
    throw new Error(`LUCKYGAS_REPLICA_LAG_SECONDS must be 1 to 9999 seconds, not "${seconds}".`)
  return Number(seconds) * 1_000
}

function postgresUrl(setting: string, text: string): string {
  const url = URL.parse(text)
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || url.pathname.length < 2)
    throw new Error(`${setting} must look like postgresql://user:password@host:5432/database.`)
  const isSocket = url.hostname === '' || url.searchParams.has('host')
  if (!isSocket && knownPasswords.has(decodeURIComponent(url.password).toLowerCase()))
    throw new Error(`${setting} has no password or a well-known one: give the database user one of its own.`)
  return text
}

function redis({ LUCKYGAS_REDIS_URL: url }: Environment): RedisAddress | undefined {
  if (url === undefined) return undefined
  const address = readRedisAddress(url, 'LUCKYGAS_REDIS_URL')
  if (knownPasswords.has((passwordOf(address) ?? '').toLowerCase()))
    throw new Error('LUCKYGAS_REDIS_URL has no password or a well-known one: give Redis one of its own.')
  return address
}

function rabbitmq({ LUCKYGAS_RABBITMQ_URL: url }: Environment): AmqpAddress | undefined {
  if (url === undefined) return undefined
  const address = readAmqpAddress(url, 'LUCKYGAS_RABBITMQ_URL')
  if (knownPasswords.has(address.password.toLowerCase()) || address.password === 'guest')
    throw new Error(
      'LUCKYGAS_RABBITMQ_URL has no password or a well-known one: give RabbitMQ one of its own.',
    )
  return address
}

/** The five settings of a bucket; all of one set or none, the endpoint aside, which AWS itself does not need. */
function bucketAt(
  environment: Environment,
  set: 'LUCKYGAS_S3' | 'LUCKYGAS_BACKUP_S3',
): S3Options | undefined {
  const endpoint = environment[`${set}_ENDPOINT`]
  const region = environment[`${set}_REGION`]
  const bucket = environment[`${set}_BUCKET`]
  const accessKeyId = environment[`${set}_ACCESS_KEY_ID`]
  const secretAccessKey = environment[`${set}_SECRET_ACCESS_KEY`]
  if (!(endpoint || region || bucket || accessKeyId || secretAccessKey)) return undefined
  if (!region || !bucket || !accessKeyId || !secretAccessKey)
    throw new Error(
      `${set}_REGION, ${set}_BUCKET, ${set}_ACCESS_KEY_ID and ${set}_SECRET_ACCESS_KEY must be set together.`,
    )
  if (endpoint !== undefined && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? ''))
    throw new Error(`${set}_ENDPOINT must look like https://storage.example.tw.`)
  if (knownPasswords.has(secretAccessKey.toLowerCase()))
    throw new Error(`${set}_SECRET_ACCESS_KEY is a well-known one: make a key of one's own for the bucket.`)
  return { ...(endpoint && { endpoint }), region, bucket, accessKeyId, secretAccessKey }
}

/** A server that asks for no password is open to everybody who reaches it, so there is no way to set it up without one. */
function openSearch(environment: Environment): OpenSearchOptions | undefined {
  const {
    LUCKYGAS_OPENSEARCH_URL: url,
    LUCKYGAS_OPENSEARCH_USER: username,
    LUCKYGAS_OPENSEARCH_PASSWORD: password,
    LUCKYGAS_OPENSEARCH_INDEX: name,
  } = environment
  if (!(url || username || password || name)) return undefined
  if (!url || !username || !password)
    throw new Error(
      'LUCKYGAS_OPENSEARCH_URL, LUCKYGAS_OPENSEARCH_USER and LUCKYGAS_OPENSEARCH_PASSWORD must be set together.',
    )
  const place = URL.parse(url)
  if (!place || !/^https?:$/.test(place.protocol) || place.username || place.search || place.hash)
    throw new Error('LUCKYGAS_OPENSEARCH_URL must look like https://search.example.tw:9200.')
  if (knownPasswords.has(password.toLowerCase()))
    throw new Error(
      'LUCKYGAS_OPENSEARCH_PASSWORD is a well-known one: give the search engine one of its own.',
    )
  if (name !== undefined && !/^[a-z][a-z0-9-]{0,60}$/.test(name))
    throw new Error('LUCKYGAS_OPENSEARCH_INDEX may hold small letters, digits and dashes.')
  return { url, username, password, name: name ?? 'luckygas' }
}

function tlsFiles(environment: Environment, projectRoot: string): Config['tlsFiles'] {
  const { LUCKYGAS_TLS_CERT: cert, LUCKYGAS_TLS_KEY: key } = environment
  if (!cert && !key) return undefined
  if (!cert || !key) throw new Error('LUCKYGAS_TLS_CERT and LUCKYGAS_TLS_KEY must be set together.')
  return { certFile: resolve(projectRoot, cert), keyFile: resolve(projectRoot, key) }
}

function publicOrigin({ LUCKYGAS_PUBLIC_ORIGIN: origin }: Environment): string | undefined {
  if (origin === undefined) return undefined
  const url = URL.parse(origin)
  if (url?.protocol !== 'https:' || url.pathname !== '/' || url.search || url.hash || url.username)
    throw new Error(`LUCKYGAS_PUBLIC_ORIGIN must look like https://gas.example.tw, not "${origin}".`)
  return url.origin
}

function trustedProxies({ LUCKYGAS_TRUSTED_PROXIES: list }: Environment): readonly string[] {
  const networks = list?.split(',').map(each => each.trim()) ?? []
  addressList(networks)
  return networks
}

const leastSecretLength = 24

function calls({ LUCKYGAS_CALLS_SECRET: secret, LUCKYGAS_CALLS_FROM: from }: Environment): Config['calls'] {
  if (!secret && !from) return undefined
  if (!secret || !from) throw new Error('LUCKYGAS_CALLS_SECRET and LUCKYGAS_CALLS_FROM must be set together.')
  if (secret.length < leastSecretLength)
    throw new Error(`LUCKYGAS_CALLS_SECRET must have at least ${leastSecretLength} characters.`)
  const networks = from.split(',').map(each => each.trim())
  addressList(networks, 'LUCKYGAS_CALLS_FROM')
  return { secret, from: networks }
}

/** A list of addresses and networks to check others against. Throws with the name of the setting it serves. */
export function addressList(networks: readonly string[], setting = 'LUCKYGAS_TRUSTED_PROXIES'): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    const bits = prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix)
    if (!isIP(address) || !Number.isInteger(bits) || bits < 1 || bits > (family === 'ipv6' ? 128 : 32))
      throw new Error(
        `${setting} must hold addresses or networks such as 10.0.0.5, 10.1.0.0/16, not "${network}".`,
      )
    list.addSubnet(address, bits, family)
  }
  return list
}
