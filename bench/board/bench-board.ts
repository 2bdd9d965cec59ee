import { appendFileSync, readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { CDPSession, Page } from 'playwright-core'
import type { Board, BoardChanges } from '../../contract/endpoints/dispatch.ts'
import { addDays, businessDateOf } from '../../contract/kernel/dates.ts'
import { openStage } from '../../server/testkit/stage.ts'
import { openBrowser } from '../../web/journeys/browser.ts'
import { openDesk } from '../../web/journeys/cast.ts'
import { type Api, asking } from '../../web/journeys/company.ts'
import { foundDay } from './found-day.ts'
import { freePort, watchServer } from './watch-server.ts'

/** What the board must keep to, at 5,000 customers, 200 stops and 20 drivers, in milliseconds. */
const budgets = { openMs: 1_500, dragAnswerMs: 100, frameMs: 20 }

/** Stops carried over every lane. */
const dragged = 6

const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '5000' },
    stops: { type: 'string', default: '200' },
    drivers: { type: 'string', default: '20' },
    keep: { type: 'boolean', default: false },
  },
})
await main({
  customers: Number(values.customers),
  stops: Number(values.stops),
  drivers: Number(values.drivers),
})

/**
 * Founds a large day on a real server, drives its board in Chromium, and prints what it took as JSON. Beside what a
 * person waits stands what the processors worked: on a busy machine only the second says something about the program.
 */
async function main(size: { customers: number; stops: number; drivers: number }): Promise<void> {
  const inspector = await freePort()
  const stage = await openStage({
    isDemo: false,
    environment: { NODE_OPTIONS: `--inspect=127.0.0.1:${inspector}` },
  })
  const browser = await openBrowser()
  const server = await watchServer(inspector)
  try {
    const date = addDays(businessDateOf(new Date(Date.now())), 1)
    await foundDay(stage.dataFolder, date, size)
    const dispatcher = stage.loginOf('dispatcher')
    const api = await asking(stage, dispatcher)
    await planDay(api, date)
    const page = await openDesk({ browser, origin: stage.origin, shiftMs: 0 }, dispatcher, 'desk')
    const cdp = await workOf(page)
    const loadAverage = Math.round((loadavg()[0] ?? 0) * 10) / 10
    const [open, openCpuMs] = await cdp.during(5, () => timeOpening(page, date))
    const [places, placesCpuMs] = await server.during(40, () => timePlaces(api, date))
    const [drag, dragCpuMs] = await cdp.during(dragged * size.drivers * 4, () => timeDrags(page, api, date))
    const [move, moveCpuMs] = await server.during(20, () => timeMoves(api, date))
    const cpu = { openCpuMs, placesCpuMs, dragCpuMs, moveCpuMs }
    const figures = { ...size, ...open, ...places, ...drag, ...move, ...cpu, loadAverage }
    process.stdout.write(`${JSON.stringify({ figures, budgets }, null, 2)}\n`)
    if (values.keep) {
      const row = [new Date(Date.now()).toISOString().slice(0, 10), ...Object.values(figures)].join(',')
      appendFileSync(join(import.meta.dirname, 'history.csv'), `${row}\n`)
    }
  } finally {
    server.close()
    await browser.close()
    await stage.dispose()
  }
}

/** What the page's main thread works, in milliseconds of its processor. */
async function workOf(page: Page) {
  const session: CDPSession = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const worked = async () =>
    (await session.send('Performance.getMetrics')).metrics.find(metric => metric.name === 'TaskDuration')
      ?.value ?? 0
  return {
    async during<T>(times: number, work: () => Promise<T>): Promise<[T, number]> {
      const before = await worked()
      const answer = await work()
      return [answer, Math.round((((await worked()) - before) * 10_000) / times) / 10]
    },
  }
}

