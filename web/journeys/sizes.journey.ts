import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Login } from '../../server/testkit/stage.ts'
import { openBrowser, profiles } from './browser.ts'
import { openContext, openDesk, type Scene, signIn } from './cast.ts'
import { driverOfDay, openStopsOf } from './company.ts'
import { type DemoCompany, demoCompany } from './demo-stage.ts'
import { driverScreens, officeScreens } from './screens.ts'

let company: DemoCompany
let browser: Browser
let scene: Scene
const loginOf = (name: string): Login => {
  const found = company.logins.find(login => login.login === name)
  if (!found) throw new Error(`the demo company has no ${name}`)
  return found
}

beforeAll(async () => {
  ;[company, browser] = await Promise.all([demoCompany(inject('demoNote')), openBrowser()])
  scene = { browser, ...company }
})
afterAll(() => browser?.close())

/** A page that has come to rest: its title stands there, and no skeleton where data will be. */
async function settle(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(() => !document.querySelector('.skel, .skeleton, [aria-busy="true"]'))
}

/** Colours that still change from one scheme to the other are neither; nothing moves while it is inspected. */
async function stopMoving(page: Page): Promise<void> {
  await page.evaluate(() => {
    const still = new CSSStyleSheet()
    still.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important }')
    document.adoptedStyleSheets.push(still)
  })
}

/** Pixels by which a page is wider than its window. */
const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** What may differ between the two schemes is looked at in both; everything else in light. */
const inspected = {
  light: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  dark: ['color-contrast', 'link-in-text-block'],
}
const schemes = ['light', 'dark'] as const

/** What keeps somebody out of a page: each violation of WCAG 2.2 AA with the first places of it. */
async function violationsOn(page: Page, scheme: keyof typeof inspected = 'light'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  return page.evaluate(async runOnly => {
    const { axe: inspector } = globalThis as unknown as { axe: typeof import('axe-core') }
    const { violations } = await inspector.run(document, { runOnly, resultTypes: ['violations'] })
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(node => node.target.join(' '))
          .join(' | ')}`,
    )
  }, inspected[scheme])
}

describe.concurrent('the office', () => {
  test.each([
    { kind: 'in the hand', profile: 'phone', widths: ['phone-small', 'phone', 'phone-large'] },
    { kind: 'on a desk', profile: 'laptop', widths: ['laptop', 'desk'] },
  ] as const)(
    '[S1] every page fits $kind, and nobody is kept out of it, in light and dark',
    async kind => {
      const page = await openDesk(scene, loginOf('admin'), kind.profile)
      const complaints: Record<string, string[]> = {}
      for (const path of officeScreens) {
        await page.goto(path)
        await settle(page)
        await stopMoving(page)
        for (const width of kind.widths) {
          await page.setViewportSize(profiles[width].viewport)
          const found = await sideways(page)
          if (found > 0) complaints[`${path} ${width}`] = [`scrolls ${found} px sideways`]
        }
        for (const colorScheme of schemes) {
          await page.emulateMedia({ colorScheme })
          const found = await violationsOn(page, colorScheme)
          if (found.length > 0) complaints[`${path} ${colorScheme}`] = found
        }
      }
      await page.context().close()
      expect(complaints).toEqual({})
    },
    600_000,
  )
})

test('[S1] every screen of the driver fits three phones, and nobody is kept out of it, in light and dark', async () => {
  const { login, day } = await driverOfDay(
    company,
    each => openStopsOf(each).length > 0 && each.stops.some(stop => stop.delivery !== null),
  )
  const page = await (await openContext(scene, 'phone')).newPage()
  page.setDefaultTimeout(15_000)
  await page.goto('/driver/')
  await page.getByLabel('帳號').waitFor()
  expect(await violationsOn(page)).toEqual([])
  await signIn(page, login)
  await page.locator('.trip-line').waitFor()
  const complaints: Record<string, string[]> = {}
  await stopMoving(page)
  // What scrolls under the bar at the bottom is half hidden at some length of list; that is no small target.
  await page.addStyleTag({ content: '.bar, .keypad { position: static !important }' })
  for (const place of driverScreens(day)) {
    await page.goto(`/driver/#/${place}`)
    await page.locator('.screen h1').waitFor()
    for (const width of ['phone-small', 'phone-large', 'phone'] as const) {
      await page.setViewportSize(profiles[width].viewport)
      const found = await sideways(page)
      if (found > 0) complaints[`${place} ${width}`] = [`scrolls ${found} px sideways`]
    }
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme })
      const found = await violationsOn(page, colorScheme)
      if (found.length > 0) complaints[`${place} ${colorScheme}`] = found
    }
  }
  await page.context().close()
  expect(complaints).toEqual({})
})

test('[S1] a driver on a phone lands on his app, others stay in the office, and a choice is remembered', async () => {
  const phone = await (await openContext(scene, 'phone')).newPage()
  await phone.goto('/')
  await signIn(phone, loginOf('driver-c'))
  await phone.locator('.trip-line').waitFor()
  expect(new URL(phone.url()).pathname).toBe('/driver/')
  const clerk = await openDesk(scene, loginOf('office'), 'phone')
  expect(new URL(clerk.url()).pathname).toBe('/')

  const desk = await openDesk(scene, loginOf('driver-c'), 'laptop')
  expect(new URL(desk.url()).pathname).toBe('/')
  await desk.goto('/settings/own')
  await desk.getByRole('button', { name: '司機 App' }).click()
  const again = await (await openContext(scene, 'laptop')).newPage()
  await again.goto('/')
  await signIn(again, loginOf('driver-c'))
  await again.locator('.trip-line').waitFor()
  expect(new URL(again.url()).pathname).toBe('/driver/')
  for (const page of [phone, clerk, desk, again]) await page.context().close()
})
