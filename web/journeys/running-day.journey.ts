import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { EndpointAnswer } from '../../contract/endpoint.ts'
import type { Board } from '../../contract/endpoints/dispatch.ts'
import type { getRunningDay, priceInsertion } from '../../contract/endpoints/running-day.ts'
import { cylinderTypes, products } from '../../contract/kernel/cylinders.ts'
import type { DriverDay } from '../../contract/messages/driver-commands.ts'
import type { Login } from '../../server/testkit/stage.ts'
import { openBrowser } from './browser.ts'
import { openContext, openDesk, type Scene, signIn } from './cast.ts'
import { shiftedToday } from './clock.ts'
import { type Api, asking, openStopsOf } from './company.ts'
import { type DemoCompany, demoCompany } from './demo-stage.ts'
import { doStop, Hand, usualDeed } from './driver-walk.ts'

type Day = EndpointAnswer<typeof getRunningDay>
type Priced = EndpointAnswer<typeof priceInsertion>
interface Regular {
  code: string
  shortName: string
  siteId: string
  lines: { product: string; quantity: number }[]
}

/** Founding may still be going on beside it, on few cores. */
const soon = { timeout: 30_000 }
let company: DemoCompany
let browser: Browser
let scene: Scene
let date: string
let office: Api
let regulars: Regular[]
/** Runs that a test has had its hands in; the next one leaves them alone. */
const touched = new Set<string>()

const loginOf = (role: string) => {
  const found = company.logins.find(login => login.role === role)
  if (!found) throw new Error(`the demo company has no ${role}`)
  return found
}
const running = async () => (await office('GET', `/api/running-day?date=${date}`)) as Day
const board = async () => (await office('GET', `/api/plans/${date}`)) as Board
const openOf = (run: Day['runs'][number]) => run.stops.filter(stop => stop.state === 'published')
const runAs = async (runId: string) => {
  const run = (await running()).runs.find(each => each.runId === runId)
  if (!run) throw new Error('the run is gone')
  return run
}

/** Whoever's phone holds the stops of this run. */
async function loginOfRun(run: Day['runs'][number]): Promise<Login> {
  const ids = new Set(run.stops.map(stop => stop.stopId))
  for (const login of company.logins.filter(({ role }) => role === 'driver')) {
    const day = (await (await asking(company, login))('GET', '/api/driver/day')) as DriverDay
    if (day.stops.some(stop => ids.has(stop.id))) return login
  }
  throw new Error('nobody’s phone has this run')
}

async function openPhone(login: Login): Promise<Page> {
  const page = await (await openContext(scene, 'phone')).newPage()
  page.setDefaultTimeout(30_000)
  await page.goto('/')
  await signIn(page, login)
  await page.locator('.trip-line').waitFor()
  return page
}

/** Customers without an open order, whose usual order somebody on the road can take at once. */
async function findRegulars(wanted: number): Promise<Regular[]> {
  const { customers } = (await office('GET', '/api/customers?limit=200&kind=commercial')) as {
    customers: (Omit<Regular, 'lines'> & { isTerminated: boolean })[]
  }
  const busy = new Set((await running()).runs.flatMap(run => run.stops.map(stop => stop.siteId)))
  const found: Regular[] = []
  // From the end, because other journeys take theirs from the beginning.
  for (const row of customers.filter(each => !each.isTerminated && !busy.has(each.siteId)).reverse()) {
    if (found.length === wanted) break
    const card = (await office('GET', `/api/customers/${row.code}`)) as {
      recentDeliveries: { products: Record<string, number> }[]
    }
    const desk = (await office('GET', `/api/sites/${row.siteId}/order-desk`)) as { openOrders: unknown[] }
    const lines = Object.entries(card.recentDeliveries[0]?.products ?? {}).map(([product, quantity]) => ({
      product,
      quantity,
    }))
    if (desk.openOrders.length > 0 || lines.length === 0) continue
    const draft = { siteId: row.siteId, lines, priority: 'emergency' }
    const { proposals } = (await office('POST', '/api/running-day/insertions/price', { draft })) as Priced
    if (proposals.length > 0) found.push({ ...row, lines })
  }
  if (found.length < wanted) throw new Error('too few customers fit into the running day')
  return found
}

