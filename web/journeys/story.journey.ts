import { readFileSync } from 'node:fs'
import iconv from 'iconv-lite'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Board } from '../../contract/endpoints/dispatch.ts'
import type { DueItem } from '../../contract/endpoints/forecasting.ts'
import { cylinderTypes, products } from '../../contract/kernel/cylinders.ts'
import { addDays, toRocDigits } from '../../contract/kernel/dates.ts'
import type { DriverDay } from '../../contract/messages/driver-commands.ts'
import { openStage, type Stage } from '../../server/testkit/stage.ts'
import { openBrowser } from './browser.ts'
import { faultsOf, goTo, openContext, openDesk, type Scene, signIn } from './cast.ts'
import { shiftBackTo, shiftedEnvironment, shiftedToday } from './clock.ts'
import { luckygas } from './command-line.ts'
import { type Api, asking, hireDriver, setPrices, takeCalls } from './company.ts'
import { countAll, drawSignature } from './day-close.ts'
import { type Deed, driveOn, Hand, usualDeed } from './driver-walk.ts'
import { dirtyWorkbook, movingCompany } from './legacy-files.ts'
import { doIt, figure, giveTruck, receiveFulls, tryFile } from './moving-in.ts'
import { doorPhoto, picture } from './pictures.ts'

// A company moves in and lives its first day. The tests are its chapters and build on each other.
const shiftMs = shiftBackTo(7 * 60 + 30)
const soon = { timeout: 20_000 }
const environment = shiftedEnvironment(shiftMs)
const today = shiftedToday(shiftMs)
const company = movingCompany({ customers: 260, from: addDays(today, -300), until: addDays(today, -1) })
let stage: Stage
let browser: Browser
let scene: Scene
let office: Page
let desk: Page
let phone: Hand
let api: Record<'manager' | 'super_admin' | 'dispatcher' | 'office' | 'driver', Api>

beforeAll(async () => {
  ;[stage, browser] = await Promise.all([openStage({ isDemo: false, environment }), openBrowser()])
  scene = { browser, origin: stage.origin, shiftMs }
  const roles = ['manager', 'super_admin', 'dispatcher', 'office', 'driver'] as const
  const pairs = roles.map(async role => [role, await asking(stage, stage.loginOf(role))] as const)
  api = Object.fromEntries(await Promise.all(pairs)) as typeof api
})
afterAll(async () => {
  await browser?.close()
  await stage?.dispose()
})

const boardOf = async (date: string) => (await api.dispatcher('GET', `/api/plans/${date}`)) as Board
const driverDay = async () => (await api.driver('GET', '/api/driver/day')) as DriverDay

test('[A1][S36] the office sees what a dirty workbook would do, and each refused cell, before anything is written', async () => {
  office = await openDesk(scene, stage.loginOf('office'))
  await goTo(office, '匯入')
  const { file, expected } = dirtyWorkbook()
  await tryFile(office, '客戶資料', file)
  expect(await figure(office, '列數')).toBe(expected.rows)
  expect(await figure(office, '可匯入')).toBe(expected.accepted)
  expect(await figure(office, '略過')).toBe(expected.skipped)
  const letterInCode = expected.expectations.find(each => each.dirt === 'code with a letter')
  const refused = office.getByRole('row').filter({ hasText: '代號有數字以外的字' })
  await refused
    .filter({ has: office.getByRole('cell', { name: String(letterInCode?.row), exact: true }) })
    .waitFor()
  await picture(office, 'import')
  expect(await api.office('GET', '/api/customers?limit=1')).toMatchObject({ total: 0 })
})

test('[A1][A3][S36] customers and history move in, differences first; the same file again changes nothing', async () => {
  await tryFile(office, '客戶資料', company.customers)
  expect(await figure(office, '新增')).toBe(company.customerCount)
  await office.getByText(company.firstCode).first().waitFor()
  await doIt(office)
  await tryFile(office, '配送紀錄', company.history)
  expect(await figure(office, '可匯入')).toBe(company.visitCount)
  await doIt(office)
  await tryFile(office, '客戶資料', company.customers)
  expect(await figure(office, '相同')).toBe(company.customerCount)
  await office.getByText('跟現有資料相同，不會改任何東西。').waitFor()
  expect(await api.office('GET', '/api/customers?limit=1')).toMatchObject({ total: company.customerCount })
})

