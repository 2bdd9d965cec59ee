/**
 * Installs the servers that the distributed adapters are proved against, where they are missing: from Debian (as root)
 * and from the Go module proxy. Ends badly when one that Debian carries is absent; one from elsewhere that cannot be
 * reached is reported as UNPROVEN.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { engineFolder, findProgram } from '../server/testkit/engines/engine.ts'

interface Engine {
  program: string
  from: 'debian' | 'go'
  /** Debian's package, or the Go module's program at a version. */
  name: string
}

const engines: readonly Engine[] = [
  { program: 'redis-server', from: 'debian', name: 'redis-server' },
  { program: 'redis-sentinel', from: 'debian', name: 'redis-sentinel' },
  { program: 'rabbitmq-server', from: 'debian', name: 'rabbitmq-server' },
  {
    program: 'versitygw',
    from: 'go',
    name: 'github.com/versity/versitygw/cmd/versitygw@v1.8.0',
  },
]

const say = (line: string) => process.stdout.write(`${line}\n`)
const run = (program: string, args: string[], env: Record<string, string> = {}) =>
  spawnSync(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 2, 2] }).status === 0

const missing = engines.filter(({ program }) => findProgram(program) === undefined)
const debian = missing.filter(({ from }) => from === 'debian').map(({ name }) => name)
if (debian.length > 0 && process.getuid?.() === 0) {
  run('apt-get', ['update', '-qq'])
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...debian], {
    DEBIAN_FRONTEND: 'noninteractive',
  })
}
for (const { name } of missing.filter(({ from }) => from === 'go')) {
  const bin = join(engineFolder, 'bin')
  mkdirSync(bin, { recursive: true })
  run('go', ['install', name], { GOBIN: bin })
}

let absent = 0
for (const { program, from } of engines) {
  if (findProgram(program) !== undefined) continue
  if (from === 'debian') {
    absent += 1
    say(`ABSENT   ${program}: Debian carries it; install it as root`)
  } else say(`UNPROVEN ${program}: ${from} could not be reached, so what needs it is skipped`)
}
process.exitCode = absent > 0 ? 1 : 0