beforeAll(async () => {
  ;[company, browser] = await Promise.all([demoCompany(inject('demoNote')), openBrowser()])
  scene = { browser, ...company }
  date = shiftedToday(company.shiftMs)
  office = await asking(company, loginOf('dispatcher'))
  regulars = await findRegulars(2)
})
afterAll(() => browser?.close())

test('[A6][C2][E3] an emergency goes from the customer’s card on to the road in 2 actions, and the driver’s phone hears of it', async () => {
  const [caller] = regulars as [Regular]
  const page = await openDesk(scene, loginOf('office'))
  await page.goto(`/orders/new?customer=${caller.code}&ready=1`)
  await page
    .getByRole('button', { name: /^下單 Enter|^下單/ })
    .last()
    .waitFor()
  let actions = 0
  const press = async (key: string) => {
    actions += 1
    await page.keyboard.press(key)
  }
  await press('F8')
  const soonest = page.getByRole('status', { name: '最快' })
  await soonest.getByText(/約 \d\d:\d\d 到/).waitFor(soon)
  const words = (await soonest.textContent()) ?? ''
  expect(words).toMatch(/[多少] .*分.*(不受影響|晚到)/)
  const run = (await running()).runs.find(each => words.includes(`排給${each.driverName}`))
  if (!run) throw new Error(`nobody is named: ${words}`)
  touched.add(run.runId)
  const phone = await openPhone(await loginOfRun(run))
  await press('F9')
  await page.waitForURL(url => url.pathname === '/orders')
  expect(actions).toBe(2)
  const inserted = async () => openOf(await runAs(run.runId)).find(stop => stop.siteId === caller.siteId)
  await expect.poll(inserted, soon).toMatchObject({ priority: 'emergency' })
  const stopId = (await inserted())?.stopId ?? ''
  const isHeard = async () => {
    await phone.goto(`/driver/#/stop/${stopId}`)
    return phone.getByText(caller.shortName).first().isVisible()
  }
  await expect.poll(isHeard, { ...soon, interval: 1_000 }).toBe(true)
  const [step] = (await board()).steps
  expect(step).toMatchObject({ kind: 'insert', subject: { stop: caller.shortName, to: run.letter } })
  await Promise.all([page.context().close(), phone.context().close()])
})

test('[E3] a promised hour that the road can no longer keep is flagged, counted, and named on the tracking page', async () => {
  const caller = regulars[1] as Regular
  const id = randomUUID()
  // Promised for the hour before this one: whoever takes it is too late.
  const hour = { windowFromMinute: 8 * 60, windowToMinute: 9 * 60 }
  const { siteId, lines } = caller
  await office('POST', '/api/orders', { id, siteId, requestedOn: date, priority: 'promised', lines, ...hour })
  const { proposals } = (await office('POST', '/api/running-day/insertions/price', { orderId: id })) as Priced
  const [best] = proposals
  if (!best) throw new Error('nobody can take the order')
  const { runId, sequences, basis } = best
  await office('POST', '/api/running-day/insertions', { orderId: id, runId, sequences, basis })
  const page = await openDesk(scene, loginOf('dispatcher'), 'desk')
  await page.goto('/tracking?show=risk')
  const row = page.getByRole('button', { name: new RegExp(best.driverName) })
  await row.getByText(/有風險 [1-9]\d* 家/).waitFor(soon)
  await row.click()
  const stop = page.getByRole('listitem').filter({ hasText: caller.shortName }).last()
  await stop.getByText(/會超過可收時段 \d+ 分/).waitFor(soon)
  await page.context().close()
})

