import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { cylinderTypes, products } from '../../contract/kernel/cylinders.ts'
import type { DriverDay } from '../../contract/messages/driver-commands.ts'
import { seededRandom } from '../../tools/dirty-legacy/random.ts'
import { openBrowser } from './browser.ts'
import { faultsOf, openContext, type Scene, signIn } from './cast.ts'
import { shiftedEnvironment } from './clock.ts'
import { luckygas } from './command-line.ts'
import { asking, driverOfDay, openStopsOf } from './company.ts'
import { type DemoCompany, demoCompany } from './demo-stage.ts'
import { doStop, Hand, usualDeed } from './driver-walk.ts'

// Three requests of ten fail: half of those never arrive, the other half arrive and their answer is lost.
const failingShare = 0.3
let company: DemoCompany
let browser: Browser
let scene: Scene
beforeAll(async () => {
  ;[company, browser] = await Promise.all([demoCompany(inject('demoNote')), openBrowser()])
  scene = { browser, ...company }
})
afterAll(() => browser?.close())

async function breakNetwork(context: BrowserContext, seed: number): Promise<{ failed: number }> {
  const random = seededRandom(seed)
  const count = { failed: 0 }
  await context.route('**/api/**', async route => {
    const fate = random.next()
    if (fate >= failingShare) return route.continue()
    count.failed += 1
    // Lost on the way back: the server has done the work and the page does not know.
    if (fate < failingShare / 2) await route.fetch().catch(() => undefined)
    await route.abort('connectionreset')
  })
  return count
}
/** A page that could not restore its session says so and offers to try again; a person does. */
async function openAtLast(page: Page): Promise<void> {
  const opened = page.getByRole('navigation', { name: '主選單' })
  const again = page.getByRole('main').getByRole('button', { name: '再試一次' })
  await opened.or(again).first().waitFor()
  while (!(await opened.isVisible())) {
    await again.click()
    await opened.or(again).first().waitFor()
  }
}

const loginOf = (name: string) => {
  const found = company.logins.find(({ login }) => login === name)
  if (!found) throw new Error(`the demo company has no ${name}`)
  return found
}

test('[S4] a driver on a network that fails three requests of ten finishes his stops, and none is doubled', async () => {
  const { login } = await driverOfDay(company, day => openStopsOf(day).length >= 7)
  const ask = await asking(company, login)
  const context = await openContext(scene, 'phone')
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  await page.goto('/')
  await signIn(page, login)
  await page.locator('.trip-line').waitFor()
  const count = await breakNetwork(context, 4)
  const before = (await ask('GET', '/api/driver/day')) as DriverDay
  const stops = openStopsOf(before).slice(0, 7)
  const hand = new Hand(page)
  for (const stop of stops) {
    await hand.show(`stop/${stop.id}`)
    const [line] = stop.lines
    await doStop(
      hand,
      stop,
      usualDeed(stop, line ? cylinderTypes[products[line.product].type].tareGrams / 100 : 0),
    )
  }
  await expect
    .poll(
      async () =>
        ((await ask('GET', '/api/driver/day')) as DriverDay).stops.filter(
          stop => stops.some(each => each.id === stop.id) && stop.delivery?.outcome === 'delivered',
        ).length,
      { timeout: 90_000 },
    )
    .toBe(stops.length)
  const after = (await ask('GET', '/api/driver/day')) as DriverDay
  const paid = after.stops
    .filter(stop => stops.some(each => each.id === stop.id) && stop.delivery?.payment === 'cash')
    .reduce((sum, stop) => sum + BigInt(stop.delivery?.amountPaidNtd ?? '0'), 0n)
  expect(BigInt(after.run?.cashInHandNtd ?? '0') - BigInt(before.run?.cashInHandNtd ?? '0')).toBe(paid)
  expect(count.failed).toBeGreaterThan(2)
  expect(faultsOf.get(context)).toEqual([])
  await context.close()
})

test('[S4] a clerk on the same network finds a customer, takes an order once, and never sees a white screen', async () => {
  const context = await openContext(scene, 'laptop')
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  await page.goto('/')
  await signIn(page, loginOf('office'))
  await page.getByRole('navigation', { name: '主選單' }).waitFor()
  await page.goto('/orders/new?customer=1500020')
  const place = page.getByRole('button', { name: /下單/ })
  await place.waitFor()
  const count = await breakNetwork(context, 11)
  await page.getByLabel('交代司機').fill('網路不穩時下的單')
  await place.dblclick()
  const ask = await asking(company, loginOf('office'))
  const ordersOf = async () => {
    const answer = (await ask('GET', '/api/orders?limit=200')) as { orders: { note: string }[] }
    return answer.orders.filter(order => order.note === '網路不穩時下的單').length
  }
  await expect
    .poll(
      async () => {
        // A clerk who reads that it did not go through presses again.
        if (page.url().includes('/orders/new')) await place.click({ timeout: 2_000 }).catch(() => undefined)
        return page.url().includes('/orders/new')
      },
      { timeout: 60_000, interval: 1_500 },
    )
    .toBe(false)
  expect(await ordersOf()).toBe(1)
  for (const path of ['/due-list', '/dispatch', '/cylinders', '/day-closes', '/customers', '/']) {
    await page.goto(path)
    await openAtLast(page)
    expect(((await page.locator('main').textContent()) ?? '').trim()).not.toBe('')
  }
  expect(count.failed).toBeGreaterThan(3)
  expect(faultsOf.get(context)).toEqual([])
  await context.close()
})

test('[P1][S25] the company agreed with itself when it was founded', () => {
  expect(company.faultsAtFounding).toEqual([])
})

test('[S4] after all that the ledgers agree', async () => {
  const { code, output } = await luckygas(
    company.dataFolder,
    shiftedEnvironment(company.shiftMs),
    'integrity',
    '--json',
  )
  expect(JSON.parse(output)).toMatchObject({ isClean: true })
  expect(code).toBe(0)
})
