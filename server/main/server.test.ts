import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { isPostmasterOf, readPostmasterFile } from '../platform/embedded-postgres/postmaster-file.ts'
import { stopPostmaster } from '../platform/embedded-postgres/postmaster-process.ts'

let dataFolder: string
const started: Server[] = []
beforeAll(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'luckygas-server-'))
})
afterEach(async () => {
  for (const server of started.splice(0)) await kill9(server)
})
afterAll(async () => {
  const left = postmaster()
  if (left) await stopPostmaster(left.pid)
  rmSync(dataFolder, { recursive: true, force: true })
})

const cluster = () => join(dataFolder, 'postgres')

/** The living PostgreSQL of the data folder. */
function postmaster() {
  const found = readPostmasterFile(cluster())
  return found && isPostmasterOf(cluster(), found.pid) ? found : undefined
}

type Server = { launcher: ChildProcess; origin: string; stderr: () => string }

/** Starts the server through its launcher, as `npm start` does after installing and building. */
async function start(environment: NodeJS.ProcessEnv = {}): Promise<Server> {
  const bin = join(import.meta.dirname, '../../bin/node24.mjs')
  const program = join(import.meta.dirname, 'start.ts')
  const code = `import(${JSON.stringify(bin)}).then(m => m.runUnderNode24(${JSON.stringify(program)}, [], { ipc: true }))`
  const env = { ...process.env, PORT: '0', LUCKYGAS_DATA: dataFolder, LUCKYGAS_DEMO: 'off', ...environment }
  const launcher = spawn(process.execPath, ['-e', code], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  launcher.stderr.on('data', chunk => {
    stderr += chunk
  })
  const origin = await new Promise<string>((resolve, reject) => {
    launcher.stdout.on('data', chunk => {
      stdout += chunk
      const ready = /^ready (\S+)\n$/.exec(stdout)
      if (ready?.[1]) resolve(ready[1])
    })
    launcher.once('close', () => reject(new Error(stderr || 'The server ended in silence.')))
  })
  const server = { launcher, origin, stderr: () => stderr }
  started.push(server)
  return server
}

async function kill9({ launcher, origin }: Server): Promise<void> {
  if (launcher.exitCode === null && launcher.signalCode === null) {
    launcher.kill('SIGKILL')
    await once(launcher, 'exit')
  }
  // The server itself sees its launcher go and drains; wait until it answers no more.
  await until(async () => !(await isUp(origin)))
}

async function isUp(origin: string): Promise<boolean> {
  return fetch(`${origin}/health/ready`).then(
    answer => answer.ok,
    () => false,
  )
}

async function until(claim: () => Promise<boolean> | boolean): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await claim()) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error('It did not come true within 10 s.')
}

const leases = () => readdirSync(join(dataFolder, 'leases')).filter(name => name.endsWith('.json'))

test('[P1] a first start makes everything it needs, privately, and is ready', async () => {
  const { origin } = await start()
  expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(await (await fetch(`${origin}/health/ready`)).json()).toEqual({ status: 'ready' })
  expect(statSync(dataFolder).mode & 0o777).toBe(0o700)
})

test.each(['SIGINT', 'SIGTERM'] as const)(
  '[P1] %s stops the server, its jobs and PostgreSQL',
  async signal => {
    const { launcher, origin } = await start()
    expect(postmaster()).toBeDefined()
    launcher.kill(signal)
    await once(launcher, 'exit')
    expect(launcher.exitCode).toBe(0)
    expect(await isUp(origin)).toBe(false)
    expect(postmaster()).toBeUndefined()
    expect(leases()).toEqual([])
  },
)

test('[P1] when the launcher is killed with -9 the server stops by itself and leaves nothing behind', async () => {
  const server = await start()
  await kill9(server)
  await until(() => postmaster() === undefined && leases().length === 0)
})

test('[P1] when the server is killed with -9 the next start adopts its PostgreSQL', async () => {
  const first = await start()
  const [record = ''] = leases()
  const before = postmaster()
  process.kill(Number(record.split('-')[0]), 'SIGKILL')
  await once(first.launcher, 'exit')
  expect(first.launcher.signalCode).toBe('SIGKILL')
  expect(postmaster()).toEqual(before)
  const second = await start()
  expect(postmaster()).toEqual(before)
  expect(await isUp(second.origin)).toBe(true)
})

test('[S9] losing the database fails ready but not live, and it comes back by itself', async () => {
  const { origin } = await start()
  process.kill(postmaster()?.pid ?? 0, 'SIGKILL')
  await until(async () => !(await isUp(origin)))
  expect((await fetch(`${origin}/health/live`)).status).toBe(200)
  await until(() => isUp(origin))
})

test('[P1] a tool works beside the server and stops nothing', async () => {
  const { origin } = await start()
  const luckygas = join(import.meta.dirname, '../../bin/luckygas.mjs')
  const tool = spawn(process.execPath, [luckygas, 'doctor', '--json'], {
    env: { ...process.env, LUCKYGAS_DATA: dataFolder },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let stdout = ''
  tool.stdout.on('data', chunk => {
    stdout += chunk
  })
  await once(tool, 'close')
  expect(tool.exitCode).toBe(0)
  expect(stdout).toContain('in use by server')
  expect(await isUp(origin)).toBe(true)
})

test('[P1] a taken port is named, and no database stays behind', async () => {
  const squatter = createServer().listen(0, '127.0.0.1')
  await once(squatter, 'listening')
  const { port } = squatter.address() as { port: number }
  await expect(start({ PORT: String(port) })).rejects.toThrow(`Port ${port} is taken by another program`)
  squatter.close()
  expect(postmaster()).toBeUndefined()
})

test('[P1] the network is refused without HTTPS, and half a configuration by name', async () => {
  await expect(start({ LUCKYGAS_HOST: '0.0.0.0' })).rejects.toThrow('npx luckygas https')
  await expect(start({ LUCKYGAS_TLS_CERT: 'cert.pem' })).rejects.toThrow('LUCKYGAS_TLS_KEY')
  expect(postmaster()).toBeUndefined()
})

test('[P1] an ordinary PostgreSQL can be used in place of the embedded one', async () => {
  const { origin } = await start()
  const password = readFileSync(join(dataFolder, 'secrets', 'postgres-superuser'), 'utf8')
  const url = `postgresql://luckygas:${password}@127.0.0.1:${postmaster()?.port}/external`
  const admin = new pg.Client({ connectionString: url.replace('/external', '/luckygas') })
  await admin.connect()
  await admin.query('CREATE DATABASE external')
  await admin.end()
  const ownFolder = mkdtempSync(join(tmpdir(), 'luckygas-external-'))
  const other = await start({ DATABASE_URL: url, LUCKYGAS_DATA: ownFolder })
  expect(other.origin).not.toBe(origin)
  expect(readdirSync(ownFolder)).not.toContain('postgres')
  await kill9(other)
  rmSync(ownFolder, { recursive: true, force: true })
})
