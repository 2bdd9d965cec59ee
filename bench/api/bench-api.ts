import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { Agent, request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { businessDateOf } from '../../contract/kernel/dates.ts'
import { decideConfig } from '../../server/main/config.ts'
import { readEnvironment } from '../../server/main/env.ts'
import { reachDatabase } from '../../server/main/reach-database.ts'
import { openSystem } from '../../server/main/wiring.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { openDataFolder } from '../../server/platform/data-folder/data-folder.ts'
import { makeLogger } from '../../server/platform/telemetry/logger.ts'
import { apiAs, type Login, openStage, projectRoot, type Stage } from '../../server/testkit/stage.ts'
import { type Captured, captureStatements, sendBare } from './bare-statements.ts'
import { type Measured, measure, round } from './measure.ts'
import { type ApiRequest, type DemoFacts, operationsOn } from './operations.ts'

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '6' },
    rounds: { type: 'string', default: '2' },
    keep: { type: 'boolean', default: false },
    data: { type: 'string' },
    origin: { type: 'string' },
  },
})
const clients = Number(values.clients)
const seconds = Number(values.seconds)
/** Who may do everything measured; requests go round them, so that nobody meets his rate limit. */
const workers = ['super_admin', 'manager', 'office', 'dispatcher']

type StageAtHand = Pick<Stage, 'origin' | 'dataFolder' | 'loginOf' | 'dispose'>

interface Line {
  operation: string
  api: Measured
  bare: Measured
  statements: number
  /** Throughput of the API as a share of the bare statements'. */
  ratio: number
  aim: number | null
}

/** A demo company that stands already, or one of the bench's own. */
const stage =
  values.data !== undefined && values.origin !== undefined
    ? standingStage(values.data, values.origin)
    : await openStage({ isDemo: true, startTimeoutMs: 400_000 })
try {
  const lines = await benchStage(stage)
  process.stdout.write(`${JSON.stringify({ clients, seconds, lines })}\n`)
  for (const line of lines)
    process.stderr.write(
      `${line.operation.padEnd(14)} api ${line.api.perSecond}/s p50 ${line.api.p50Ms} p95 ${line.api.p95Ms} p99 ${line.api.p99Ms} ms · bare ${line.bare.perSecond}/s of ${line.statements} statements · ratio ${Math.round(line.ratio * 100)} %${line.aim === null ? '' : ` (aim ${line.aim * 100} %)`}\n`,
    )
  if (values.keep) keep(lines)
} finally {
  await stage.dispose()
}

async function benchStage(open: StageAtHand): Promise<Line[]> {
  const config = decideConfig(
    readEnvironment({ ...process.env, LUCKYGAS_DATA: open.dataFolder }),
    projectRoot,
  )
  const folder = openDataFolder(open.dataFolder)
  const database = await reachDatabase(config, folder, 'bench', () => undefined)
  const { connectionString } = database
  const system = await openSystem({
    connectionString,
    dataFolder: folder,
    logger: makeLogger('silent'),
    clock: systemClock,
    calls: undefined,
  })
  const connections = Array.from({ length: clients }, () => new pg.Client({ connectionString }))
  try {
    await Promise.all(connections.map(connection => connection.connect()))
    const tokens = await Promise.all(workers.map(role => tokenOf(open, role)))
    const operations = operationsOn(await readFacts(open))
    const captured = await captureStatements(system, operations, tokens[0] ?? '')
    const agent = new Agent({ keepAlive: true, maxSockets: clients })
    const lines: Line[] = []
    for (const { name, aim, make } of operations) {
      const samples = captured.get(name) ?? []
      let turn = 0
      const overHttp = () =>
        measure(clients, seconds, async () => {
          turn += 1
          await send(agent, open.origin, make(), tokens[turn % tokens.length] ?? '')
        })
      const bare = () =>
        measure(clients, seconds, async client => {
          turn += 1
          const [connection, sample] = [connections[client], samples[turn % samples.length]]
          if (connection && sample) await sendBare(connection, sample, systemClock.now().getTime())
        })
      // In turns, so that whatever else this machine does meets both alike.
      const runs: { api: Measured; bare: Measured }[] = []
      for (let round = 0; round < Number(values.rounds); round += 1)
        runs.push({ bare: await bare(), api: await overHttp() })
      lines.push(lineOf(name, aim, runs, samples))
    }
    agent.destroy()
    return lines
  } finally {
    await Promise.all(connections.map(connection => connection.end()))
    await system.close()
    await database.release()
  }
}

