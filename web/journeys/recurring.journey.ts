import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { CounterSaleView } from '../../contract/endpoints/counter-sales.ts'
import type { RecurringOrderView } from '../../contract/endpoints/recurring-orders.ts'
import { openBrowser } from './browser.ts'
import { faultsOf, openDesk, type Scene } from './cast.ts'
import { type Api, asking } from './company.ts'
import { type DemoCompany, demoCompany } from './demo-stage.ts'

interface Row {
  code: string
  shortName: string
  siteId: string
  isTerminated: boolean
}

let company: DemoCompany
let browser: Browser
let scene: Scene
let office: Api
let customer: Row

beforeAll(async () => {
  ;[company, browser] = await Promise.all([demoCompany(inject('demoNote')), openBrowser()])
  scene = { browser, ...company }
  office = await asking(company, clerkLogin())
  customer = await findSwapper()
})
afterAll(() => browser?.close())

const clerkLogin = () => {
  const found = company.logins.find(login => login.role === 'office')
  if (!found) throw new Error('the demo company has no clerk')
  return found
}

/** A customer who swaps cylinders, waits for no order and has no agreement yet. */
async function findSwapper(): Promise<Row> {
  const { customers } = (await office('GET', '/api/customers?limit=200&kind=commercial')) as {
    customers: Row[]
  }
  for (const row of customers.filter(each => !each.isTerminated).toReversed()) {
    const card = (await office('GET', `/api/customers/${row.code}`)) as {
      sites: unknown[]
      recentDeliveries: { products: Record<string, number> }[]
    }
    const last = Object.keys(card.recentDeliveries[0]?.products ?? {})
    const isSwapped = last.length > 0 && last.every(product => !product.startsWith('F'))
    if (!isSwapped || card.sites.length !== 1) continue
    const desk = (await office('GET', `/api/sites/${row.siteId}/order-desk`)) as { openOrders: unknown[] }
    if (desk.openOrders.length === 0 && (await agreementsOf(row)).length === 0) return row
  }
  throw new Error('the demo company has nobody who swaps cylinders')
}

const agreementsOf = async ({ siteId }: Row) =>
  (
    (await office('GET', `/api/recurring-orders?siteId=${siteId}`)) as {
      recurringOrders: RecurringOrderView[]
    }
  ).recurringOrders
const counterDesk = async () =>
  (await office('GET', '/api/counter')) as { sales: CounterSaleView[]; cashNtd: string }

test('[C1] a clerk agrees on a recurring order by the keyboard, sees its days, and leaves one out', async () => {
  const page = await openDesk(scene, clerkLogin())
  await page.goto(`/orders/recurring?customer=${customer.code}`)
  const rhythm = page.getByRole('group', { name: '多久一次' })
  await rhythm.getByRole('button', { name: /^每週/ }).focus()
  await page.keyboard.press('Digit3')
  await page.getByLabel('每幾天一次').fill('3')
  await page.keyboard.press('Control+Enter')
  const days = page.getByRole('region', { name: '接下來的日子' })
  await days
    .getByText(/訂單 \d+・已確認/)
    .first()
    .waitFor()
  const [agreed] = await agreementsOf(customer)
  expect(agreed).toMatchObject({ rhythm: { kind: 'every_days', everyDays: 3 }, status: 'active' })
  const made = agreed?.days.filter(day => day.order !== null).length ?? 0
  expect(made).toBeGreaterThan(0)
  const skip = days.getByRole('button', { name: /^略過/ }).first()
  await skip.focus()
  await page.keyboard.press('Enter')
  await days.getByText('人工略過').waitFor()
  const [after] = await agreementsOf(customer)
  expect(after?.days.filter(day => day.skippedBecause === 'by-hand')).toHaveLength(1)
  expect(after?.days.filter(day => day.order !== null)).toHaveLength(made)
  await page.goto(`/customers/${customer.code}`)
  await page.getByRole('region', { name: '定期訂單' }).getByText('每 3 天').waitFor()
  expect(faultsOf.get(page.context())).toEqual([])
  await page.context().close()
})

