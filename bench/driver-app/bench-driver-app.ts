/**
 * How long a driver waits: the app opened for the first time, and again the next morning, on a phone four times slower
 * than this machine (Chrome DevTools Protocol, `Emulation.setCPUThrottlingRate`).
 *
 *   npm run bench:driver-app -- [--rounds 5] [--keep] [--note …]
 *   npm run bench:driver-app -- --origin http://127.0.0.1:8080 --login driver --password …
 *
 * Founds a demo company of its own and asks the real server, which compresses what it sends; `--origin` measures one
 * that stands already. Prints JSON; `--keep` adds a line to history.csv. Interactive is when the field of the first screen, or the day's main
 * button, stands there, takes the focus and a frame has been drawn after it. Times are milliseconds from the start of
 * navigation; bytes are those of the scripts asked for before that: what is fetched ahead afterwards delays nobody.
 */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { BrowserContext, Page } from 'playwright-core'
import { openStage } from '../../server/testkit/stage.ts'
import { openBrowser, profiles } from '../../web/journeys/browser.ts'

const { values } = parseArgs({
  options: {
    origin: { type: 'string' },
    login: { type: 'string', default: '' },
    password: { type: 'string', default: '' },
    rounds: { type: 'string', default: '5' },
    slowdown: { type: 'string', default: '4' },
    keep: { type: 'boolean', default: false },
    note: { type: 'string', default: '' },
  },
})
const slowdown = Number(values.slowdown)
/** First load of JavaScript, bytes on the wire; and the wait of a driver, in milliseconds. */
const budget = { scriptBytes: 120_000, interactiveMs: 2_000 }

interface Load {
  interactiveMs: number
  scriptBytes: number
}

async function slowPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  return page
}

/** Runs in the page: marks the frame in which what is wanted can be tapped. */
const watcher = (selector: string) => `
  const watch = () => {
    const wanted = document.querySelector(${JSON.stringify(selector)})
    if (wanted === null) return void requestAnimationFrame(watch)
    wanted.focus()
    requestAnimationFrame(() => performance.mark('interactive'))
  }
  watch()`
const isMarked = `performance.getEntriesByName('interactive').length > 0`
const measure = `({
  interactiveMs: performance.getEntriesByName('interactive')[0]?.startTime ?? 0,
  scriptBytes: performance.getEntriesByType('resource')
    .filter(entry => entry.name.endsWith('.js'))
    .filter(entry => entry.startTime < (performance.getEntriesByName('interactive')[0]?.startTime ?? 0))
    .reduce((sum, entry) => sum + entry.encodedBodySize, 0),
})`

/** Opens the app and waits until it can be used; everything is measured by the page's own clock. */
async function load(context: BrowserContext, ready: string): Promise<Load> {
  const page = await slowPage(context)
  await page.addInitScript({ content: watcher(ready) })
  await page.goto(`${origin}/driver/`)
  while (!(await page.evaluate(isMarked))) await page.waitForTimeout(50)
  const measured = (await page.evaluate(measure)) as Load
  await page.close()
  return measured
}

const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0
const middle = (loads: Load[]) => ({
  interactiveMs: Math.round(median(loads.map(one => one.interactiveMs))),
})

async function signIn(context: BrowserContext): Promise<void> {
  const page = await context.newPage()
  await page.goto(`${origin}/driver/`)
  await page.locator('input').first().fill(driver.login)
  await page.locator('input[type=password]').fill(driver.password)
  await page.locator('.bar .go, button[type=submit]').first().click()
  await page.locator('.trip-line').waitFor()
  await page.evaluate('navigator.serviceWorker.ready.then(() => true)')
  await page.close()
}

const stage =
  values.origin === undefined ? await openStage({ isDemo: true, startTimeoutMs: 600_000 }) : undefined
const driver = stage?.loginOf('driver') ?? { login: values.login, password: values.password }
const origin = stage?.origin ?? values.origin ?? ''
const browser = await openBrowser()
try {
  const options = { ...profiles.phone, locale: 'zh-TW' }
  const first: Load[] = []
  const again: Load[] = []
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const context = await browser.newContext(options)
    first.push(await load(context, 'input[type=password]'))
    await signIn(context)
    // The next morning: everything from the phone, no network at all.
    await context.setOffline(true)
    again.push(await load(context, '.today .bar .go'))
    await context.close()
  }
  const result = {
    date: new Date().toISOString().slice(0, 10),
    slowdown,
    rounds: first.length,
    cold: middle(first),
    coldScriptBytes: median(first.map(one => one.scriptBytes)),
    offline: middle(again),
    budget,
    // What opens without a network is in the phone already and weighs nothing.
    isWithin:
      [...first, ...again].every(one => one.interactiveMs <= budget.interactiveMs) &&
      first.every(one => one.scriptBytes <= budget.scriptBytes),
  }
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  if (values.keep) {
    const { date, cold, coldScriptBytes, offline, rounds } = result
    const row = [
      date,
      slowdown,
      rounds,
      cold.interactiveMs,
      offline.interactiveMs,
      coldScriptBytes,
      values.note,
    ]
    appendFileSync(join(import.meta.dirname, 'history.csv'), `${row.join(',')}\n`)
  }
  process.exitCode = result.isWithin ? 0 : 1
} finally {
  await browser.close()
  await stage?.dispose()
}
