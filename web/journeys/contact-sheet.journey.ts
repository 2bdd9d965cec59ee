import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { addDays } from '../../contract/kernel/dates.ts'
import { openBrowser } from './browser.ts'
import { openContext, openDesk, type Scene, signIn } from './cast.ts'
import { shiftedToday } from './clock.ts'
import { driverOfDay, openStopsOf } from './company.ts'
import { type DemoCompany, demoCompany } from './demo-stage.ts'
import { takesPictures } from './pictures.ts'
import { driverScreens, forgottenOfDriver, forgottenOfOffice, officeScreens } from './screens.ts'

/** Too heavy for the tree: git ignores this folder, and whoever wants to see the screens takes them anew. */
const folder = join(import.meta.dirname, 'dist')

let company: DemoCompany
let browser: Browser
let scene: Scene
beforeAll(async () => {
  if (!takesPictures) return
  ;[company, browser] = await Promise.all([demoCompany(inject('demoNote')), openBrowser()])
  scene = { browser, ...company }
})
afterAll(() => browser?.close())

interface Shot {
  title: string
  file: string
}
/** A map says nowhere in the page that it is drawn. */
const mapMs = 2_000
/** A page that has come to rest: its data stand there, its map is drawn, and nothing is asked any more. */
async function settle(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(() => !document.querySelector('.skel, .skeleton, [aria-busy="true"]'))
  await page.waitForLoadState('networkidle')
  if ((await page.locator('.map').count()) > 0) await page.waitForTimeout(mapMs)
}

/** Takes one picture of each address in a group's folder. */
async function shoot(page: Page, group: string, addresses: readonly string[]): Promise<Shot[]> {
  mkdirSync(join(folder, group), { recursive: true })
  const shots: Shot[] = []
  for (const [index, address] of addresses.entries()) {
    await page.goto(address)
    await settle(page)
    const name = `${String(index + 1).padStart(2, '0')}-${address.replace(/[0-9a-f-]{36}/, '').replace(/[^\w-]+/g, '-')}`
    const file = join(folder, group, `${name}.png`)
    await page.screenshot({ path: file, animations: 'disabled', scale: 'css' })
    shots.push({ title: address.replace(/[0-9a-f-]{36}/, '…'), file })
  }
  return shots
}

/** One picture with a thumbnail of each shot, its address under it. */
async function assemble(group: string, shots: Shot[], thumbWidth: number, columns: number): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: columns * (thumbWidth + 16) + 16, height: 600 },
    deviceScaleFactor: 1,
  })
  const figures = shots.map(({ title, file }) => {
    const picture = readFileSync(file).toString('base64')
    return `<figure><img alt="" src="data:image/png;base64,${picture}"><figcaption>${title}</figcaption></figure>`
  })
  await page.setContent(`<!doctype html><meta charset="utf-8"><style>
    body { margin: 16px 0 0 16px; display: grid; gap: 16px; grid-template-columns: repeat(${columns}, ${thumbWidth}px);
      align-items: start; background: #777; font: 13px "Noto Sans TC", sans-serif }
    figure { margin: 0 } img { width: 100%; display: block } figcaption { padding: 3px 6px; background: #fff }
  </style>${figures.join('')}`)
  await page.screenshot({ path: join(folder, `${group}.png`), fullPage: true })
  await page.close()
}

test('[S36] a contact sheet forgets no screen of the office', () => {
  expect(forgottenOfOffice(officeScreens)).toEqual([])
})

for (const { kind, profile, viewport, thumb, columns } of [
  { kind: 'desk', profile: 'laptop', viewport: { width: 1440, height: 900 }, thumb: 480, columns: 4 },
  { kind: 'phone', profile: 'phone', viewport: { width: 390, height: 844 }, thumb: 195, columns: 8 },
] as const)
  for (const colorScheme of ['light', 'dark'] as const)
    test.skipIf(!takesPictures)(`[S36] every screen of the office, ${kind}, ${colorScheme}`, async () => {
      const admin = company.logins.find(({ role }) => role === 'super_admin')
      if (!admin) throw new Error('the demo company has no super_admin')
      const page = await openDesk(scene, admin, profile)
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize(viewport)
      const yesterday = addDays(shiftedToday(company.shiftMs), -1)
      const addresses = [...officeScreens, `/day-closes?date=${yesterday}`]
      const shots = await shoot(page, `office-${kind}-${colorScheme}`, addresses)
      await assemble(`office-${kind}-${colorScheme}`, shots, thumb, columns)
      await page.context().close()
      expect(shots).toHaveLength(addresses.length)
    })

test.skipIf(!takesPictures)('[S36] every screen of the driver, light and dark', async () => {
  const { login, day } = await driverOfDay(
    company,
    each => openStopsOf(each).length > 0 && each.stops.some(stop => stop.delivery !== null),
  )
  const places = driverScreens(day)
  expect(forgottenOfDriver(places)).toEqual([])
  const page = await (await openContext(scene, 'phone')).newPage()
  page.setDefaultTimeout(15_000)
  await page.goto('/driver/')
  await signIn(page, login)
  await page.locator('.trip-line').waitFor()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const shots = await shoot(
      page,
      `driver-${colorScheme}`,
      places.map(place => `/driver/#/${place}`),
    )
    await assemble(`driver-${colorScheme}`, shots, 195, 8)
  }
  await page.context().close()
})
