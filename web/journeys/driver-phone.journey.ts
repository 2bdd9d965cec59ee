import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { cylinderTypes, products } from '../../contract/kernel/cylinders.ts'
import type { DriverDay } from '../../contract/messages/driver-commands.ts'
import type { Login } from '../../server/testkit/stage.ts'
import { openPersistentPhone } from './browser.ts'
import { contextOptions, prepare, signIn } from './cast.ts'
import { type Api, asking } from './company.ts'
import { type DemoCompany, demoCompany } from './demo-stage.ts'
import { type DayStop, doStop, Hand, usualDeed } from './driver-walk.ts'
import { doorPhoto } from './pictures.ts'

// What a phone meets besides a bad line: a new version of the app, no room left, and a fault in what it has stored.
const memory = mkdtempSync(join(tmpdir(), 'luckygas-phone-'))
let company: DemoCompany
let driver: Login
let api: Api
let open: DayStop[]
let door: Awaited<ReturnType<typeof openDoor>>
let context: BrowserContext
let hand: Hand

/** Stands before the company: the second version of the app from a certain moment on, and no office while it is cut. */
async function openDoor(target: URL) {
  const state = { version: 1, isCut: false }
  const asNewVersion = (path: string, text: string) =>
    path.endsWith('/sw.js')
      ? text.replace(/luckygas-driver-(?!\$)/, 'luckygas-driver-second-')
      : text.replace('<head>', '<head><meta name="app-version" content="2">')
  const pass = (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '/'
    if (state.isCut && path.startsWith('/api/')) return void request.socket.destroy()
    const headers: IncomingMessage['headers'] = {
      ...request.headers,
      host: target.host,
      'accept-encoding': 'identity',
    }
    if (headers.origin !== undefined) headers.origin = target.origin
    // The office would answer that its own file has not changed.
    delete headers['if-none-match']
    delete headers['if-modified-since']
    const upstream = forward(
      { host: target.hostname, port: target.port, method: request.method ?? 'GET', path, headers },
      answer => {
        const isChanged = state.version === 2 && /^\/driver\/(sw\.js|index\.html|)$/.test(path)
        if (!isChanged) {
          response.writeHead(answer.statusCode ?? 502, answer.headers)
          return void answer.pipe(response)
        }
        const pieces: Buffer[] = []
        answer.on('data', (piece: Buffer) => pieces.push(piece))
        answer.on('end', () => {
          const text = asNewVersion(path, Buffer.concat(pieces).toString())
          const { 'content-length': _length, etag: _etag, ...rest } = answer.headers
          response.writeHead(answer.statusCode ?? 502, rest).end(text)
        })
      },
    )
    upstream.once('error', () => request.socket.destroy())
    request.pipe(upstream)
  }
  const server = createServer(pass)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    state,
    origin: `http://127.0.0.1:${port}`,
    close: () => server.closeAllConnections() ?? server.close(),
  }
}

const dayOf = async () => (await api('GET', '/api/driver/day')) as DriverDay
const tareTenths = ({ lines: [line] }: DayStop) =>
  line === undefined ? 0 : cylinderTypes[products[line.product].type].tareGrams / 100
const waiting = async () =>
  Number(
    /\d+/.exec(
      (await hand.page
        .getByText(/筆待同步/)
        .first()
        .textContent()) ?? '',
    )?.[0],
  )
const takeStop = (suits: (stop: DayStop) => boolean = () => true) => {
  const stop = open.find(suits)
  if (stop === undefined) throw new Error('the day has no stop left for this')
  open = open.filter(each => each !== stop)
  return stop
}
/** Where the screen of a delivery has room for a photo beside the counts: nothing to read and nothing to weigh. */
const isPlain = (stop: DayStop) => stop.meter === null && !stop.expectsResidual
/** Serves a stop as a driver does, with a photo where asked. */
async function serve(stop: DayStop, photo?: Buffer): Promise<void> {
  await hand.show(`stop/${stop.id}`)
  await doStop(hand, stop, {
    ...usualDeed(stop, tareTenths(stop)),
    ...(photo === undefined ? {} : { photo }),
  })
}
async function synced(): Promise<void> {
  door.state.isCut = false
  await hand.show('sync')
  await hand.tap('現在傳')
  await hand.page.getByText('已同步').first().waitFor({ timeout: 60_000 })
}

beforeAll(async () => {
  company = await demoCompany(inject('demoNote'))
  door = await openDoor(new URL(company.origin))
  for (const login of company.logins.filter(({ role }) => role === 'driver')) {
    const ask = await asking(company, login)
    const day = (await ask('GET', '/api/driver/day')) as DriverDay
    const left = day.stops.filter(stop => stop.state === 'published')
    if (day.run?.state !== 'loaded' || left.length < 6 || !left.some(isPlain)) continue
    ;[driver, api, open] = [login, ask, left]
    break
  }
  if (!driver) throw new Error('no driver of the demo company has six stops left')
  context = await openPersistentPhone(memory, contextOptions({ origin: door.origin }, 'phone'))
  await prepare(context, company.shiftMs)
  const page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(15_000)
  hand = new Hand(page)
  await page.goto('/driver/')
  await signIn(page, driver)
  await page.locator('.trip-line').waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.reload()
  await page.locator('.trip-line').waitFor()
})
afterAll(async () => {
  await context?.close()
  door?.close()
  rmSync(memory, { recursive: true, force: true })
})