test('[E3] a better rest of the day comes back as a proposal with what changes, and is taken in one click', async () => {
  const before = (await board()).stops.map(stop => stop.id).sort()
  const page = await openDesk(scene, loginOf('dispatcher'), 'desk')
  await page.goto('/tracking?show=open')
  await page.locator('.tracked-head').first().click(soon)
  await page.getByRole('button', { name: '找更好的排法' }).click(soon)
  const dock = page.getByRole('region', { name: '改排建議' })
  const accept = dock.getByRole('button', { name: '採用' })
  await accept.or(dock.getByText('沒有更好的排法。')).waitFor(soon)
  if (await accept.isVisible()) {
    await dock.getByText(/路上 .*分/).waitFor(soon)
    await accept.click()
    await page.getByText(/已改排|正在重新估算/).waitFor(soon)
  }
  expect((await board()).stops.map(stop => stop.id).sort()).toEqual(before)
  await page.context().close()
})

test('[E3] when a stop is done the arrivals after it move', async () => {
  const { runs } = await running()
  const run = runs
    .filter(each => openOf(each).length > 2 && each.interrupted === null && each.state === 'loaded')
    .toSorted((a, b) => openOf(b).length - openOf(a).length)[0]
  if (!run) throw new Error('nobody has three stops before him')
  touched.add(run.runId)
  const login = await loginOfRun(run)
  const phone = await openPhone(login)
  const mine = (await (await asking(company, login))('GET', '/api/driver/day')) as DriverDay
  const [next] = openStopsOf(mine)
  if (!next) throw new Error('the phone has no open stop')
  const etas = async () =>
    new Map(openOf(await runAs(run.runId)).map(stop => [stop.stopId, stop.etaAt] as const))
  const before = await etas()
  const hand = new Hand(phone)
  await hand.show(`stop/${next.id}`)
  const [line] = next.lines
  await doStop(
    hand,
    next,
    usualDeed(next, line ? cylinderTypes[products[line.product].type].tareGrams / 100 : 0),
  )
  const moved = async () =>
    [...(await etas())].filter(([id, eta]) => before.has(id) && before.get(id) !== eta).length
  await expect.poll(moved, soon).toBeGreaterThan(0)
  expect((await etas()).has(next.id)).toBe(false)
  await phone.context().close()
})

test('[E3] a sick driver: 2 clicks on the board give his open stops to the others, no stop vanishes', async () => {
  const { runs } = await running()
  const run = runs
    .filter(each => openOf(each).length > 0 && each.interrupted === null && !touched.has(each.runId))
    .toSorted((a, b) => openOf(a).length - openOf(b).length)[0]
  if (!run) throw new Error('nobody is left who could fall ill')
  const before = (await board()).stops.map(stop => stop.id).sort()
  const page = await openDesk(scene, loginOf('dispatcher'), 'desk')
  await page.goto(`/dispatch?date=${date}`)
  await page.locator('.b').first().waitFor(soon)
  let clicks = 0
  const click = async (name: string | RegExp) => {
    clicks += 1
    await page.getByRole('button', { name }).click()
  }
  await click(`${run.driverName}：生病／故障`)
  await page.getByRole('columnheader', { name: '接手' }).waitFor(soon)
  await click(/^改派 \d+ 站/)
  await expect.poll(async () => (await runAs(run.runId)).interrupted, soon).toMatchObject({ cause: 'sick' })
  expect(clicks).toBe(2)
  expect(openOf(await runAs(run.runId))).toEqual([])
  const after = await board()
  expect(after.stops.map(stop => stop.id).sort()).toEqual(before)
  expect(after.runs.find(each => each.id === run.runId)?.isLocked).toBe(true)
  await page
    .getByRole('button', { name: '步驟' })
    .or(page.getByRole('radio', { name: '步驟' }))
    .first()
    .click()
  await page
    .getByText(new RegExp(`${run.driverName}不能再送`))
    .first()
    .waitFor(soon)
  await page.context().close()
})
