import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

/** Below the range from which systems give out ports to outgoing connections (32768 on Linux, 49152 elsewhere). */
const firstPort = 15_432
const lastPort = 25_431

/** A port of 127.0.0.1 on which nobody listens now; `preferred` when that one is free. */
export async function freePort(preferred: number | undefined): Promise<number> {
  if (preferred !== undefined && (await isFree(preferred))) return preferred
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = randomInt(firstPort, lastPort + 1)
    if (await isFree(port)) return port
  }
  throw new EmbeddedPostgresError(`No free port between ${firstPort} and ${lastPort} for PostgreSQL.`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)))
  })
}
