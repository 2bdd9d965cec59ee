import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '../server/platform/database/migrate.ts'
import { startEmbeddedPostgres } from '../server/platform/embedded-postgres/embedded-postgres.ts'

export const rowTypesFile = join(import.meta.dirname, '../server/platform/database/database.types.ts')

const codegen = join(import.meta.dirname, '../node_modules/kysely-codegen/dist/cli/bin.js')

/** Migrates a throw-away database and writes the row types of its tables to `file`. */
export async function generateRowTypes(file = rowTypesFile): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-types-'))
  const cluster = await startEmbeddedPostgres({ dataFolder: folder, isThrowAway: true })
  try {
    await migrate(cluster.connectionString)
    await run([
      codegen,
      '--dialect',
      'postgres',
      '--url',
      cluster.connectionString,
      '--out-file',
      file,
      '--date-parser',
      'string',
      '--type-mapping',
      JSON.stringify({ int8: 'bigint', bytea: 'Buffer', xid8: 'string' }),
      '--exclude-pattern',
      'schema_migration',
      '--default-schema',
      'public',
      '--include-pattern',
      'public.*',
      '--log-level',
      'error',
    ])
  } finally {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function run(args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', reject)
    child.on('exit', code =>
      code === 0 ? resolve() : reject(new Error(`row type generation ended with ${code}`)),
    )
  })
}
