import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { openFaultProxy } from '../../server/testkit/fault-proxy.ts'
import { openBrowser } from './browser.ts'
import { faultsOf, openContext, signIn } from './cast.ts'
import { asking } from './company.ts'
import { type DemoCompany, demoCompany } from './demo-stage.ts'

const soon = { timeout: 30_000 }
let company: DemoCompany
let browser: Browser
beforeAll(async () => {
  ;[company, browser] = await Promise.all([demoCompany(inject('demoNote')), openBrowser()])
})
afterAll(() => browser?.close())

test('[S3] a page says that it is not live, and when it is again it has what happened meanwhile', async () => {
  const proxy = await openFaultProxy({ target: company.origin, seed: 3, share: 0, kinds: ['reset-before'] })
  onTestFinished(proxy.close)
  // Everything passes but live sockets.
  proxy.setShare(0, 1)
  const login = company.logins.find(({ role }) => role === 'office')
  if (!login) throw new Error('the demo company has no office')
  const context = await openContext({ browser, origin: proxy.origin, shiftMs: company.shiftMs }, 'laptop')
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  /** Orders of the day, as often as the page has asked for them. */
  const placed: number[] = []
  page.on('response', async answer => {
    if (!answer.url().includes('/api/today') || !answer.ok()) return
    placed.push(((await answer.json()) as { orders: { placed: number } }).orders.placed)
  })
  await page.goto('/')
  await signIn(page, login)
  const state = page.locator('.conn')
  await expect.poll(() => state.textContent(), soon).toContain('離線')
  expect(await state.getAttribute('role')).toBe('status')
  await expect.poll(() => placed.length, soon).toBeGreaterThan(0)
  const before = placed.at(-1) ?? 0
  const ask = await asking(company, login)
  const { customers } = (await ask('GET', '/api/customers?limit=1')) as { customers: { siteId: string }[] }
  await ask('POST', '/api/orders', {
    id: crypto.randomUUID(),
    siteId: customers[0]?.siteId,
    requestedOn: new Date(Date.now() + company.shiftMs + 8 * 3_600_000).toISOString().slice(0, 10),
    isDuplicateAccepted: true,
    lines: [{ product: '20', quantity: 1 }],
  })
  proxy.setShare(0)
  await expect.poll(() => state.textContent(), soon).toContain('連線正常')
  await expect.poll(() => placed.at(-1), soon).toBeGreaterThan(before)
  expect(faultsOf.get(context)).toEqual([])
  await context.close()
})