test('[C1] a walk-in swaps at the counter in four keys, and the till has the cash', async () => {
  const before = await counterDesk()
  const page = await openDesk(scene, clerkLogin())
  await page.goto('/orders/counter')
  await page.getByRole('heading', { name: '今天的櫃台' }).waitFor()
  await page.keyboard.press('F4')
  await page.getByRole('heading', { name: '門市散客' }).waitFor()
  // The keys stand on the first product that may be added; F4, the product's digit and Ctrl+Enter are the sale.
  await page.waitForFunction(() => document.activeElement?.closest('.add, [data-line]') !== null)
  if ((await page.locator('[data-line]').count()) === 0) await page.keyboard.press('Digit4')
  await page.waitForFunction(() => /NT\$ [1-9]/.test(document.querySelector('.foot')?.textContent ?? ''))
  await page.keyboard.press('Control+Enter')
  await page.getByText(/^已賣出 \d+：門市散客/).waitFor()
  const after = await counterDesk()
  expect(after.sales).toHaveLength(before.sales.length + 1)
  const [sale] = after.sales
  expect(sale).toMatchObject({ shortName: '門市散客', payment: 'cash', isVoid: false })
  expect(BigInt(after.cashNtd) - BigInt(before.cashNtd)).toBe(BigInt(sale?.amountDueNtd ?? 0))
  await page
    .getByRole('row', { name: new RegExp(String(sale?.number)) })
    .getByRole('button', { name: '作廢' })
    .click()
  await page.getByLabel('作廢原因').fill('客人改拿 16 公斤')
  await page.keyboard.press('Enter')
  await page.getByText('已作廢，鋼瓶和現金都退回。').waitFor()
  expect((await counterDesk()).cashNtd).toBe(before.cashNtd)
  expect(faultsOf.get(page.context())).toEqual([])
  await page.context().close()
})

test('[C1] [G3] empties come back at the counter, and their deposit goes out of the till', async () => {
  const { siteId } = (await office('POST', '/api/counter/walk-in')) as { siteId: string }
  const quote = (await office('POST', '/api/prices/quote', {
    siteId,
    on: new Date(Date.now() + company.shiftMs + 8 * 3_600_000).toISOString().slice(0, 10),
    lines: [{ product: '20', quantity: 1 }],
  })) as { lines: { doorPriceNtd: string; depositNtd: string }[] }
  const [{ doorPriceNtd, depositNtd } = { doorPriceNtd: '0', depositNtd: '0' }] = quote.lines
  const left = { product: '20', fullOut: 1, emptyIn: 0, depositsTaken: 1 }
  await office('POST', '/api/counter/sales', {
    id: crypto.randomUUID(),
    siteId,
    lines: [left],
    payment: 'cash',
    amountDueNtd: String(BigInt(doorPriceNtd) + BigInt(depositNtd)),
    isDuplicateAccepted: true,
    isStockAccepted: true,
  })
  const before = await counterDesk()
  const page = await openDesk(scene, clerkLogin())
  await page.goto('/orders/counter')
  await page.getByRole('heading', { name: '今天的櫃台' }).waitFor()
  await page.keyboard.press('F4')
  await page.getByRole('heading', { name: '門市散客' }).waitFor()
  await page.keyboard.press('F6')
  await page.waitForFunction(() => document.activeElement?.closest('.add') !== null)
  await page.keyboard.press('Digit4')
  await page.getByRole('button', { name: /^退 NT\$ / }).click()
  await page.waitForFunction(() => /退給客人/.test(document.querySelector('.foot')?.textContent ?? ''))
  await page.keyboard.press('Control+Enter')
  await page.getByText(/^已收回 \d+：門市散客/).waitFor()
  const after = await counterDesk()
  const [sale] = after.sales
  expect(sale).toMatchObject({ shortName: '門市散客', lines: [{ product: '20', fullOut: 0, emptyIn: 1 }] })
  expect(BigInt(before.cashNtd) - BigInt(after.cashNtd)).toBe(BigInt(sale?.depositRefundNtd ?? 0))
  expect(BigInt(sale?.depositRefundNtd ?? 0)).toBeGreaterThan(0n)
  expect(faultsOf.get(page.context())).toEqual([])
  await page.context().close()
})
