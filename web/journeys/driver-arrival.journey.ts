import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { DriverDay } from '../../contract/messages/driver-commands.ts'
import { openBrowser } from './browser.ts'
import { openContext, signIn } from './cast.ts'
import { asking, driverOfDay } from './company.ts'
import { type DemoCompany, demoCompany } from './demo-stage.ts'
import { type DayStop, Hand } from './driver-walk.ts'
import { filmBarCode } from './film-bar-code.ts'

// What the phone sees by itself: that it stands at the next door, and the number on a cylinder.
let company: DemoCompany
let browser: Browser
let context: BrowserContext
beforeAll(async () => {
  ;[company, browser] = await Promise.all([demoCompany(inject('demoNote')), openBrowser()])
})
afterAll(async () => {
  await context?.close()
  await browser?.close()
})

/** The door the driver goes to next, where he has loaded and its point is exact. */
function nextDoor({ run, stops }: DriverDay): DayStop | undefined {
  const next = stops.find(stop => ['published', 'arrived'].includes(stop.state))
  const isOnTheRoad =
    run?.state === 'loaded' && run.isVehicleChecked && run.loadedTrips.includes(next?.trip ?? 0)
  const isPlain = next?.state === 'published' && next.meter === null && !next.expectsResidual
  return isOnTheRoad && isPlain && next.point !== null && !next.isPointCoarse ? next : undefined
}

test('[F1] [F3] a minute at the next door offers the arrival, and the camera reads a cylinder’s number there', async () => {
  const { login, day } = await driverOfDay(company, each => nextDoor(each) !== undefined)
  const stop = nextDoor(day)
  if (!stop?.point) throw new Error('a door to go to was asked for')
  const { latitude, longitude } = stop.point
  context = await openContext({ browser, ...company }, 'phone')
  await context.grantPermissions(['geolocation'])
  await context.setGeolocation({ latitude: latitude + 0.01, longitude, accuracy: 12 })
  await filmBarCode(context, '70021234')
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const hand = new Hand(page)
  await page.goto('/driver/')
  await signIn(page, login)
  await page.locator('.trip-line').waitFor()

  const offer = page.getByRole('status', { name: '到達', exact: true })
  await context.setGeolocation({ latitude: latitude + 0.0002, longitude, accuracy: 12 })
  await page.waitForTimeout(500)
  expect(await offer.count()).toBe(0)
  // A minute goes by.
  await page.evaluate(() => {
    const before = Date.now.bind(Date)
    Date.now = () => before() + 61_000
  })
  await context.setGeolocation({ latitude: latitude + 0.0001, longitude, accuracy: 12 })
  await offer.getByText(stop.shortName).waitFor()
  await offer.getByRole('button', { name: '抵達' }).click()
  await page.waitForURL(() => hand.place === `deliver/${stop.id}`)
  const api = await asking(company, login)
  const state = async () =>
    ((await api('GET', '/api/driver/day')) as DriverDay).stops.find(({ id }) => id === stop.id)?.state
  await expect.poll(state, { timeout: 10_000 }).toBe('arrived')

  await hand.tap('鋼瓶號碼（有看就打）')
  await hand.tap('掃條碼')
  const serial = page.getByLabel('容器號碼')
  await expect.poll(() => serial.inputValue(), { timeout: 15_000 }).toBe('70021234')
  await page.getByLabel('檢驗期限（例 1171231）').fill('1291231')
  await hand.tap('加入')
  await page.getByRole('button', { name: /70021234.*拿掉/ }).waitFor()
})
