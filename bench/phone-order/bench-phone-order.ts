import { appendFileSync, readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { businessDateOf } from '../../contract/kernel/dates.ts'
import { apiAs, openStage } from '../../server/testkit/stage.ts'
import { openBrowser } from '../../web/journeys/browser.ts'
import { openDesk } from '../../web/journeys/cast.ts'
import { foundDay } from '../board/found-day.ts'
import { freePort, watchServer } from '../board/watch-server.ts'
import { type Caller, foundCallers } from './found-callers.ts'

/**
 * How long the phone order takes to open with many customers, at a desk and over HTTP.
 *
 *   npm run bench:phone-order -- [--customers 5000] [--calls 200] [--rounds 20] [--keep]
 *
 * `openFirstMs`: the first click on 電話訂單 until the cursor waits for the caller; `openMs`: the median of later ones.
 * `formMs`: from a number until the caller's form can be used; `pricedMs`: until it names the price. `callMs`: all that
 * the screen asks for after a call, over HTTP. The aim holds for what a person waits; beside it stands what the page's
 * main thread and the server worked for each, which a busy machine does not change.
 */
const aimMs = 300
const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '5000' },
    calls: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '20' },
    keep: { type: 'boolean', default: false },
  },
})
type Ask = Awaited<ReturnType<typeof apiAs>>

const size = { customers: Number(values.customers), stops: 200, drivers: 20 }
const today = businessDateOf(new Date(Date.now()))
const inspector = await freePort()
const stage = await openStage({
  isDemo: false,
  environment: { NODE_OPTIONS: `--inspect=127.0.0.1:${inspector}` },
})
const browser = await openBrowser()
const server = await watchServer(inspector)
try {
  await foundDay(stage.dataFolder, today, size)
  const callers = await foundCallers(stage.dataFolder, today)
  const office = await apiAs(stage, stage.loginOf('office'))
  const loadAverage = Math.round((loadavg()[0] ?? 0) * 10) / 10
  const calls = Number(values.calls)
  await timeCalls(office, callers, 20)
  const [http, serverCpuMs] = await server.during(calls, () => timeCalls(office, callers, calls))
  const page = await openDesk({ browser, origin: stage.origin, shiftMs: 0 }, stage.loginOf('office'), 'desk')
  const desk = await timeDesk(page, callers, Number(values.rounds))
  const figures = { customers: size.customers, ...desk, ...http, serverCpuMs, loadAverage }
  process.stdout.write(`${JSON.stringify({ figures, aimMs }, null, 2)}\n`)
  if (values.keep)
    appendFileSync(
      join(import.meta.dirname, 'history.csv'),
      `${[today, ...Object.values(figures)].join(',')}\n`,
    )
  process.exitCode = Math.max(desk.openFirstMs, desk.openMs, desk.formMs, http.callP95Ms) < aimMs ? 0 : 1
} finally {
  server.close()
  await browser.close()
  await stage.dispose()
}

function rank(times: number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return Math.round((sorted[Math.max(0, Math.ceil(share * times.length) - 1)] ?? 0) * 10) / 10
}
function callerOf(callers: readonly Caller[], turn: number): Caller {
  const caller = callers[(turn * 7_919) % callers.length]
  if (!caller) throw new Error('nobody calls')
  return caller
}

/** Everything the screen asks for after a call, together as the screen asks it. */
async function timeCalls(office: Ask, callers: readonly Caller[], calls: number) {
  const times: number[] = []
  for (let call = 0; call < calls; call += 1) {
    const { siteId, number } = callerOf(callers, call)
    const start = performance.now()
    const { customers } = await read<{ customers: { code: string }[] }>(
      office,
      'GET',
      `/api/callers?number=${number}`,
    )
    await Promise.all([
      read(office, 'GET', `/api/customers/${customers[0]?.code}`),
      read(office, 'GET', `/api/sites/${siteId}/order-desk`),
      read(office, 'POST', '/api/prices/quote', {
        siteId,
        on: today,
        lines: [{ product: '20', quantity: 2 }],
      }),
    ])
    times.push(performance.now() - start)
  }
  return { callMs: rank(times, 0.5), callP95Ms: rank(times, 0.95), callP99Ms: rank(times, 0.99) }
}

/** A clerk at a desk: opens the order from the orders' page, pastes the number, and goes back. */
async function timeDesk(page: Page, callers: readonly Caller[], rounds: number) {
  await page.goto('/orders')
  await page.locator('a.btn.accent[href="/orders/new"]').waitFor()
  await page.evaluate(readFileSync(new URL('./open-order.mjs', import.meta.url), 'utf8'))
  // A clerk who has just come to the page, not one who was waiting over the button.
  await page.waitForTimeout(2_000)
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  const workedMs = async () =>
    ((await cdp.send('Performance.getMetrics')).metrics.find(metric => metric.name === 'TaskDuration')
      ?.value ?? 0) * 1000
  const opens: number[] = []
  const forms: number[] = []
  const priced: number[] = []
  const work: number[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const before = await workedMs()
    opens.push(await page.evaluate<number>('openOrder()'))
    const { number } = callerOf(callers, round + 1)
    const taken = await page.evaluate<{ formMs: number; pricedMs: number }>(`takeNumber('${number}')`)
    work.push((await workedMs()) - before)
    forms.push(taken.formMs)
    priced.push(taken.pricedMs)
    await page.goBack()
    await page.locator('a.btn.accent[href="/orders/new"]').waitFor()
    await page.waitForTimeout(200)
  }
  return {
    openFirstMs: Math.round(opens[0] ?? 0),
    openMs: rank(opens.slice(1), 0.5),
    formMs: rank(forms, 0.5),
    formP95Ms: rank(forms, 0.95),
    pricedMs: rank(priced, 0.5),
    pageCpuMs: rank(work, 0.5),
  }
}

async function read<T>(ask: Ask, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await ask(method, path, body)
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as T
}
