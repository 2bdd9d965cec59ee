import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { foundCompany } from '../capabilities/admin/admin.api.ts'
import { argon2Hasher, createFirstUsers } from '../capabilities/identity/identity.api.ts'
import { systemActor } from '../platform/actor.ts'
import { settableClock } from '../platform/clock.ts'
import { openDataFolder } from '../platform/data-folder/data-folder.ts'
import { migrate } from '../platform/database/migrate.ts'
import { runWrite } from '../platform/database/write.ts'
import { makeHttpServer } from '../platform/http/http-server.ts'
import { registerRoutes } from '../platform/http/register-routes.ts'
import { makeMetrics } from '../platform/telemetry/metrics.ts'
import { findProgram } from '../testkit/engines/engine.ts'
import { quickTiming } from '../testkit/engines/patroni-node.ts'
import { type PostgresCluster, startPostgresCluster } from '../testkit/engines/postgres-cluster.ts'
import { openSystem, type System } from './wiring.ts'

const patienceMs = 400_000
const folder = mkdtempSync(join(tmpdir(), 'luckygas-replica-'))
chmodSync(folder, 0o755)
const programs = ['patroni', 'etcd', 'haproxy', 'pgbouncer', 'postgres']
const missing = programs.filter(name => findProgram(name) === undefined)
if (missing.length > 0) process.stderr.write(`UNPROVEN cluster: ${missing.join(', ')} not installed\n`)

const clock = settableClock('2026-11-22T01:00:00Z')
const logger = pino({ level: 'silent' })
let cluster: PostgresCluster
let system: System
let app: FastifyInstance
let token = ''

async function ask<T extends pg.QueryResultRow>(port: number, text: string): Promise<T[]> {
  const url = new URL(cluster.url)
  url.port = String(port)
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  return client
    .query<T>(text)
    .then(({ rows }) => rows)
    .finally(() => client.end())
}

/** What the nodes logged while something was done, the one that leads and those that follow. */
async function logsDuring(work: () => Promise<unknown>): Promise<{ primary: string; standbys: string }> {
  const leader = await cluster.primary()
  const fileOf = (name: string) => readFileSync(join(folder, name, 'patroni.log'), 'utf8')
  const before = new Map(cluster.nodes.map(({ name }) => [name, fileOf(name).length]))
  await work()
  await new Promise(resolve => setTimeout(resolve, 1_000))
  const said = (isLeader: boolean) =>
    cluster.nodes
      .filter(({ name }) => (name === leader?.name) === isLeader)
      .map(({ name }) => fileOf(name).slice(before.get(name)))
      .join('\n')
  return { primary: said(true), standbys: said(false) }
}

/** Words that only the statements of these reports hold. */
const reports = {
  '/api/audit?limit=10': 'from "audit" order by',
  '/api/today?date=2026-11-22': 'orders_placed',
  '/api/integrity': 'as findings limit',
  '/api/travel/factors': 'from "travel_factor" order by',
  '/api/sites/00000000-0000-7000-8000-00000000dead/forecast': 'from "site_forecast" where',
}
/** The endpoint of an address, its parts that differ named by one. */
const shapeOf = (path: string) =>
  path.replace(/\?.*/, '').replace(/:\w+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '*')

async function placesOf(): Promise<Record<string, number>> {
  const found = await system.metrics.reportReads.get()
  return Object.fromEntries(found.values.map(({ labels, value }) => [labels.place, value]))
}

