/**
 * Every environment variable the program obeys, read here and nowhere else; `config.ts` decides what they mean.
 * An empty variable counts as not set, because that is what a commented line in a service file leaves behind.
 */
export const environmentNames = [
  'PORT',
  'LUCKYGAS_HOST',
  'LUCKYGAS_DATA',
  'LUCKYGAS_BACKUP',
  'LUCKYGAS_BACKUP_DAYS',
  'LUCKYGAS_BACKUP_S3_ENDPOINT',
  'LUCKYGAS_BACKUP_S3_REGION',
  'LUCKYGAS_BACKUP_S3_BUCKET',
  'LUCKYGAS_BACKUP_S3_ACCESS_KEY_ID',
  'LUCKYGAS_BACKUP_S3_SECRET_ACCESS_KEY',
  'LUCKYGAS_DEMO',
  'LUCKYGAS_ROLES',
  'LUCKYGAS_TLS_CERT',
  'LUCKYGAS_TLS_KEY',
  'LUCKYGAS_PUBLIC_ORIGIN',
  'LUCKYGAS_TRUSTED_PROXIES',
  'LUCKYGAS_CALLS_SECRET',
  'LUCKYGAS_CALLS_FROM',
  'DATABASE_URL',
  'LUCKYGAS_POOLER_URL',
  'LUCKYGAS_REPLICA_URL',
  'LUCKYGAS_REPLICA_LAG_SECONDS',
  'LUCKYGAS_REDIS_URL',
  'LUCKYGAS_RABBITMQ_URL',
  'LUCKYGAS_S3_ENDPOINT',
  'LUCKYGAS_S3_REGION',
  'LUCKYGAS_S3_BUCKET',
  'LUCKYGAS_S3_ACCESS_KEY_ID',
  'LUCKYGAS_S3_SECRET_ACCESS_KEY',
  'LUCKYGAS_OPENSEARCH_URL',
  'LUCKYGAS_OPENSEARCH_USER',
  'LUCKYGAS_OPENSEARCH_PASSWORD',
  'LUCKYGAS_OPENSEARCH_INDEX',
  'LUCKYGAS_OSRM_URL',
  'LUCKYGAS_OSRM_TABLE_SIZE',
  'LUCKYGAS_GOOGLE_ROUTES_KEY',
  'LUCKYGAS_GOOGLE_ROUTES_DAILY_ELEMENTS',
  'LUCKYGAS_GOOGLE_ROUTES_CACHE_DAYS',
  'LUCKYGAS_GOOGLE_ROUTES_URL',
] as const

export type Environment = Readonly<Partial<Record<(typeof environmentNames)[number], string>>>

/** The variables that are set, trimmed. */
export function readEnvironment(source: NodeJS.ProcessEnv = process.env): Environment {
  return Object.fromEntries(
    environmentNames.flatMap(name => {
      const value = source[name]?.trim()
      return value ? [[name, value]] : []
    }),
  )
}

/**
 * The folder that settings' paths are meant from and releases lie in: the root of the first installation, whichever
 * release runs. The launchers tell it.
 */
export function homeFolder(projectRoot: string, source: NodeJS.ProcessEnv = process.env): string {
  return source.LUCKYGAS_INTERNAL_HOME || projectRoot
}

/**
 * Names that begin like ours and are not: almost always a misspelt setting, which would be ignored in silence.
 * Variables of the launchers and tests begin with `LUCKYGAS_INTERNAL_`.
 */
export function misspeltNames(source: NodeJS.ProcessEnv = process.env): string[] {
  const known = new Set<string>(environmentNames)
  return Object.keys(source).filter(
    name => name.startsWith('LUCKYGAS_') && !name.startsWith('LUCKYGAS_INTERNAL_') && !known.has(name),
  )
}
