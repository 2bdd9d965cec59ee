/**
 * Installs the servers that the distributed adapters are proved against, where they are missing: from Debian (as root),
 * the Go module proxy and Maven Central. Ends badly when one that Debian carries is absent; one from elsewhere that
 * cannot be reached is reported as UNPROVEN.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { engineFolder, findProgram } from '../server/testkit/engines/engine.ts'
import { hasOpenSearch, openSearchRelease } from '../server/testkit/engines/opensearch.ts'

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
  { program: 'postgres', from: 'debian', name: 'postgresql-15' },
  { program: 'patroni', from: 'debian', name: 'patroni' },
  { program: 'etcd', from: 'debian', name: 'etcd-server' },
  { program: 'haproxy', from: 'debian', name: 'haproxy' },
  { program: 'pgbouncer', from: 'debian', name: 'pgbouncer' },
  { program: 'pgbackrest', from: 'debian', name: 'pgbackrest' },
  { program: 'nginx', from: 'debian', name: 'nginx-light' },
  { program: 'faketime', from: 'debian', name: 'faketime' },
  { program: 'java', from: 'debian', name: 'openjdk-17-jre-headless' },
  { program: 'unzip', from: 'debian', name: 'unzip' },
  { program: 'mvn', from: 'debian', name: 'maven' },
  {
    program: 'versitygw',
    from: 'go',
    name: 'github.com/versity/versitygw/cmd/versitygw@v1.8.0',
  },
]

const say = (line: string) => process.stdout.write(`${line}\n`)
const run = (program: string, args: string[], env: Record<string, string> = {}) =>
  spawnSync(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 2, 2] }).status === 0

// Servers that refuse root run as nobody, who must be able to come here, whoever made the folder above.
mkdirSync(engineFolder, { recursive: true })
for (const folder of [dirname(engineFolder), engineFolder]) chmodSync(folder, 0o755)

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

/** The bare server, which Maven's own client fetches; nothing is kept that is not the archive we know. */
function fetchOpenSearch(): void {
  const { artifact, archive, sha512 } = openSearchRelease
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-opensearch-'))
  try {
    const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy'
    if (!run('mvn', ['-q', '-B', copy, `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`])) return
    const file = join(folder, archive)
    if (createHash('sha512').update(readFileSync(file)).digest('hex') !== sha512)
      throw new Error(`${archive} is not the archive whose checksum we know`)
    mkdirSync(engineFolder, { recursive: true })
    run('unzip', ['-q', '-o', file, '-d', engineFolder])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
if (!hasOpenSearch()) fetchOpenSearch()

let absent = 0
for (const { program, from } of engines) {
  if (findProgram(program) !== undefined) continue
  if (from === 'debian') {
    absent += 1
    say(`ABSENT   ${program}: Debian carries it; install it as root`)
  } else say(`UNPROVEN ${program}: ${from} could not be reached, so what needs it is skipped`)
}
if (!hasOpenSearch())
  say('UNPROVEN opensearch: Maven Central could not be reached, so what needs it is skipped')
process.exitCode = absent > 0 ? 1 : 0