describe.skipIf(missing.length > 0)('a company on a Patroni cluster', { timeout: patienceMs }, () => {
  beforeAll(async () => {
    const uid = Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' }))
    const options = { folder, password: crypto.randomUUID(), user: { uid }, timing: quickTiming }
    cluster = await startPostgresCluster(options)
    await cluster.settled()
    await migrate(cluster.url)
    await ask((await cluster.primary())?.pgPort ?? 0, `alter role postgres set log_statement = 'all'`)
    // What the pooler opened before does not log yet.
    await ask(
      (await cluster.primary())?.pgPort ?? 0,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    )
    system = await openSystem({
      connectionString: cluster.url,
      poolerUrl: cluster.poolerUrl,
      replica: { url: cluster.replicaUrl, maxLagMs: 2_000 },
      dataFolder: openDataFolder(join(folder, 'data')),
      logger,
      clock,
    })
    app = await makeHttpServer({ logger, metrics: makeMetrics(), clock })
    registerRoutes(app, { ...system, isAnswerChecked: true }, system.routes)
    const { answer: users } = await runWrite(
      { db: system.db, clock },
      { actor: systemActor, traceId: 'test' },
      async context => {
        const depot = { code: 'A', name: '總站', address: '', latitude: 22.75, longitude: 121.14 }
        const depotId = await foundCompany(context, { name: '測試瓦斯行', isDemo: false, depot })
        return createFirstUsers(context, argon2Hasher, depotId)
      },
    )
    const manager = users.find(({ role }) => role === 'manager')
    const payload = { login: manager?.login, password: manager?.password }
    const response = await app.inject({ method: 'POST', url: '/api/auth/login', payload })
    token = response.json<{ accessToken: string }>().accessToken
  }, patienceMs)
  afterAll(async () => {
    await app?.close()
    await system?.close()
    await cluster?.stop()
    rmSync(folder, { recursive: true, force: true })
  }, patienceMs)

  const read = async (url: string) => {
    const answer = await app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${token}` } })
    // A site nobody has is a report's answer, too.
    expect([200, 404], answer.body).toContain(answer.statusCode)
  }

  test('[S17] every report is looked at here', () => {
    const known = system.routes.filter(({ kind }) => kind === 'report').map(({ endpoint }) => endpoint.path)
    expect(known.map(shapeOf).sort()).toEqual(Object.keys(reports).map(shapeOf).sort())
  })

  test('[S17] the statements of reports are seen on a standby only', async () => {
    const { primary, standbys } = await logsDuring(async () => {
      for (const url of Object.keys(reports)) await read(url)
    })
    // The primary does log: there it is checked who asks.
    expect(primary).toContain('session_family')
    for (const words of Object.values(reports)) {
      expect(standbys, words).toContain(words)
      expect(primary, words).not.toContain(words)
    }
    // All but the one that found nothing, which is a refusal and not counted.
    expect(await placesOf()).toEqual({ replica: Object.keys(reports).length - 1 })
  })

  test('[S17] nothing but reports asks a standby: permission is decided and everything is written on the primary', async () => {
    const { primary, standbys } = await logsDuring(async () => {
      await read('/api/audit?limit=10')
      const headers = { authorization: `Bearer ${token}`, 'idempotency-key': crypto.randomUUID() }
      const payload = {
        ...{ id: crypto.randomUUID(), siteId: crypto.randomUUID(), shortName: '演練商號' },
        ...{ kind: 'commercial', address: '臺東縣臺東市中山路 1 號' },
      }
      const created = await app.inject({ method: 'POST', url: '/api/customers', payload, headers })
      expect(created.statusCode, created.body).toBeLessThan(300)
    })
    expect(primary).toMatch(/insert into "customer"/)
    expect(primary).toContain('session_family')
    expect(standbys).toContain('from "audit" order by')
    expect(standbys).not.toMatch(/insert into|update "|delete from|session_family|"customer"/)
  })

  test('[S17] a standby that falls behind is not asked until it has caught up; one on which nothing happens is', async () => {
    const leader = await cluster.primary()
    const standbys = cluster.nodes.filter(node => node.name !== leader?.name)
    const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
    // Patroni would resume a replay that is only paused.
    const replaying = standbys.flatMap(node =>
      node
        .processes()
        .filter(pid => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('startup recovering')),
    )
    expect(replaying).toHaveLength(2)
    for (const pid of replaying) process.kill(pid, 'SIGSTOP')
    await ask(leader?.pgPort ?? 0, `select pg_logical_emit_message(true, 'luckygas.test', 'x')`)
    await pause(5_000)
    const before = await placesOf()
    await read('/api/audit?limit=10')
    const late = await placesOf()
    expect(late).toEqual({ ...before, 'replica-late': 1 })
    for (const pid of replaying) process.kill(pid, 'SIGCONT')
    await pause(6_000)
    await read('/api/audit?limit=10')
    expect(await placesOf()).toEqual({ ...late, replica: (late.replica ?? 0) + 1 })
  })

  test('[S17] a thousand clients are served on 25 connections', async () => {
    const clients: pg.Client[] = []
    for (let each = 0; each < 1_000; each += 1)
      clients.push(new pg.Client({ connectionString: cluster.poolerUrl, application_name: 'thousand' }))
    try {
      for (let at = 0; at < clients.length; at += 50)
        await Promise.all(clients.slice(at, at + 50).map(client => client.connect()))
      let most = 0
      const watch = async () => {
        const [row] = await ask<{ count: string }>(
          (await cluster.primary())?.pgPort ?? 0,
          `select count(*) from pg_stat_activity where backend_type = 'client backend' and datname = 'postgres'
             and (application_name = 'thousand' or query like '%luckygas.thousand%')
             and pid <> pg_backend_pid()`,
        )
        most = Math.max(most, Number(row?.count))
      }
      const answers = Promise.all(
        clients.map(client =>
          client.query(`select pg_sleep(0.01), 'luckygas.thousand' as words`).then(({ rows }) => rows.length),
        ),
      )
      let isOver = false
      const end = () => {
        isOver = true
      }
      void answers.then(end, end)
      while (!isOver) await watch()
      expect((await answers).length).toBe(1_000)
      expect(most).toBeGreaterThan(1)
      expect(most).toBeLessThanOrEqual(25)
    } finally {
      await Promise.all(clients.map(client => client.end()))
    }
  })
})
