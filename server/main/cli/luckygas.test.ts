import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'luckygas-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Run = { exit: number | null; stdout: string; stderr: string }

async function luckygas(argv: string[], environment: NodeJS.ProcessEnv = {}, input = ''): Promise<Run> {
  const env = { ...process.env, LUCKYGAS_DATA: join(folder, 'data'), ...environment }
  const program = join(import.meta.dirname, '../../../bin/luckygas.mjs')
  const child = spawn(process.execPath, [program, ...argv], { env, stdio: 'pipe' })
  child.stdin.end(input)
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { exit: child.exitCode, stdout, stderr }
}

test('[P1] https makes a certificate once and says where phones learn to trust it', async () => {
  const first = await luckygas(['https', '--name', 'gas.lan', '--json'], { PORT: '9000' })
  expect(first).toMatchObject({ exit: 0, stderr: '' })
  const { authority, certificate, trustPages } = JSON.parse(first.stdout)
  expect(certificate.names).toEqual(expect.arrayContaining(['localhost', 'gas.lan', '127.0.0.1']))
  expect(trustPages).toContain('http://gas.lan:9000/trust')
  const second = await luckygas(['https'])
  expect(second.stdout).toContain(authority.sha256)
  expect((await luckygas(['https', '--name', 'gas.example.tw'])).exit).toBe(1)
})

test('[P1] doctor finds a sound installation sound, without leaving a database running', async () => {
  expect((await luckygas(['doctor', '--json'])).exit).toBe(0)
  const { exit, stdout } = await luckygas(['doctor', '--json'])
  expect(exit).toBe(0)
  expect(JSON.parse(stdout).findings).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ check: 'database', state: 'warning' }),
      expect.objectContaining({ check: 'certificate', state: 'good' }),
    ]),
  )
  expect(readdirSync(join(folder, 'data', 'leases')).filter(name => name.endsWith('.json'))).toEqual([])
})

test('[P1] doctor tells of open secrets, misspelt settings and a database that does not answer', async () => {
  chmodSync(join(folder, 'data', 'tls', 'authority.pem'), 0o644)
  const { exit, stdout } = await luckygas(['doctor', '--json'], {
    LUCKYGAS_DEM0: 'off',
    DATABASE_URL: 'postgresql://gas:Eivohx4u@127.0.0.1:1/gas',
  })
  const { isHealthy, findings } = JSON.parse(stdout) as { isHealthy: boolean; findings: { detail: string }[] }
  const details = findings.map(({ detail }) => detail).join('\n')
  expect([exit, isHealthy]).toEqual([1, false])
  for (const told of ['authority.pem', 'LUCKYGAS_DEM0', 'ECONNREFUSED']) expect(details).toContain(told)
  expect(details).not.toContain('Eivohx4u')
})

test('[P1] half a configuration is refused before anything is touched', async () => {
  const { exit, stdout } = await luckygas(['https', '--json'], { LUCKYGAS_TLS_KEY: 'key.pem' })
  expect(exit).toBe(1)
  expect(JSON.parse(stdout).error.message).toContain('LUCKYGAS_TLS_CERT')
})

/** One truck, one depot, two stops: the smallest day there is. */
const smallDay = {
  schemaVersion: 1,
  sizes: [{ code: '20', gasGrams: 20_000, tareGrams: 18_000 }],
  depots: [{ id: 'depot', point: { latitude: 22.75, longitude: 121.15 }, reloadMinutes: 20 }],
  vehicles: [{ id: 'truck', kind: 'truck', slots: { '20': 40 } }],
  drivers: [{ id: 'driver', vehicleId: 'truck', shiftStartMinute: 480, shiftEndMinute: 1_020 }],
  stops: ['a', 'b'].map((id, index) => ({
    id,
    point: { latitude: 22.76 + index / 100, longitude: 121.14 },
    deliver: { '20': 2 },
    collect: { '20': 2 },
    serviceMinutes: 5,
  })),
  travel: { kind: 'estimate', circuity: 1.35, kmPerHour: 30 },
}

test('[E1] plan answers with the plan alone on standard output', async () => {
  const { exit, stdout, stderr } = await luckygas(
    ['plan', '--input', '-', '--seconds', '0.2', '--seed', '7', '--json'],
    {},
    JSON.stringify(smallDay),
  )
  const plan = JSON.parse(stdout)
  expect([exit, plan.unassigned, plan.stats.seed]).toEqual([0, [], 7])
  expect(plan.runs[0].trips[0].stops.map((stop: { stopId: string }) => stop.stopId).sort()).toEqual([
    'a',
    'b',
  ])
  expect(stderr).toContain('2 stops')
})

test('[E1] plan refuses what it does not know by name and what it cannot read', async () => {
  const plan = (problem: string, ...options: string[]) =>
    luckygas(['plan', '--input', '-', ...options], {}, problem)
  const unknown = await plan(JSON.stringify({ ...smallDay, weather: 'rain' }), '--json')
  expect(unknown.exit).toBe(1)
  expect(JSON.parse(unknown.stdout).error.message).toContain('weather')
  expect((await plan('{')).stderr).toContain('not JSON')
  expect((await plan('{}', '--seconds', 'x')).exit).toBe(2)
  expect((await luckygas(['plan'])).exit).toBe(2)
})
