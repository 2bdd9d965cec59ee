import type { DataFolder } from '../platform/data-folder/data-folder.ts'
import { usePostgres } from '../platform/embedded-postgres/shared-postgres.ts'
import type { Config } from './config.ts'

export type ReachedDatabase = { connectionString: string; release(): Promise<void> }

/**
 * The company's database: the configured one, or the embedded PostgreSQL, which starts with its first user and stops
 * with its last. `program` names this process to whoever asks who uses the data folder.
 */
export async function reachDatabase(
  config: Config,
  folder: DataFolder,
  program: string,
  onRestart: (error: Error | undefined) => void,
): Promise<ReachedDatabase> {
  if (config.database.kind === 'external')
    return { connectionString: config.database.url, release: async () => undefined }
  return usePostgres({ dataFolder: folder.path, program, onRestart })
}