test('[F2] a phone that runs short of room says so, and its records are kept and sent', async () => {
  const page = hand.page
  const cdp = await context.newCDPSession(page)
  door.state.isCut = true
  const { usage } = (await cdp.send('Storage.getUsageAndQuota', { origin: door.origin })) as { usage: number }
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: door.origin, quotaSize: usage + 400_000 })
  const stop = takeStop(isPlain)
  try {
    await page.reload()
    await serve(stop, doorPhoto)
    expect(await waiting()).toBeGreaterThan(1)
    await hand.show('sync')
    await page.getByText('手機快沒空間了').waitFor()
  } finally {
    await cdp.send('Storage.overrideQuotaForOrigin', { origin: door.origin })
  }
  await synced()
  expect((await dayOf()).stops.find(({ id }) => id === stop.id)?.delivery?.outcome).toBe('delivered')
})

test('[F2] a new version waits while records wait, and takes over without losing one', async () => {
  const stop = takeStop()
  door.state.isCut = true
  await serve(stop)
  await hand.show('today')
  const before = await waiting()
  expect(before).toBeGreaterThan(0)
  door.state.version = 2
  const isSecond = () => hand.page.locator('meta[name="app-version"]').count()
  await hand.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration('/driver/')
    await registration?.update()
  })
  await expect
    .poll(
      () =>
        hand.page.evaluate(async () => {
          const registration = await navigator.serviceWorker.getRegistration('/driver/')
          return registration?.waiting != null
        }),
      { timeout: 20_000 },
    )
    .toBe(true)
  expect(await isSecond()).toBe(0)
  expect(await waiting()).toBe(before)
  await hand.show('settings')
  await hand.tap('有新版，現在更新')
  await expect.poll(isSecond, { timeout: 20_000 }).toBe(1)
  await hand.page.locator('.screen').first().waitFor()
  expect(await waiting()).toBe(before)
  await synced()
  expect((await dayOf()).stops.find(({ id }) => id === stop.id)?.delivery?.outcome).toBe('delivered')
})

test('[F3] [F1] a fault in any part of a screen stays in that part, says so, and is gone with a fresh day', async () => {
  const page = hand.page
  const [stop, done] = [open[0], (await dayOf()).stops.find(({ delivery }) => delivery !== null)]
  if (stop === undefined || done === undefined) throw new Error('the day has an open stop and a done one')
  door.state.isCut = true
  // What a broken update or a damaged disk could leave: a day whose parts are not what the screens expect.
  await page.evaluate(async () => {
    const opened = indexedDB.open('luckygas-driver')
    const database = await new Promise<IDBDatabase>(resolve => {
      opened.onsuccess = () => resolve(opened.result)
    })
    const store = database.transaction('days', 'readwrite').objectStore('days')
    const all = store.getAll()
    await new Promise((resolve, reject) => {
      store.transaction.onabort = () => reject(store.transaction.error)
      all.onsuccess = () => {
        for (const saved of all.result as { day: DriverDay }[]) {
          const spoilt = saved.day.stops.map(one => ({ ...one, lines: null, windows: null, areas: null }))
          const run = saved.day.run && { ...saved.day.run, onTruck: null, loads: null }
          store.put({ ...saved, day: { ...saved.day, stops: spoilt, run } })
        }
        store.transaction.oncomplete = resolve
      }
    })
    database.close()
  })
  await page.reload()
  await page.locator('.screen, [role=alert]').first().waitFor()
  const stopPlaces = ['stop', 'deliver', 'cash', 'fail'].map(at => `${at}/${stop.id}`)
  const places = [
    'today',
    'stops',
    ...stopPlaces,
    `done/${done.id}`,
    'load/1',
    'check',
    'close',
    'sync',
    'settings',
  ]
  const spoilt: string[] = []
  for (const place of places) {
    await hand.show(place)
    // Never a blank page: something is said, within the time a later part of the app takes to come.
    await expect
      .poll(async () => ((await page.locator('#root').textContent()) ?? '').length, { timeout: 10_000 })
      .toBeGreaterThan(5)
    const faults = await page.locator('.is-fault').count()
    if (faults > 0) {
      spoilt.push(place)
      expect(await page.locator('.is-fault').first().textContent()).toContain('你打的、記的都還在手機裡')
    }
  }
  // The parts that show what was spoilt do say so; without that this would test nothing.
  expect(spoilt).toEqual(expect.arrayContaining(['today', 'stops', `stop/${stop.id}`, `deliver/${stop.id}`]))
  await hand.show('today')
  const again = page.locator('.is-fault').getByRole('button').first()
  // Without an office there is no fresh day: tried again, the part says the same.
  await again.click()
  await again.waitFor()
  expect(await page.locator('.trip-line').count()).toBe(0)
  door.state.isCut = false
  // The phone also asks by itself once the office is there; then there is no button left to press.
  await again.click({ timeout: 5_000 }).catch(() => undefined)
  await page.locator('.trip-line').waitFor({ timeout: 30_000 })
  for (const place of places) {
    await hand.show(place)
    expect([place, await page.locator('.is-fault').count()]).toEqual([place, 0])
  }
})
