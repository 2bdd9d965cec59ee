/**
 * How fast a better rest of the day is proposed near an event, and whether anybody else waits for it: 200 open stops on
 * 20 drivers, over HTTP, while another client reads the running day all the time.
 *
 *   node bench/running-day/bench-improvement.ts [requests]
 *
 * Prints the slowest proposal and the readers' p95 with and without a search in milliseconds; exits 1 when a proposal took
 * longer than row E3 allows.
 */
import { loadavg } from 'node:os'
import type { Board } from '../../contract/endpoints/dispatch.ts'
import { businessDateOf } from '../../contract/kernel/dates.ts'
import { apiAs, openStage } from '../../server/testkit/stage.ts'
import { foundDay } from '../board/found-day.ts'

const limitMs = 3_000
const requests = Number(process.argv[2] ?? 6)
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
  const timed = async (work: () => Promise<unknown>) => {
    const began = performance.now()
    await work()
    return performance.now() - began
  }
  const board = await call<Board>('GET', `/api/plans/${date}`)
  const built = await call<Board>('POST', `/api/plans/${date}/build`, {
    mode: 'all',
    seconds: 5,
    version: board.version,
  })
  await call('POST', `/api/plans/${date}/publish`, { version: built.version, isViolationAccepted: true })
  const stops = built.stops.filter(stop => stop.runId !== null)
  const read = () => call('GET', '/api/me')
  const quiet: number[] = []
  for (let index = 0; index < 60; index += 1) quiet.push(await timed(read))
  const proposals: number[] = []
  const busy: number[] = []
  for (let index = 0; index < requests; index += 1) {
    let isSearching = true
    const near = stops[(index * 37) % stops.length]?.id
    const search = timed(() =>
      call('POST', '/api/running-day/improvements/propose', { stopIds: near ? [near] : [], runIds: [] }),
    ).finally(() => {
      isSearching = false
    })
    while (isSearching) {
      busy.push(await timed(read))
      // One user may ask only so often a minute.
      await new Promise(resolve => setTimeout(resolve, 60))
    }
    proposals.push(await search)
  }
  const p95 = (times: number[]) =>
    Math.round(times.sort((a, b) => a - b)[Math.floor((times.length - 1) * 0.95)] ?? 0)
  const slowest = Math.round(Math.max(...proposals))
  console.log(
    `${stops.length} open stops: slowest proposal ${slowest} ms; readers p95 ${p95(quiet)} ms alone, ${p95(busy)} ms beside a search; load ${loadavg()[0]?.toFixed(1)}`,
  )
  process.exitCode = slowest <= limitMs ? 0 : 1
} finally {
  await stage.dispose()
}
