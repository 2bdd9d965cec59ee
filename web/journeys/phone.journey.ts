import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { openDesk, type Scene } from './cast.ts'
import { type Api, asking } from './company.ts'
import { type DemoCompany, demoCompany } from './demo-stage.ts'
import { tellCall } from './exchange.ts'

interface Row {
  id: string
  code: string
  shortName: string
  siteId: string
  isTerminated: boolean
}
interface Card {
  recentDeliveries: { products: Record<string, number> }[]
}

let company: DemoCompany
let browser: Browser
let scene: Scene
let office: Api
/** Customers who order what they took last, each for one test, because an open order makes the next a duplicate. */
let regulars: Row[]

const loginOf = (role: string) => {
  const found = company.logins.find(login => login.role === role)
  if (!found) throw new Error(`the demo company has no ${role}`)
  return found
}

beforeAll(async () => {
  ;[company, browser] = await Promise.all([demoCompany(inject('demoNote')), openBrowser()])
  scene = { browser, ...company }
  office = await asking(company, loginOf('office'))
  regulars = await findRegulars(3)
})
afterAll(() => browser?.close())

async function findRegulars(wanted: number): Promise<Row[]> {
  const { customers } = (await office('GET', '/api/customers?limit=200&kind=commercial')) as {
    customers: Row[]
  }
  const found: Row[] = []
  for (const row of customers.filter(each => !each.isTerminated)) {
    if (found.length === wanted) break
    const card = (await office('GET', `/api/customers/${row.code}`)) as Card
    const desk = (await office('GET', `/api/sites/${row.siteId}/order-desk`)) as { openOrders: unknown[] }
    const last = Object.keys(card.recentDeliveries[0]?.products ?? {})
    const isByCylinder = last.every(product => !product.startsWith('F'))
    if (desk.openOrders.length === 0 && last.length > 0 && isByCylinder) found.push(row)
  }
  if (found.length < wanted) throw new Error('the demo company has too few regular customers')
  return found
}

const openOrders = async ({ siteId }: Pick<Row, 'siteId'>) =>
  (
    (await office('GET', `/api/sites/${siteId}/order-desk`)) as {
      openOrders: { id: string; number: number }[]
    }
  ).openOrders

/** Presses keys and counts them; letters of a text are typing, not keys. */
function keyboardOf(page: Page) {
  let keys = 0
  return {
    press: async (key: string) => {
      keys += 1
      await page.keyboard.press(key)
    },
    count: () => keys,
  }
}

const focusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '')
const untilFocused = (page: Page, text: string) =>
  page.waitForFunction(wanted => (document.activeElement?.textContent ?? '').includes(wanted), text)
/**
 * Numbers of this run only, so that a company that stands already can be visited again. The demo company's customers
 * have those that three divides.
 */
const dividedByThree = 270 + 3 * Math.floor(Math.random() * 240)
const numberOf = (index: 1 | 2 | 3) => `0900000${dividedByThree + { 1: 1, 2: 2, 3: 4 }[index]}`
const callId = () => `journey ${crypto.randomUUID()}`

test('[A4] a ring opens the caller’s card and the usual order is placed: 2 keys', async () => {
  const [regular] = regulars as [Row]
  await office('PUT', `/api/customers/${regular.code}/phones`, { number: numberOf(1), label: '老闆' })
  const page = await openDesk(scene, loginOf('office'))
  const keyboard = keyboardOf(page)
  await tellCall(company.origin, { callId: callId(), event: 'ringing', from: `+886 ${numberOf(1).slice(1)}` })
  const bell = page.getByRole('alert', { name: '來電中' })
  await bell.getByText(regular.shortName).waitFor()
  await keyboard.press('F2')
  await untilFocused(page, '下單')
  await page.waitForFunction(() => /NT\$ (?!0・)/.test(document.querySelector('.foot')?.textContent ?? ''))
  await keyboard.press('Enter')
  await page.waitForURL(url => url.pathname === '/orders')
  expect(keyboard.count()).toBe(2)
  expect(await openOrders(regular)).toHaveLength(1)
  const log = (await office('GET', '/api/calls?limit=5')) as { calls: { orderId: string | null }[] }
  expect(log.calls[0]?.orderId).toBe((await openOrders(regular))[0]?.id)
  await page.context().close()
})

