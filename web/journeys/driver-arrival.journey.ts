import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { DriverDay } from '../../contract/messages/driver-commands.ts'
import type { Login } from '../../server/testkit/stage.ts'
import { openBrowser } from './browser.ts'
import { openContext, signIn } from './cast.ts'
import { asking, driverOfDay, openStopsOf } from './company.ts'
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

/** A door of a loaded trip where a usual swap is due and whose point is exact, and what the driver has before it. */
function plainDoor({ run, stops }: DriverDay): { door: DayStop; before: DayStop[] } | undefined {
  if (run?.state !== 'loaded' || !run.isVehicleChecked) return undefined
  const open = openStopsOf({ stops }).filter(stop => run.loadedTrips.includes(stop.trip))
  const place = open.findIndex(
    stop =>
      stop.state === 'published' &&
      stop.meter === null &&
      !stop.expectsResidual &&
      stop.point !== null &&
      !stop.isPointCoarse,
  )
  const door = open[place]
  return door && { door, before: open.slice(0, place) }
}

/** Nobody opens at these doors, says another phone of the driver. */
async function passBy(login: Login, day: DriverDay, stops: readonly DayStop[]): Promise<void> {
  const api = await asking(company, login)
  const deviceId = crypto.randomUUID()
  for (const [index, { id: stopId }] of stops.entries())
    await api('POST', '/api/driver/commands', {
      ...{ kind: 'fail', id: crypto.randomUUID(), deviceId, deviceSequence: index + 1, clockOffsetMs: 0 },
      ...{ deviceAt: new Date(Date.now() + company.shiftMs).toISOString(), businessDate: day.date },
      ...{ runId: day.run?.id, stopId, deliveryId: crypto.randomUUID(), reason: 'absent' },
    })
}

test('[F1] [F3] a minute at the next door offers the arrival, and the camera reads a cylinder’s number there', async () => {
  const { login, day } = await driverOfDay(company, each => plainDoor(each) !== undefined)
  const { door: stop, before } = plainDoor(day) ?? { before: [] }
  if (!stop?.point) throw new Error('a door to go to was asked for')
  await passBy(login, day, before)
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
