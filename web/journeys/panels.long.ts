import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../../server/testkit/stage.ts'
import { type BrokenPanel, breakPanels, openAddress } from './break-panels.ts'
import { openBrowser } from './browser.ts'
import { faultsOf, openContext, openDesk, type Scene, signIn } from './cast.ts'
import { shiftBackTo, shiftedEnvironment } from './clock.ts'
import { driverOfDay, openStopsOf } from './company.ts'
import { type DemoCompany, demoCompany } from './demo-stage.ts'
import { exchangeEnvironment } from './exchange.ts'
import { driverScreens, officeScreens } from './screens.ts'

const shiftMs = shiftBackTo(10 * 60 + 40)
const foundingMs = 600_000
/** Names the note of a demo company that stands already; see `demo-stage.ts`. */
const standing = process.env.LUCKYGAS_JOURNEY_DEMO
let stage: Stage | undefined
let company: Pick<DemoCompany, 'origin' | 'logins' | 'shiftMs'>
let browser: Browser
let scene: Scene
beforeAll(async () => {
  browser = await openBrowser()
  if (standing === undefined) {
    const environment = { ...shiftedEnvironment(shiftMs), ...exchangeEnvironment }
    stage = await openStage({ isDemo: true, environment, startTimeoutMs: foundingMs })
  }
  company = stage ? { ...stage, origin: stage.origin, shiftMs } : await demoCompany(standing ?? '')
  scene = { browser, ...company }
}, foundingMs + 60_000)
afterAll(async () => {
  await browser?.close()
  await stage?.dispose()
})

/** A page whose data have arrived; one that goes on asking (a map, say) is good enough. */
async function settle(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(() => !document.querySelector('.skel, .skeleton, [aria-busy="true"]'))
  await page.waitForTimeout(150)
}

const wrongOf = (screen: string, panels: readonly BrokenPanel[]) =>
  panels.flatMap(({ title, wrong }) => wrong.map(words => `${screen} ${title}: ${words}`))

test('[S4] an error thrown inside any part of any page of the office stays there, and the part comes back', async () => {
  const admin = company.logins.find(({ role }) => role === 'super_admin')
  if (!admin) throw new Error('the demo company has no super_admin')
  const page = await openDesk(scene, admin, 'desk')
  page.setDefaultTimeout(30_000)
  const titles = new Set<string>()
  const wrong: string[] = []
  for (const address of officeScreens) {
    await openAddress(page, address)
    await settle(page)
    const panels = await breakPanels(page)
    wrong.push(...wrongOf(address, panels))
    for (const { title } of panels) titles.add(title)
    // The frame around the page is whole, and it can be left.
    await page.getByRole('navigation', { name: '主選單' }).waitFor()
    expect(new URL(page.url()).pathname).toBe(address.split('?')[0])
  }
  expect(wrong).toEqual([])
  expect(titles.size).toBeGreaterThanOrEqual(30)
  expect(faultsOf.get(page.context())).toEqual([])
  await page.context().close()
})

test('[S4] an error thrown inside any part of a driver’s screen stays there, and the part comes back', async () => {
  const { login, day } = await driverOfDay(company, each => openStopsOf(each).length > 0)
  const page = await (await openContext(scene, 'phone')).newPage()
  page.setDefaultTimeout(30_000)
  await page.goto('/driver/')
  await signIn(page, login)
  await page.locator('.trip-line').waitFor()
  const titles = new Set<string>()
  const wrong: string[] = []
  for (const place of driverScreens(day)) {
    await page.evaluate(to => {
      location.hash = `#/${to}`
    }, place)
    await settle(page)
    const panels = await breakPanels(page)
    wrong.push(...wrongOf(place, panels))
    for (const { title } of panels) titles.add(title)
    expect(((await page.locator('main').textContent()) ?? '').trim()).not.toBe('')
  }
  expect(wrong).toEqual([])
  expect(titles.size).toBeGreaterThanOrEqual(10)
  expect(faultsOf.get(page.context())).toEqual([])
  await page.context().close()
})
