/**
 * How fast an urgent order is priced into a running day: 200 open stops on 20 drivers, over HTTP, login, permission and
 * answer included.
 *
 *   node bench/running-day/bench-insertion.ts [requests]
 *
 * Prints p50, p95 and p99 in milliseconds and exits 1 when p95 is above the limit of row E3.
 */
import { loadavg } from 'node:os'
import type { Board } from '../../contract/endpoints/dispatch.ts'
import { businessDateOf } from '../../contract/kernel/dates.ts'
import { apiAs, openStage } from '../../server/testkit/stage.ts'
import { foundDay } from '../board/found-day.ts'

const limitMs = 300
const requests = Number(process.argv[2] ?? 60)
const date = businessDateOf(new Date())
const stage = await openStage({ isDemo: false })
try {
  await foundDay(stage.dataFolder, date, { customers: 400, stops: 200, drivers: 20 })
  const api = await apiAs(stage, stage.loginOf('super_admin'))
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const reply = await api(method, path, body)
    if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`)
    return (await reply.json()) as T
  }
  const board = await call<Board>('GET', `/api/plans/${date}`)
  const built = await call<Board>('POST', `/api/plans/${date}/build`, {
    mode: 'all',
    seconds: 5,
    version: board.version,
  })
  await call('POST', `/api/plans/${date}/publish`, { version: built.version, isViolationAccepted: true })
  const sites = built.stops.map(stop => stop.siteId)
  const times: number[] = []
  for (let index = 0; index < requests + 5; index += 1) {
    const draft = {
      siteId: sites[(index * 37) % sites.length],
      lines: [{ product: '20', quantity: 1 }],
      priority: 'urgent',
    }
    const began = performance.now()
    await call('POST', '/api/running-day/insertions/price', { draft })
    if (index >= 5) times.push(performance.now() - began)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => Math.round(times[Math.floor((times.length - 1) * share)] ?? 0)
  const placed = built.stops.filter(stop => stop.runId !== null).length
  console.log(
    `${placed} open stops, ${built.runs.length} runs: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms; load ${loadavg()[0]?.toFixed(1)}`,
  )
  process.exitCode = at(0.95) <= limitMs ? 0 : 1
} finally {
  await stage.dispose()
}
