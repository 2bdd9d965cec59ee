// The process behind `npm start`: runs the server until it is asked to stop.
import { join } from 'node:path'
import { systemClock } from '../platform/clock.ts'
import { DataFolderError } from '../platform/data-folder/data-folder.ts'
import { EmbeddedPostgresError } from '../platform/embedded-postgres/embedded-postgres-error.ts'
import { FrontDoorError } from '../platform/https/front-door.ts'
import { TlsError } from '../platform/https/tls.ts'
import { makeLogger } from '../platform/telemetry/logger.ts'
import { ConfigError, decideConfig } from './config.ts'
import { homeFolder, misspeltNames, readEnvironment } from './env.ts'
import { PortTakenError, startServer } from './server.ts'
import { stopRequested } from './stop-signals.ts'

/** Failures a person can repair: they are told in one sentence, without a stack. */
const repairable = [
  ConfigError,
  DataFolderError,
  EmbeddedPostgresError,
  FrontDoorError,
  PortTakenError,
  TlsError,
]
/** From the first Ctrl-C to the end, whatever hangs. */
const stopGraceMs = 10_000

// Everything this process writes is for its owner alone.
process.umask(0o077)
const stopping = new AbortController()
const asked = stopRequested(stopGraceMs).then(() => stopping.abort())
try {
  const config = decideConfig(readEnvironment(), homeFolder(join(import.meta.dirname, '../..')))
  const logger = makeLogger('info')
  for (const name of misspeltNames()) logger.warn({ name }, 'unknown setting')
  const server = await startServer({
    config,
    clock: systemClock,
    logger,
    signal: stopping.signal,
    onProgress: line => process.stderr.write(`${line}\n`),
  })
  process.stdout.write(`ready ${server.origin}\n`)
  if (server.trustPage) process.stderr.write(`手機設定 phones: ${server.trustPage}\n`)
  await asked
  await server.stop()
  process.exit(0)
} catch (error) {
  if (error === stopping.signal.reason) process.exit(0)
  const isRepairable = repairable.some(kind => error instanceof kind)
  process.stderr.write(`${isRepairable ? (error as Error).message : describe(error as Error)}\n`)
  process.exit(1)
}

function describe(error: Error): string {
  const cause = error.cause instanceof Error ? `\nbecause of ${describe(error.cause)}` : ''
  return `LuckyGas could not start: ${error.stack ?? error.message}${cause}`
}