test('[B1][G1][N1][S36] prices, trucks, drivers and the first stock', async () => {
  await setPrices(api.manager, today)
  await hireDriver(api.super_admin, api.dispatcher, {
    letter: 'B',
    name: '林乙',
    plate: 'KAA-0002',
  })
  desk = await openDesk(scene, stage.loginOf('dispatcher'))
  await giveTruck(desk, { plate: 'KAA-0001', driver: '司機' })
  await receiveFulls(desk, {
    '50': 60,
    營20: 60,
    營16: 40,
    '20': 400,
    '16': 300,
    '10': 60,
    '4': 20,
    好運16: 40,
    瓶安10: 40,
    幸福丸: 20,
    好運20: 60,
  })
})

test('[D1][D2][S36] the due list says why; one waits, one stays out, the rest goes to dispatch', async () => {
  await takeCalls(api.office, today, { cash: 10, metered: 3 })
  await office.goto(`/due-list?date=${today}`)
  await office.getByRole('button', { name: '預測並建立名單' }).click()
  await office.getByText('名單已更新').waitFor({ timeout: 30_000 })
  const items = async () =>
    ((await api.office('GET', `/api/due-list?date=${today}`)) as { items: DueItem[] }).items
  const built = await items()
  expect(built.length).toBeGreaterThan(5)
  const waits = built.find(item => item.postponeChoices.some(choice => !choice.isBeyondWindow))
  const staysOut = built.find(item => item !== waits && item.reason !== 'new_order')
  if (!waits || !staysOut) throw new Error('the list offers nobody to postpone')
  const filter = office.getByPlaceholder('篩選')
  await filter.fill(waits.customerCode)
  await office.locator(`#due-${waits.id}`).getByRole('button', { name: /^延後/ }).click()
  await office.getByLabel('延後原因').fill('老闆要求，明後天再送')
  await office.getByRole('dialog').locator('button.pick:enabled').first().click()
  await office.getByText(`${waits.shortName} 已延後。`).waitFor()
  await filter.fill(staysOut.customerCode)
  await office.locator(`#due-${staysOut.id}`).locator('label').first().click()
  await expect
    .poll(async () => (await items()).find(item => item.id === staysOut.id)?.status, soon)
    .toBe('unticked')
  await filter.fill('')
  await office.getByRole('button', { name: /站送去排車/ }).click()
  await office.waitForURL(/\/dispatch/)
  const board = await boardOf(today)
  expect(board.stops.length).toBe(built.length - 2)
  const sites = board.stops.map(stop => stop.siteId)
  expect(sites).not.toContain(waits.siteId)
  expect(sites).not.toContain(staysOut.siteId)
})

