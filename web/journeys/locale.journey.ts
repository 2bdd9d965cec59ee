import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { contextOptions, goTo, prepare, type Scene, signIn } from './cast.ts'
import { type DemoCompany, demoCompany } from './demo-stage.ts'

let company: DemoCompany
let browser: Browser
let scene: Scene
beforeAll(async () => {
  ;[company, browser] = await Promise.all([demoCompany(inject('demoNote')), openBrowser()])
  scene = { browser, ...company }
})
afterAll(() => browser?.close())

/** Words of the screens that look like the key of a text instead of a text: `dueList.build`, `nav.today`. */
const rawKey = /(^|\s)[a-z][a-zA-Z]+(\.[a-zA-Z-]+)+(\s|$)/
const names = [
  '今日總覽',
  '訂單',
  '待配送',
  '派遣',
  '追蹤',
  '鋼瓶',
  '待決事項',
  '日結',
  '客戶',
  '匯入',
  '設定',
]

/** Whatever a build calls the files of its texts. */
const localeFiles = /\/(locales?|en|zh)[-./][^?]*\.(js|json)/i

test('[S5] with every locale file blocked, and a browser that speaks French, the office and the driver app are Chinese', async () => {
  for (const [role, profile] of [
    ['super_admin', 'laptop'],
    ['driver', 'phone'],
  ] as const) {
    const context = await browser.newContext({ ...contextOptions(scene, profile), locale: 'fr-FR' })
    await prepare(context, scene.shiftMs)
    await context.route(localeFiles, route => route.abort())
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    const login = company.logins.find(each => each.role === role)
    if (!login) throw new Error(`nobody is ${role}`)
    await page.goto('/')
    await signIn(page, login)
    if (role === 'driver') {
      await page.locator('.trip-line').waitFor()
      await page.getByRole('button', { name: '全部' }).waitFor()
    } else {
      for (const name of names) {
        await goTo(page, name)
        expect((await page.locator('main').textContent()) ?? '').not.toMatch(rawKey)
      }
    }
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hant-TW')
    expect((await page.locator('#root').textContent()) ?? '').not.toMatch(rawKey)
    await context.close()
  }
})

test('[S5] whoever chooses English while its texts are blocked goes on in Chinese', async () => {
  const context = await browser.newContext(contextOptions(scene, 'laptop'))
  let blocked = 0
  await context.route(localeFiles, route => {
    blocked += 1
    return route.abort()
  })
  const page = await context.newPage()
  await page.goto('/')
  await page.getByRole('button', { name: 'English' }).click()
  await expect.poll(() => blocked).toBeGreaterThan(0)
  await page.getByLabel('密碼').waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hant-TW')
  await context.close()
})

test('[S5] whoever chooses English gets it, and keeps it', async () => {
  const context = await browser.newContext(contextOptions(scene, 'laptop'))
  const page = await context.newPage()
  await page.goto('/')
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByLabel('Password').waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  await page.reload()
  await page.getByLabel('Password').waitFor()
  await context.close()
})
