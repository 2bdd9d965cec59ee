import { expect, test } from 'vitest'
import { ConfigError, decideConfig } from './config.ts'
import { type Environment, misspeltNames, readEnvironment } from './env.ts'

const decide = (environment: Environment) => decideConfig(environment, '/srv/luckygas')

function problemsOf(environment: Environment): readonly string[] {
  try {
    decide(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

test('[P1] without any setting the program is a demo company on this machine in all roles', () => {
  expect(decide({})).toEqual({
    port: 8080,
    host: undefined,
    dataFolder: '/srv/luckygas/.data',
    backup: { folder: '/srv/luckygas/.data/backup', keepDays: 14 },
    isDemoWanted: true,
    roles: new Set(['api', 'realtime', 'worker']),
    database: { kind: 'embedded' },
    tlsFiles: undefined,
    publicOrigin: undefined,
    trustedProxies: [],
    redis: undefined,
    s3: undefined,
    openSearch: undefined,
  })
})

test('[P1] settings are taken as they are written', () => {
  const config = decide({
    PORT: '443',
    LUCKYGAS_HOST: '0.0.0.0',
    LUCKYGAS_DATA: '/var/lib/luckygas',
    LUCKYGAS_BACKUP: '/mnt/disk2/gas',
    LUCKYGAS_BACKUP_DAYS: '30',
    LUCKYGAS_DEMO: 'off',
    LUCKYGAS_ROLES: 'worker, api',
    LUCKYGAS_TLS_CERT: 'a.pem',
    LUCKYGAS_TLS_KEY: '/etc/b.pem',
    LUCKYGAS_PUBLIC_ORIGIN: 'https://gas.example.tw/',
    LUCKYGAS_TRUSTED_PROXIES: '10.0.0.5, fd00::/8',
    DATABASE_URL: 'postgresql://gas:Uae5ohyeiF@db:5432/gas',
    LUCKYGAS_POOLER_URL: 'postgresql://gas:Uae5ohyeiF@pooler:6432/gas',
    LUCKYGAS_REPLICA_URL: 'postgresql://gas:Uae5ohyeiF@replica:5001/gas',
    LUCKYGAS_REPLICA_LAG_SECONDS: '8',
    LUCKYGAS_REDIS_URL: 'redis+cluster://:Ahnah4ieFo@a,b:7000',
    LUCKYGAS_S3_REGION: 'asia-east1',
    LUCKYGAS_S3_BUCKET: 'gas-files',
    LUCKYGAS_S3_ACCESS_KEY_ID: 'gas',
    LUCKYGAS_S3_SECRET_ACCESS_KEY: 'Uae5ohyeiF',
    ...wholeOpenSearch,
    LUCKYGAS_OPENSEARCH_INDEX: 'gas-two',
  })
  expect(config).toEqual({
    port: 443,
    host: '0.0.0.0',
    dataFolder: '/var/lib/luckygas',
    backup: { folder: '/mnt/disk2/gas', keepDays: 30 },
    isDemoWanted: false,
    roles: new Set(['worker', 'api']),
    database: {
      kind: 'external',
      url: 'postgresql://gas:Uae5ohyeiF@db:5432/gas',
      poolerUrl: 'postgresql://gas:Uae5ohyeiF@pooler:6432/gas',
      replica: { url: 'postgresql://gas:Uae5ohyeiF@replica:5001/gas', maxLagMs: 8_000 },
    },
    tlsFiles: { certFile: '/srv/luckygas/a.pem', keyFile: '/etc/b.pem' },
    publicOrigin: 'https://gas.example.tw',
    trustedProxies: ['10.0.0.5', 'fd00::/8'],
    redis: {
      kind: 'cluster',
      hosts: [
        { host: 'a', port: 6_379 },
        { host: 'b', port: 7_000 },
      ],
      password: 'Ahnah4ieFo',
    },
    s3: { region: 'asia-east1', bucket: 'gas-files', accessKeyId: 'gas', secretAccessKey: 'Uae5ohyeiF' },
    openSearch: { url: 'https://search:9200', username: 'gas', password: 'ieJ6ohyeiF', name: 'gas-two' },
  })
})

const wholeOpenSearch = {
  LUCKYGAS_OPENSEARCH_URL: 'https://search:9200',
  LUCKYGAS_OPENSEARCH_USER: 'gas',
  LUCKYGAS_OPENSEARCH_PASSWORD: 'ieJ6ohyeiF',
}
const wholeBackupS3 = {
  LUCKYGAS_BACKUP_S3_REGION: 'asia-east1',
  LUCKYGAS_BACKUP_S3_BUCKET: 'gas-copy',
  LUCKYGAS_BACKUP_S3_ACCESS_KEY_ID: 'gas',
  LUCKYGAS_BACKUP_S3_SECRET_ACCESS_KEY: 'ohGh4Ahv0e',
}
const wholeS3 = {
  LUCKYGAS_S3_REGION: 'asia-east1',
  LUCKYGAS_S3_BUCKET: 'gas-files',
  LUCKYGAS_S3_ACCESS_KEY_ID: 'gas',
  LUCKYGAS_S3_SECRET_ACCESS_KEY: 'Uae5ohyeiF',
}
const wrong: readonly (readonly [Environment, named: string])[] = [
  [{ PORT: '80a' }, 'PORT'],
  [{ PORT: '65536' }, 'PORT'],
  [{ PORT: '-1' }, 'PORT'],
  [{ LUCKYGAS_HOST: 'shop' }, 'LUCKYGAS_HOST'],
  [{ LUCKYGAS_DEMO: 'maybe' }, 'LUCKYGAS_DEMO'],
  [{ LUCKYGAS_ROLES: 'api,boss' }, 'boss'],
  [{ LUCKYGAS_TLS_CERT: 'a.pem' }, 'LUCKYGAS_TLS_KEY'],
  [{ LUCKYGAS_TLS_KEY: 'a.pem' }, 'LUCKYGAS_TLS_CERT'],
  [{ LUCKYGAS_PUBLIC_ORIGIN: 'http://gas.example.tw' }, 'LUCKYGAS_PUBLIC_ORIGIN'],
  [{ LUCKYGAS_PUBLIC_ORIGIN: 'https://gas.example.tw/app' }, 'LUCKYGAS_PUBLIC_ORIGIN'],
  [{ LUCKYGAS_TRUSTED_PROXIES: '10.0.0.5' }, 'LUCKYGAS_PUBLIC_ORIGIN'],
  [{ LUCKYGAS_TRUSTED_PROXIES: '10.0.0.0/33', LUCKYGAS_PUBLIC_ORIGIN: 'https://a.tw' }, '10.0.0.0/33'],
  [{ LUCKYGAS_TRUSTED_PROXIES: '0.0.0.0/0', LUCKYGAS_PUBLIC_ORIGIN: 'https://a.tw' }, '0.0.0.0/0'],
  [{ LUCKYGAS_REDIS_URL: 'cache:6379' }, 'LUCKYGAS_REDIS_URL'],
  [{ LUCKYGAS_RABBITMQ_URL: 'broker:5672' }, 'LUCKYGAS_RABBITMQ_URL'],
  [{ LUCKYGAS_RABBITMQ_URL: 'amqp://guest:guest@broker' }, 'LUCKYGAS_RABBITMQ_URL'],
  [{ LUCKYGAS_RABBITMQ_URL: 'amqp://luckygas:@broker' }, 'LUCKYGAS_RABBITMQ_URL'],
  [{ LUCKYGAS_REDIS_URL: 'redis://cache' }, 'LUCKYGAS_REDIS_URL'],
  [{ LUCKYGAS_S3_BUCKET: 'gas-files' }, 'LUCKYGAS_S3_REGION'],
  [{ ...wholeS3, LUCKYGAS_S3_SECRET_ACCESS_KEY: 'changeme' }, 'LUCKYGAS_S3_SECRET_ACCESS_KEY'],
  [{ LUCKYGAS_BACKUP_S3_ENDPOINT: 'https://far.example.tw' }, 'LUCKYGAS_BACKUP_S3_REGION'],
  [{ ...wholeBackupS3, LUCKYGAS_BACKUP_S3_ENDPOINT: 'far:9000' }, 'LUCKYGAS_BACKUP_S3_ENDPOINT'],
  [
    { ...wholeBackupS3, LUCKYGAS_BACKUP_S3_SECRET_ACCESS_KEY: 'secret' },
    'LUCKYGAS_BACKUP_S3_SECRET_ACCESS_KEY',
  ],
  [{ ...wholeS3, LUCKYGAS_S3_ENDPOINT: 'storage:9000' }, 'LUCKYGAS_S3_ENDPOINT'],
  [{ LUCKYGAS_OPENSEARCH_URL: 'https://search:9200' }, 'LUCKYGAS_OPENSEARCH_PASSWORD'],
  [{ LUCKYGAS_OPENSEARCH_INDEX: 'gas' }, 'LUCKYGAS_OPENSEARCH_URL'],
  [{ ...wholeOpenSearch, LUCKYGAS_OPENSEARCH_URL: 'search:9200' }, 'LUCKYGAS_OPENSEARCH_URL'],
  [{ ...wholeOpenSearch, LUCKYGAS_OPENSEARCH_PASSWORD: 'Admin' }, 'LUCKYGAS_OPENSEARCH_PASSWORD'],
  [{ ...wholeOpenSearch, LUCKYGAS_OPENSEARCH_INDEX: 'Gas,*' }, 'LUCKYGAS_OPENSEARCH_INDEX'],
  [{ LUCKYGAS_CALLS_SECRET: 'a secret of the exchange only' }, 'LUCKYGAS_CALLS_FROM'],
  [{ LUCKYGAS_CALLS_FROM: '10.0.0.5' }, 'LUCKYGAS_CALLS_SECRET'],
  [{ LUCKYGAS_CALLS_SECRET: 'short', LUCKYGAS_CALLS_FROM: '10.0.0.5' }, 'LUCKYGAS_CALLS_SECRET'],
  [
    { LUCKYGAS_CALLS_SECRET: 'a secret of the exchange only', LUCKYGAS_CALLS_FROM: 'pbx' },
    'LUCKYGAS_CALLS_FROM',
  ],
  [{ DATABASE_URL: 'mysql://a:b@c/d' }, 'DATABASE_URL'],
  [{ LUCKYGAS_POOLER_URL: 'postgresql://a:b3Rter@host/gas' }, 'DATABASE_URL'],
  [
    { DATABASE_URL: 'postgresql:///gas?host=/run', LUCKYGAS_POOLER_URL: 'postgresql://a:b' },
    'LUCKYGAS_POOLER_URL',
  ],
  [{ DATABASE_URL: 'postgresql://a:b3Rter@host' }, 'DATABASE_URL'],
  [{ LUCKYGAS_REPLICA_URL: 'postgresql://a:b3Rter@host/gas' }, 'DATABASE_URL'],
  [
    { DATABASE_URL: 'postgresql:///gas?host=/run', LUCKYGAS_REPLICA_URL: 'postgresql://a:b' },
    'LUCKYGAS_REPLICA_URL',
  ],
  [
    { DATABASE_URL: 'postgresql:///gas?host=/run', LUCKYGAS_REPLICA_LAG_SECONDS: '0' },
    'LUCKYGAS_REPLICA_LAG_SECONDS',
  ],
]

test.each(wrong)('[P1] %o is refused by name', (environment, named) => {
  expect(problemsOf(environment)).toHaveLength(1)
  expect(problemsOf(environment)[0]).toContain(named)
})

test('[S6] the program refuses a database with no password or a well-known one', () => {
  const url = (password: string) => `postgresql://gas:${password}@db:5432/gas`
  const refused = ['', 'postgres', 'Password', 'change%6De'].map(word =>
    problemsOf({ DATABASE_URL: url(word) }),
  )
  expect(refused.every(([problem]) => problem?.includes('password'))).toBe(true)
  expect(problemsOf({ DATABASE_URL: 'postgresql:///gas?host=/run/postgresql' })).toEqual([])
})

test('[S6] all that is wrong is reported at once, and no secret with it', () => {
  const problems = problemsOf({ PORT: 'x', LUCKYGAS_DEMO: 'y', DATABASE_URL: 'mysql://a:hidden@c/d' })
  expect(problems).toHaveLength(3)
  expect(problems.join()).not.toContain('hidden')
})

test('[P1] an empty variable is an unset one, and a misspelt one is noticed', () => {
  expect(readEnvironment({ PORT: ' ', LUCKYGAS_DEMO: ' off ', HOME: '/root' })).toEqual({
    LUCKYGAS_DEMO: 'off',
  })
  expect(misspeltNames({ LUCKYGAS_DEM0: 'off', LUCKYGAS_DEMO: 'off', LUCKYGAS_INTERNAL_X: '1' })).toEqual([
    'LUCKYGAS_DEM0',
  ])
})
