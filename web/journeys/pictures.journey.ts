import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { addDays } from '../../contract/kernel/dates.ts'
import type { DriverDay } from '../../contract/messages/driver-commands.ts'
import { openBrowser } from './browser.ts'
import { openContext, openDesk, type Scene, signIn } from './cast.ts'
import { shiftedToday } from './clock.ts'
import { driverOfDay } from './company.ts'
import { type DemoCompany, demoCompany } from './demo-stage.ts'
import { picture, takesPictures } from './pictures.ts'

let company: DemoCompany
let browser: Browser
let scene: Scene
beforeAll(async () => {
  if (!takesPictures) return
  ;[company, browser] = await Promise.all([demoCompany(inject('demoNote')), openBrowser()])
  scene = { browser, ...company }
})
afterAll(() => browser?.close())

const atRest = async (page: Page) => {
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => !document.querySelector('.skeleton, [aria-busy="true"]'))
}
const loginOf = (name: string) => {
  const found = company.logins.find(({ login }) => login === name)
  if (!found) throw new Error(`the demo company has no ${name}`)
  return found
}

test.skipIf(!takesPictures)('[S36] the pictures of README: the office with a full day', async () => {
  const page = await openDesk(scene, loginOf('dispatcher'))
  page.setDefaultTimeout(60_000)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto('/')
  await atRest(page)
  await picture(page, 'today')
  await page.goto('/due-list')
  await atRest(page)
  await picture(page, 'due-list')
  await page.goto('/dispatch')
  await atRest(page)
  await page.locator('.map .maplibregl-marker, .map svg').first().waitFor()
  await page.waitForFunction(() => document.querySelectorAll('.map .maplibregl-marker').length > 10)
  await picture(page, 'dispatch')
  await page.goto('/orders/new?customer=1500007')
  await atRest(page)
  await picture(page, 'phone-order')
  const today = shiftedToday(company.shiftMs)
  await page.goto(`/day-closes?date=${addDays(today, -1)}`)
  await page.setViewportSize({ width: 1440, height: 700 })
  await atRest(page)
  await picture(page, 'day-close')
  expect(await page.getByRole('region').count()).toBeGreaterThan(2)
})

test.skipIf(!takesPictures)('[S36] the pictures of README: the driver at a stop', async () => {
  const paysCash = (stop: DriverDay['stops'][number]) =>
    stop.state === 'published' &&
    stop.meter === null &&
    !stop.expectsResidual &&
    stop.settlement === 'cash' &&
    stop.amountDueNtd !== '0'
  const { login, day } = await driverOfDay(company, each => each.stops.some(paysCash))
  const stop = day.stops.find(paysCash)
  if (!stop) throw new Error('nobody pays cash today')
  const page = await (await openContext(scene, 'phone')).newPage()
  page.setDefaultTimeout(15_000)
  await page.goto('/')
  await signIn(page, login)
  await page.locator('.trip-line').waitFor()
  await page.goto(`/driver/#/stop/${stop.id}`)
  await page.locator('.slab').waitFor()
  await atRest(page)
  await picture(page, 'driver-stop')
  await page.goto(`/driver/#/cash/${stop.id}`)
  await page.locator('.changes').waitFor()
  await picture(page, 'driver-cash')
  expect((await page.locator('.amount').textContent()) ?? '').toContain('NT$')
})
