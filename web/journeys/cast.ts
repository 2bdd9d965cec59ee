import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { Login } from '../../server/testkit/stage.ts'
import { type Profile, profiles } from './browser.ts'
import { shiftClockOf } from './clock.ts'

/** Where a journey plays: a server, a browser, and how far back both live. */
export interface Scene {
  browser: Browser
  origin: string
  shiftMs: number
}

/** Errors that reached a page's window: a journey ends with none. */
export const faultsOf = new WeakMap<BrowserContext, string[]>()

/** Collects what a context's pages throw, and gives them the journey's clock. */
export async function prepare(context: BrowserContext, shiftMs: number): Promise<void> {
  const faults: string[] = []
  faultsOf.set(context, faults)
  context.on('weberror', fault => faults.push(fault.error().stack ?? String(fault.error())))
  await shiftClockOf(context, shiftMs)
}

export function contextOptions(scene: Pick<Scene, 'origin'>, profile: Profile): BrowserContextOptions {
  return {
    ...profiles[profile],
    baseURL: scene.origin,
    locale: 'zh-TW',
    timezoneId: 'Asia/Taipei',
    acceptDownloads: true,
  }
}

export async function openContext(scene: Scene, profile: Profile): Promise<BrowserContext> {
  const context = await scene.browser.newContext(contextOptions(scene, profile))
  await prepare(context, scene.shiftMs)
  return context
}

/** Types the login of the office's sign-in page and waits for whatever opens. */
export async function signIn(page: Page, login: Login): Promise<void> {
  await page.getByLabel('帳號').fill(login.login)
  await page.getByLabel('密碼').fill(login.password)
  await page.getByRole('button', { name: '登入', exact: true }).click()
}

/** A person at a desk, signed in on the office's first page. */
export async function openDesk(scene: Scene, login: Login, profile: Profile = 'laptop'): Promise<Page> {
  const page = await (await openContext(scene, profile)).newPage()
  page.setDefaultTimeout(15_000)
  await page.goto('/')
  await signIn(page, login)
  await page.getByRole('navigation', { name: '主選單' }).waitFor()
  return page
}

/** Opens a page of the office by its link in the rail. */
export async function goTo(page: Page, name: string): Promise<void> {
  await page
    .getByRole('navigation', { name: '主選單' })
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .click()
  await page.getByRole('heading', { level: 1, name: new RegExp(`^${name}`) }).waitFor()
}

/** Chooses an option of a list box by what people read. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(label) }).click()
  await page.getByRole('option', { name: option }).click()
}
