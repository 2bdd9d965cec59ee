import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { isPostmasterOf, readPostmasterFile } from './postmaster-file.ts'
import { stopPostmaster } from './postmaster-process.ts'
import { usePostgres } from './shared-postgres.ts'

let dataFolder: string
const children: ChildProcess[] = []
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'luckygas-pg-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  const left = readPostmasterFile(cluster())
  if (left && isPostmasterOf(cluster(), left.pid)) await stopPostmaster(left.pid)
  rmSync(dataFolder, { recursive: true, force: true })
})

const cluster = () => join(dataFolder, 'postgres')
const start = () => startEmbeddedPostgres({ dataFolder, isThrowAway: true })

async function ask(connectionString: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}

type Held = { child: ChildProcess; connectionString: string; port: number }

async function holdInAnotherProcess(options: SpawnOptions = {}): Promise<Held> {
  const program = join(import.meta.dirname, 'hold-postgres.child.ts')
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, dataFolder], {
    ...options,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  if (!child.stdout) throw new Error('The child has no output.')
  const [line] = await once(child.stdout, 'data')
  return { child, ...JSON.parse(String(line)) }
}

async function kill9(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

test('[P1] a new cluster speaks UTF-8 and finds Chinese by trigrams', async () => {
  const server = await start()
  expect(server.wasAdopted).toBe(false)
  expect(await ask(server.connectionString, 'SHOW server_encoding')).toBe('UTF8')
  await ask(server.connectionString, 'CREATE EXTENSION pg_trgm')
  expect(await ask(server.connectionString, "SELECT cardinality(show_trgm('瓦斯行'))")).toBe(4)
  await server.stop()
  expect(existsSync(join(cluster(), 'postmaster.pid'))).toBe(false)
})

test('[P1] PostgreSQL listens on this machine only and wants the password', async () => {
  const { connectionString, port } = await start()
  expect(await ask(connectionString, 'SHOW listen_addresses')).toBe('127.0.0.1')
  const wrong = `postgresql://luckygas:wrong@127.0.0.1:${port}/luckygas`
  await expect(ask(wrong, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  expect(statSync(join(dataFolder, 'secrets', 'postgres-superuser')).mode & 0o777).toBe(0o600)
})

test('[P1] the port is chosen once and given up only when another program has it', async () => {
  const first = await start()
  await first.stop()
  const second = await start()
  expect(second.port).toBe(first.port)
  await second.stop()
  const squatter = createServer().listen(first.port, '127.0.0.1')
  await once(squatter, 'listening')
  const third = await start()
  squatter.close()
  expect(third.port).not.toBe(first.port)
  expect(await ask(third.connectionString, 'SELECT 1')).toBe(1)
})

test('[P1] a server left behind by kill -9 is adopted with what was committed', async () => {
  const { child, connectionString, port } = await holdInAnotherProcess()
  await ask(connectionString, 'CREATE TABLE kept AS SELECT 42 AS answer')
  const left = readPostmasterFile(cluster())
  await kill9(child)
  const adopted = await start()
  expect(adopted).toMatchObject({ wasAdopted: true, port, pid: left?.pid })
  expect(await ask(adopted.connectionString, 'SELECT answer FROM kept')).toBe(42)
})

test('[P1] after a kill -9 of PostgreSQL and its parent the next start recovers', async () => {
  const { child, connectionString } = await holdInAnotherProcess()
  await ask(connectionString, 'CREATE TABLE kept AS SELECT 42 AS answer')
  const left = readPostmasterFile(cluster())
  await kill9(child)
  process.kill(left?.pid ?? 0, 'SIGKILL')
  const started = await start()
  expect(started.wasAdopted).toBe(false)
  expect(await ask(started.connectionString, 'SELECT answer FROM kept')).toBe(42)
})

test('[P1] a stale postmaster.pid that names another living program stops nobody', async () => {
  const server = await start()
  const file = join(cluster(), 'postmaster.pid')
  const content = readFileSync(file, 'utf8')
  await server.stop()
  writeFileSync(file, content.replace(/^\d+/, String(process.pid)), { mode: 0o600 })
  if (process.getuid?.() === 0) chownSync(file, statSync(cluster()).uid, statSync(cluster()).gid)
  const next = await start()
  expect(next.pid).not.toBe(process.pid)
  expect(await ask(next.connectionString, 'SELECT 1')).toBe(1)
})

test('[P1] a lost password file does not lose the data', async () => {
  const first = await start()
  await ask(first.connectionString, 'CREATE TABLE kept AS SELECT 42 AS answer')
  await first.stop()
  rmSync(join(dataFolder, 'secrets', 'postgres-superuser'))
  const second = await start()
  expect(second.connectionString).not.toBe(first.connectionString)
  expect(await ask(second.connectionString, 'SELECT answer FROM kept')).toBe(42)
})

test('[P1] a cluster of another major version is refused and left alone', async () => {
  const server = await start()
  await server.stop()
  writeFileSync(join(cluster(), 'PG_VERSION'), '17\n')
  await expect(start()).rejects.toThrow('made by PostgreSQL 17')
})

test('[P1] two processes share one server and the last one out stops it', async () => {
  const other = await holdInAnotherProcess()
  const mine = await usePostgres({ dataFolder, program: 'test', isThrowAway: true })
  expect(mine.connectionString).toBe(other.connectionString)
  other.child.stdin?.end()
  await once(other.child, 'exit')
  expect(await ask(mine.connectionString, 'SELECT 1')).toBe(1)
  await mine.release()
  await expect(ask(mine.connectionString, 'SELECT 1')).rejects.toThrow('ECONNREFUSED')
})

test('[P1] a server that dies while it is in use is started again on its port', async () => {
  let report: (error: Error | undefined) => void = () => undefined
  const restarted = new Promise<Error | undefined>(resolve => {
    report = resolve
  })
  const options = { dataFolder, program: 'test', isThrowAway: true, onRestart: report }
  const mine = await usePostgres(options)
  process.kill(readPostmasterFile(cluster())?.pid ?? 0, 'SIGKILL')
  expect(await restarted).toBeUndefined()
  expect(await ask(mine.connectionString, 'SELECT 1')).toBe(1)
  await mine.release()
})

/** As root, other users can be tried as well: one of the machine's, and one that has no entry in /etc/passwd. */
const otherUsers = process.getuid?.() === 0 ? [65_534, 54_321] : []

test.each(otherUsers)('[P1] an ordinary user (uid %i) needs no root', async uid => {
  chownSync(dataFolder, uid, uid)
  const { child, connectionString } = await holdInAnotherProcess({ uid, gid: uid, env: { HOME: dataFolder } })
  expect(await ask(connectionString, 'SHOW server_encoding')).toBe('UTF8')
  expect(statSync(cluster()).uid).toBe(uid)
  child.stdin?.end()
  await once(child, 'exit')
  expect(existsSync(join(cluster(), 'postmaster.pid'))).toBe(false)
})