test('[A4][C2] a call put through opens the card by itself; several on one number are chosen by a digit', async () => {
  const [, first, second] = regulars as [Row, Row, Row]
  for (const { code } of [first, second])
    await office('PUT', `/api/customers/${code}/phones`, { number: numberOf(2) })
  await office('PUT', '/api/calls/extension', { extension: '8201' })
  const page = await openDesk(scene, loginOf('office'))
  const keyboard = keyboardOf(page)
  const call = { callId: callId(), from: numberOf(2), extension: '8201' }
  await tellCall(company.origin, { ...call, event: 'ringing' })
  await tellCall(company.origin, { ...call, event: 'answered' })
  const two = [first, second].toSorted((a, b) => a.code.localeCompare(b.code))
  await untilFocused(page, two[0]?.code ?? '')
  await keyboard.press('Digit2')
  await page.getByRole('heading', { name: two[1]?.shortName ?? '' }).waitFor()
  await untilFocused(page, '下單')
  // He asked only for the price: the call is noted, nothing is ordered.
  await keyboard.press('Escape')
  await page.getByText('已記下這通來電。').waitFor()
  expect(keyboard.count()).toBe(2)
  expect(await openOrders(two[1] as Row)).toHaveLength(0)
  await page.context().close()
})

test('[C2] a new customer with his order by the keyboard alone', async () => {
  const page = await openDesk(scene, loginOf('office'))
  const keyboard = keyboardOf(page)
  const name = `新客 ${Date.now() % 100_000}`
  await tellCall(company.origin, { callId: callId(), event: 'ringing', from: numberOf(3) })
  await page.getByRole('alert', { name: '來電中' }).getByText('新號碼').waitFor()
  await keyboard.press('F2')
  await page.getByRole('heading', { name: /^新客戶 0900-000-/ }).waitFor()
  await page.keyboard.type(name)
  await keyboard.press('Tab')
  await page.keyboard.type('台東縣台東市中華路一段100號')
  await keyboard.press('Enter')
  await untilFocused(page, '50KG')
  expect(await focusedText(page)).toContain('1')
  await keyboard.press('Digit4')
  await page.waitForFunction(() => /NT\$ (?!0・)/.test(document.querySelector('.foot')?.textContent ?? ''))
  await keyboard.press('Enter')
  await page.waitForURL(url => url.pathname === '/orders')
  expect(keyboard.count()).toBe(5)
  const found = (await office('GET', `/api/callers?number=${numberOf(3)}`)) as {
    customers: { shortName: string }[]
  }
  expect(found.customers.map(each => each.shortName)).toContain(name)
  await page.context().close()
})

test('[C1][C2] three on one order: the later ones learn who changed what, keep what they typed, and nothing is lost', async () => {
  const [, , regular] = regulars as [Row, Row, Row]
  const tomorrow = new Date(Date.now() + company.shiftMs + 32 * 3_600_000).toISOString().slice(0, 10)
  const order = (await office('POST', '/api/orders', {
    id: crypto.randomUUID(),
    siteId: regular.siteId,
    requestedOn: tomorrow,
    isDuplicateAccepted: true,
    lines: [{ product: '20', quantity: 1 }],
  })) as { id: string; number: number }
  const desks = await Promise.all(
    ['office', 'manager', 'dispatcher'].map(role => openDesk(scene, loginOf(role))),
  )
  for (const page of desks) {
    await page.goto(`/orders?date=${tomorrow}&order=${order.id}&step=edit`)
    await page.getByRole('button', { name: '存修改' }).waitFor()
  }
  const [clerk, manager, dispatcher] = desks as [Page, Page, Page]
  await clerk.getByLabel('交代司機').fill('後門進')
  await manager.getByLabel('20KG 數量').fill('4')
  await dispatcher.getByRole('dialog').getByRole('button', { name: /^早/ }).click()
  await clerk.getByRole('button', { name: '存修改' }).click()
  await clerk.getByRole('button', { name: '存修改' }).waitFor({ state: 'detached' })
  for (const [page, what] of [
    [manager, '交代'],
    [dispatcher, '交代'],
  ] as const) {
    await page.getByRole('button', { name: '存修改' }).click()
    const notice = page.getByRole('alert').filter({ hasText: '改了這張訂單' })
    await notice.getByText(what).first().waitFor()
    if (page === manager) expect(await page.getByLabel('20KG 數量').inputValue()).toBe('4')
    await page.getByRole('button', { name: '仍照我的存' }).click()
    await page.getByRole('button', { name: '仍照我的存' }).waitFor({ state: 'detached' })
  }
  const now = (await office('GET', `/api/orders/${order.id}`)) as Record<string, unknown>
  expect(now).toMatchObject({
    version: 4,
    note: '後門進',
    slot: 'morning',
    lines: [{ product: '20', quantity: 4 }],
  })
  for (const page of desks) await page.context().close()
})