test('[E1][E2][S36] the planner builds the runs; one stop goes to the other driver, one is locked; published, with run sheets', async () => {
  await desk.goto(`/dispatch?date=${today}`)
  await desk.getByRole('button', { name: /全部重排/ }).click()
  await desk.getByText('排好了，發布前司機看不到。').waitFor({ timeout: 30_000 })
  const built = await boardOf(today)
  expect(built.totals.planned).toBeGreaterThan(5)
  const runA = built.runs.find(run => run.letter === 'A')
  // The first truck has places for 50, 20 and 16 only.
  const fitsBoth = ({ lines }: Board['stops'][number]) =>
    lines.every(line => ['50', '20', '16'].includes(products[line.product].type))
  const moved = built.stops.find(stop => stop.runId !== null && fitsBoth(stop))
  if (!moved) throw new Error('nothing was planned')
  const target = moved.runId === runA?.id ? 'B' : 'A'
  await desk.locator(`#stop-${moved.id}`).click()
  await desk.getByRole('button', { name: /^移車/ }).click()
  await desk.getByRole('button', { name: new RegExp(`移到 ${target} 車`) }).click()
  const runOf = async (id: string) => {
    const board = await boardOf(today)
    const stop = board.stops.find(each => each.id === id)
    return { letter: board.runs.find(run => run.id === stop?.runId)?.letter, isLocked: stop?.isLocked }
  }
  await expect.poll(() => runOf(moved.id), soon).toEqual({ letter: target, isLocked: false })
  const [locked] = (await boardOf(today)).stops.filter(stop => stop.runId !== null && stop.id !== moved.id)
  if (!locked) throw new Error('nothing is left to lock')
  const { letter } = await runOf(locked.id)
  await desk.locator(`#stop-${locked.id}`).press('l')
  await expect.poll(() => runOf(locked.id), soon).toEqual({ letter, isLocked: true })
  const { version } = await boardOf(today)
  await desk.getByRole('button', { name: /只排未鎖定/ }).click()
  await expect.poll(async () => (await boardOf(today)).version, soon).toBeGreaterThan(version)
  expect(await runOf(locked.id)).toEqual({ letter, isLocked: true })
  await desk.getByRole('button', { name: /^發布/ }).click()
  await desk
    .getByText('已發布')
    .or(desk.getByRole('button', { name: '仍要發布' }))
    .first()
    .waitFor()
  const anyway = desk.getByRole('button', { name: '仍要發布' })
  if (await anyway.isVisible()) await anyway.click()
  await desk.getByText('已發布').waitFor()
  const [sheets] = await Promise.all([
    desk.waitForEvent('download'),
    desk.getByRole('button', { name: '派遣單', exact: true }).click(),
  ])
  expect(
    readFileSync(await sheets.path())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
})

const tareTenths = (stop: DriverDay['stops'][number]) => {
  const product = stop.lines[0]?.product
  return product === undefined ? 0 : cylinderTypes[products[product].type].tareGrams / 100
}
const isNormalSwap = (stop: DriverDay['stops'][number]) =>
  stop.meter === null && !stop.expectsResidual && !stop.needsSignature && stop.amountDueNtd !== '0'

test('[F1][F4][S36] the driver lands on his app, checks, loads, delivers: 4 taps for a swap, 7 with a residual; the office watches', async () => {
  const page = await (await openContext(scene, 'phone')).newPage()
  page.setDefaultTimeout(15_000)
  await page.goto('/')
  await signIn(page, stage.loginOf('driver'))
  phone = new Hand(page)
  await page.getByRole('button', { name: '檢查車子' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/driver/')
  const day = await driverDay()
  expect(day.stops.length).toBeGreaterThan(3)
  const [failing] = day.stops.filter(isNormalSwap).slice(-1)
  const taps: Record<string, number[]> = { swap: [], residual: [] }
  let meters = 0
  let photos = 0
  const end = await driveOn(
    phone,
    day,
    (stop): Deed => {
      if (stop.id === failing?.id) return { kind: 'fail' }
      const deed = usualDeed(stop, tareTenths(stop))
      if (photos > 0 || !isNormalSwap(stop)) return deed
      photos += 1
      return { ...deed, photo: doorPhoto }
    },
    async (stop, deed, count) => {
      if (stop.meter !== null) meters += 1
      if (deed.kind === 'fail' || deed.photo || stop.needsSignature) return
      if (isNormalSwap(stop)) taps.swap?.push(count)
      else if (deed.grossTenths && stop.amountDueNtd !== '0') taps.residual?.push(count)
    },
  )
  expect(end).toBe('close')
  expect(new Set(taps.swap)).toEqual(new Set([4]))
  expect(new Set(taps.residual)).toEqual(new Set([7]))
  expect(meters).toBeGreaterThan(0)
  // The dispatcher's board has not been reloaded since it was published.
  await desk
    .locator(`#stop-${failing?.id}`)
    .and(desk.getByRole('button', { name: /失敗/ }))
    .waitFor()
  for (const stop of day.stops) {
    if (stop.id === failing?.id) continue
    await desk
      .locator(`#stop-${stop.id}`)
      .and(desk.getByRole('button', { name: /完成/ }))
      .waitFor()
  }
})

/** The office counts the truck and finds five sizes aboard, fulls and empties of each: the largest day close. */
async function fillTruck() {
  const { run } = await driverDay()
  const { holders } = (await api.office('GET', '/api/cylinders/balances?kind=truck&limit=100')) as {
    holders: { accountId: string; holderId: string }[]
  }
  const account = holders.find(({ holderId }) => holderId === run?.vehicle.id)
  const known = new Map(run?.onTruck.map(row => [row.cylinderType as string, row]))
  const sizes = [...known.keys(), '50', '20', '16', '10', '4', 'P20']
  const counted = [...new Set(sizes)].map((cylinderType, index) => {
    const row = known.get(cylinderType) ?? { full: 0, empty: 0 }
    if (index >= 5) return { cylinderType, full: 0, empty: 0 }
    return { cylinderType, full: Math.max(2, row.full), empty: Math.max(3, row.empty) }
  })
  const count = { id: crypto.randomUUID(), accountId: account?.accountId, counted, reason: '收車前盤點' }
  await api.office('POST', '/api/cylinders/counts', count)
}

test('[F4][G1][L2][S36] the day is closed 100 dollars short, the office signs it, and the old system gets its list', async () => {
  await phone.page.getByText('已同步').waitFor()
  await fillTruck()
  await phone.page.reload()
  await phone.page.getByText('已同步').waitFor()
  const { run, stops } = await driverDay()
  if (!run) throw new Error('the driver has no run')
  expect(run.onTruck.filter(row => row.full > 0 && row.empty > 0)).toHaveLength(5)
  const before = phone.taps
  await phone.goOn()
  await countAll(phone, Number(run.cashInHandNtd) - 100, run.onTruck)
  await phone.page.getByText('少 100').first().waitFor()
  await phone.tap('找錯錢')
  await phone.go()
  await phone.sign()
  await phone.page.getByText('今天已經交帳，辛苦了').waitFor()
  // Every coin and note of the trade, five sizes with fulls and empties, the reason and the signature.
  expect(phone.taps - before).toBeLessThan(25)
  await office.goto(`/day-closes?date=${today}`)
  const card = office.getByRole('region', { name: '司機' })
  await card.getByText('有差異，待點收').waitFor()
  await card.getByRole('button', { name: '點收簽名' }).click()
  await office.getByLabel('處理說明').fill('已與司機核對，由找零短少')
  await drawSignature(office)
  await office.getByRole('button', { name: '確認點收' }).click()
  await card.getByText('已點收', { exact: true }).waitFor()
  const [file] = await Promise.all([
    office.waitForEvent('download'),
    office.getByRole('button', { name: '下載上傳清單' }).click(),
  ])
  const lines = iconv
    .decode(readFileSync(await file.path()), 'cp950')
    .trimEnd()
    .split('\r\n')
  const delivered = stops.filter(stop => stop.delivery?.outcome === 'delivered')
  expect(lines[0]).toMatch(/^編號,業務員,交易日期,交易時間,50KG,丙烷20/)
  expect(
    lines
      .slice(1)
      .map(line => line.split(',')[0])
      .sort(),
  ).toEqual(delivered.map(stop => stop.customerCode).sort())
  expect(new Set(lines.slice(1).map(line => line.split(',')[2]))).toEqual(new Set([toRocDigits(today)]))
})

test('[P1][S36] everything agrees in the end, and no screen has thrown', async () => {
  const { code, output } = await luckygas(stage.dataFolder, environment, 'integrity', '--json')
  expect(JSON.parse(output)).toMatchObject({ isClean: true })
  expect(code).toBe(0)
  for (const context of browser.contexts()) expect(faultsOf.get(context)).toEqual([])
})
