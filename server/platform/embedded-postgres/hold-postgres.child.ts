// Test program: uses the embedded PostgreSQL of a data folder until it is killed or its input ends.
// hold-postgres FOLDER
import { usePostgres } from './shared-postgres.ts'

const shared = await usePostgres({
  dataFolder: process.argv[2] ?? '',
  program: 'hold-postgres',
  isThrowAway: true,
})
process.stdout.write(`${JSON.stringify({ connectionString: shared.connectionString, port: shared.port })}\n`)
process.stdin.resume().once('end', () => shared.release())