async function boardOf(api: Api, date: string): Promise<Board> {
  return (await api('GET', `/api/plans/${date}`)) as Board
}
function rank(times: number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return Math.round(sorted[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0)
}

/** Every driver gets his share, as a real day has it: the planner alone would leave some of them at home. */
async function planDay(api: Api, date: string): Promise<void> {
  await api('POST', `/api/plans/${date}/build`, {
    mode: 'all',
    seconds: 5,
    version: (await boardOf(api, date)).version,
  })
}

/** From the address to every stop drawn, five times in a row. */
async function timeOpening(page: Page, date: string): Promise<{ openFirstMs: number; openMs: number }> {
  const times: number[] = []
  for (let round = 0; round < 5; round += 1) {
    await page.goto('/customers')
    await page.locator('h1').first().waitFor()
    const began = performance.now()
    await page.goto(`/dispatch?date=${date}`)
    await page.locator('.b').nth(100).waitFor()
    await page.evaluate('new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))')
    times.push(performance.now() - began)
  }
  return { openFirstMs: Math.round(times[0] ?? 0), openMs: rank(times, 0.5) }
}

/** The checker's answer about every place of a stop. */
async function timePlaces(api: Api, date: string): Promise<{ placesMs: number; placesP95Ms: number }> {
  const { stops } = await boardOf(api, date)
  const times: number[] = []
  for (const stop of stops.slice(0, 40)) {
    const began = performance.now()
    await api('GET', `/api/stops/${stop.id}/places`)
    times.push(performance.now() - began)
  }
  return { placesMs: rank(times, 0.5), placesP95Ms: rank(times, 0.95) }
}

/**
 * Drags a stop over every lane with the mouse: how long until the place under the hand is marked and judged, and
 * how evenly the page draws meanwhile.
 */
async function timeDrags(
  page: Page,
  api: Api,
  date: string,
): Promise<{ dragFirstAnswerMs: number; dragAnswerMs: number; frameMs: number; frameP95Ms: number }> {
  const { stops } = await boardOf(api, date)
  await page.evaluate(readFileSync(new URL('./drag-over.mjs', import.meta.url), 'utf8'))
  const firsts: number[] = []
  const answers: number[] = []
  const frames: number[] = []
  for (const stop of stops.filter(each => each.runId !== null && each.trip === 1).slice(10, 10 + dragged)) {
    const found = await page.evaluate<Dragged>(`dragOver(${JSON.stringify(stop.id)})`)
    firsts.push(found.firstMs)
    answers.push(...found.answersMs)
    frames.push(...found.framesMs)
  }
  return {
    dragFirstAnswerMs: rank(firsts, 0.5),
    dragAnswerMs: rank(answers, 0.95),
    frameMs: rank(frames, 0.5),
    frameP95Ms: rank(frames, 0.95),
  }
}

/** What `drag-over.mjs` measures in the page. */
interface Dragged {
  firstMs: number
  answersMs: number[]
  framesMs: number[]
}

/** A drop, from the request to what it changed, as the page asks for it. */
async function timeMoves(api: Api, date: string): Promise<{ moveMs: number; moveP95Ms: number }> {
  const times: number[] = []
  let board = await boardOf(api, date)
  for (let round = 0; round < 20; round += 1) {
    const stop = board.stops[round * 7]
    const run = board.runs.find(each => each.id !== stop?.runId)
    if (!stop || !run) continue
    const began = performance.now()
    const changes = (await api('POST', `/api/stops/${stop.id}/move`, {
      runId: run.id,
      trip: 1,
      position: 1,
      version: stop.version,
      planVersion: board.version,
      answer: 'changes',
    })) as BoardChanges
    times.push(performance.now() - began)
    const fresh = new Map(changes.stops.map(each => [each.id, each]))
    board = { ...board, version: changes.version, stops: board.stops.map(each => fresh.get(each.id) ?? each) }
  }
  return { moveMs: rank(times, 0.5), moveP95Ms: rank(times, 0.95) }
}
