import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { cylinderTypes, products } from '../../contract/kernel/cylinders.ts'
import type { DriverDay } from '../../contract/messages/driver-commands.ts'
import type { Login } from '../../server/testkit/stage.ts'
import { openPersistentPhone } from './browser.ts'
import { contextOptions, prepare } from './cast.ts'
import { shiftedEnvironment } from './clock.ts'
import { luckygas } from './command-line.ts'
import { type Api, asking } from './company.ts'
import { type DemoCompany, demoCompany } from './demo-stage.ts'
import { type DayStop, doStop, Hand, usualDeed } from './driver-walk.ts'

// One driver of the demo company finishes his day: no network, the app killed twice, the phone's clock 7 minutes wrong.
const clockErrorMs = 7 * 60_000
const memory = mkdtempSync(join(tmpdir(), 'luckygas-phone-'))
let company: DemoCompany
let driver: Login
let api: Api
let manager: Api
let context: BrowserContext
let before: DriverDay

async function openApp(isOffline: boolean, extraShiftMs = 0): Promise<Hand> {
  context = await openPersistentPhone(memory, contextOptions(company, 'phone'))
  await prepare(context, company.shiftMs + clockErrorMs + extraShiftMs)
  await context.setOffline(isOffline)
  const page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(15_000)
  await page.goto('/driver/')
  return new Hand(page)
}
const dayOf = async () => (await api('GET', '/api/driver/day')) as DriverDay
const openStops = (day: DriverDay) => day.stops.filter(stop => ['published', 'arrived'].includes(stop.state))
const tareTenths = ({ lines: [line] }: DayStop) =>
  line === undefined ? 0 : cylinderTypes[products[line.product].type].tareGrams / 100
const sizes = (day: DriverDay) =>
  new Map(day.run?.onTruck.map(({ cylinderType, full, empty }) => [cylinderType, { full, empty }]))

beforeAll(async () => {
  company = await demoCompany(inject('demoNote'))
  const candidates = company.logins.filter(login => login.role === 'driver')
  for (const login of candidates) {
    const ask = await asking(company, login)
    const day = (await ask('GET', '/api/driver/day')) as DriverDay
    // One trip that is loaded already: the truck then changes by deliveries alone.
    const isOneTrip = new Set(day.stops.map(stop => stop.trip)).size === 1
    if (!isOneTrip || day.run?.state !== 'loaded' || openStops(day).length < 5) continue
    ;[driver, api, before] = [login, ask, day]
    break
  }
  if (!driver) throw new Error('no driver of the demo company is on one loaded trip')
  const boss = company.logins.find(login => login.role === 'manager')
  if (!boss) throw new Error('the demo company has no manager')
  manager = await asking(company, boss)
})
afterAll(async () => {
  await context?.close()
  rmSync(memory, { recursive: true, force: true })
})

test('[F2] a day without signal, two deaths of the app and a wrong clock: office and ledger agree to the cylinder and the dollar', async () => {
  let hand = await openApp(false)
  await hand.page.getByLabel('帳號').fill(driver.login)
  await hand.page.getByLabel('密碼').fill(driver.password)
  await hand.page.getByRole('button', { name: '登入', exact: true }).click()
  await hand.page.locator('.trip-line').waitFor()
  await hand.page.getByText('已同步').waitFor()
  await hand.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await context.setOffline(true)

  const stops = openStops(before)
  const thirds = [Math.ceil(stops.length / 3), Math.ceil((2 * stops.length) / 3)]
  const expected = { cash: BigInt(before.run?.cashInHandNtd ?? '0'), sizes: sizes(before) }
  for (const [index, stop] of stops.entries()) {
    if (thirds.includes(index)) {
      // Killed between arriving and confirming: what was typed must still be there. An hour later the token is old.
      await hand.show(`stop/${stop.id}`)
      if (stop.state !== 'arrived') await hand.goOn()
      const place = hand.place
      await context.close()
      hand = await openApp(true)
      await expect.poll(() => hand.place, { timeout: 10_000 }).toBe(place)
    } else await hand.show(`stop/${stop.id}`)
    await doStop(hand, stop, usualDeed(stop, tareTenths(stop)))
    await hand.page.getByText(/筆待同步/).waitFor()
  }
  const waiting = (await hand.page.getByText(/筆待同步/).textContent()) ?? ''
  expect(Number(/\d+/.exec(waiting)?.[0])).toBeGreaterThanOrEqual(stops.length)
  expect(openStops(await dayOf())).toHaveLength(stops.length)

  // Signal again, on a phone whose access token ran out long ago.
  await context.close()
  hand = await openApp(false, 3_600_000)
  await hand.page.getByText('已同步').waitFor({ timeout: 60_000 })
  const after = await dayOf()
  expect(openStops(after)).toEqual([])
  for (const stop of stops) {
    const done = after.stops.find(each => each.id === stop.id)
    expect(done?.delivery?.outcome).toBe('delivered')
    if (done?.delivery?.payment === 'cash') expected.cash += BigInt(done.delivery.amountPaidNtd)
    for (const { product, fullOut, emptyIn } of done?.delivery?.lines ?? []) {
      const { type } = products[product]
      const aboard = expected.sizes.get(type) ?? { full: 0, empty: 0 }
      expected.sizes.set(type, { full: aboard.full - fullOut, empty: aboard.empty + emptyIn })
    }
  }
  expect(after.run?.cashInHandNtd).toBe(String(expected.cash))
  const held = [...expected.sizes].filter(([, { full, empty }]) => full !== 0 || empty !== 0)
  expect([...sizes(after)].filter(([, { full, empty }]) => full !== 0 || empty !== 0).sort()).toEqual(
    held.sort(),
  )

  const closes = (await manager('GET', `/api/day-closes?date=${before.date}`)) as {
    open: { runId: string; done: number; cashInHandNtd: string }[]
  }
  const row = closes.open.find(({ runId }) => runId === before.run?.id)
  expect(row?.cashInHandNtd).toBe(String(expected.cash))
  const { code, output } = await luckygas(
    company.dataFolder,
    shiftedEnvironment(company.shiftMs),
    'integrity',
    '--json',
  )
  expect(JSON.parse(output)).toMatchObject({ isClean: true })
  expect(code).toBe(0)
})

test('[S7] a browser that knows of no network is not believed once the office has answered', async () => {
  await context.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false }),
  )
  const page = context.pages()[0]
  await page?.reload()
  await page?.getByText('已同步').waitFor()
  await context.setOffline(true)
  // Such a browser may have nothing new to tell; one that has is believed again.
  await page?.evaluate(() => window.dispatchEvent(new Event('offline')))
  await page?.getByText('沒訊號').waitFor()
})