function standingStage(dataFolder: string, origin: string): StageAtHand {
  const logins = JSON.parse(readFileSync(join(dataFolder, 'first-login.json'), 'utf8')) as Login[]
  return {
    origin,
    dataFolder,
    loginOf: role => {
      const found = logins.find(login => login.role === role)
      if (!found) throw new Error(`no first login for ${role}`)
      return found
    },
    dispose: async () => undefined,
  }
}

function lineOf(
  operation: string,
  aim: number | undefined,
  runs: { api: Measured; bare: Measured }[],
  samples: Captured[],
): Line {
  const middle = runs.toSorted(
    (a, b) => a.api.perSecond / a.bare.perSecond - b.api.perSecond / b.bare.perSecond,
  )[Math.floor((runs.length - 1) / 2)]
  if (!middle) throw new Error('nothing was measured')
  const counts = samples.map(({ units }) => units.reduce((sum, unit) => sum + unit.length, 0))
  return {
    operation,
    ...middle,
    statements: round(counts.reduce((sum, count) => sum + count, 0) / counts.length, 1),
    ratio: round(middle.api.perSecond / middle.bare.perSecond, 3),
    aim: aim ?? null,
  }
}

async function tokenOf(open: StageAtHand, role: string): Promise<string> {
  const login = open.loginOf(role)
  const answer = await fetch(`${open.origin}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: login.login, password: login.password }),
  })
  if (!answer.ok) throw new Error(`login of ${role} answered ${answer.status}`)
  return ((await answer.json()) as { accessToken: string }).accessToken
}

async function readFacts(open: StageAtHand): Promise<DemoFacts> {
  const ask = await apiAs(open, open.loginOf('office'))
  const answer = await ask('GET', '/api/customers?limit=500')
  const { customers } = (await answer.json()) as {
    customers: { code: string; siteId: string; shortName: string; isTerminated: boolean }[]
  }
  return {
    today: businessDateOf(systemClock.now()),
    nowMs: () => systemClock.now().getTime(),
    customers: customers.filter(customer => !customer.isTerminated),
  }
}

function send(agent: Agent, origin: string, asked: ApiRequest, token: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers: Record<string, string> = { authorization: `Bearer ${token}` }
    if (asked.body !== undefined) {
      headers['content-type'] = 'application/json'
      headers['content-length'] = String(Buffer.byteLength(asked.body))
    }
    if (asked.key !== undefined) headers['idempotency-key'] = asked.key
    const sent = httpRequest(`${origin}${asked.path}`, { method: asked.method, agent, headers }, answer => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('error', reject)
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve()
        else
          reject(
            new Error(
              `${asked.path} answered ${answer.statusCode}: ${Buffer.concat(parts).toString().slice(0, 300)}`,
            ),
          )
      })
    })
    sent.on('error', reject)
    sent.end(asked.body)
  })
}

function keep(lines: readonly Line[]): void {
  const file = join(import.meta.dirname, 'history.csv')
  if (!existsSync(file))
    writeFileSync(
      file,
      'date,clients,operation,api_per_second,api_p50_ms,api_p95_ms,api_p99_ms,bare_per_second,bare_p50_ms,statements,ratio\n',
    )
  const date = businessDateOf(systemClock.now())
  for (const { operation, api, bare, statements, ratio } of lines)
    appendFileSync(
      file,
      `${date},${clients},${operation},${api.perSecond},${api.p50Ms},${api.p95Ms},${api.p99Ms},${bare.perSecond},${bare.p50Ms},${statements},${ratio}\n`,
    )
}
