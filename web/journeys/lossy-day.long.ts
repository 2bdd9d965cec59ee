import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Board } from '../../contract/endpoints/dispatch.ts'
import type { OrderView } from '../../contract/endpoints/orders.ts'
import type { Today } from '../../contract/endpoints/today.ts'
import { cylinderTypeCodes, cylinderTypes } from '../../contract/kernel/cylinders.ts'
import { openFaultProxy } from '../../server/testkit/fault-proxy.ts'
import { openStage, type Stage } from '../../server/testkit/stage.ts'
import { openBrowser, type Profile } from './browser.ts'
import { faultsOf, goTo, openContext, type Scene, signIn } from './cast.ts'
import { shiftBackTo, shiftedEnvironment, shiftedToday } from './clock.ts'
import { luckygas } from './command-line.ts'
import { fileDesk, foundLossyDay, type Office, openOffice, sideBySide, stopCount } from './lossy-company.ts'
import { type LedgerDay, readLedgers } from './lossy-ledgers.ts'
import { driveOnScreen, type LossyPhone, type PhoneTold, runFleet } from './lossy-phones.ts'
import { doorPhoto } from './pictures.ts'

// A whole depot's day on bad lines: 220 stops, twenty phones, and each loses three requests of ten.
const lossShare = 0.3
const screenPhones = 2
const shiftMs = shiftBackTo(7 * 60)
const environment = shiftedEnvironment(shiftMs)
const today = shiftedToday(shiftMs)
const soon = { timeout: 60_000 }
let stage: Stage
let browser: Browser
let scene: Scene
let office: Office
let board: Board
let phones: LossyPhone[]
let told: PhoneTold[]
let ledgers: LedgerDay
/** Opened in the morning and never loaded again: they follow the day by themselves. */
let overview: Page
let dispatch: Page

const sumOf = (pick: Exclude<keyof PhoneTold, 'login'>) => told.reduce((sum, phone) => sum + phone[pick], 0)
const money = (ntd: number) => ntd.toLocaleString('en')
const todayOf = async () => (await office.manager('GET', `/api/today?date=${today}`)) as Today

/** Signs in at a desk that has the time a busy machine needs: twenty phones share it. */
async function sitDown(role: string, profile: Profile): Promise<Page> {
  const page = await (await openContext(scene, profile)).newPage()
  page.setDefaultTimeout(60_000)
  await page.goto('/')
  await signIn(page, stage.loginOf(role))
  await page.getByRole('navigation', { name: '主選單' }).waitFor()
  return page
}

beforeAll(async () => {
  ;[stage, browser] = await Promise.all([openStage({ isDemo: false, environment }), openBrowser()])
  scene = { browser, origin: stage.origin, shiftMs }
  office = await openOffice(stage)
  const founded = await foundLossyDay(stage, office, today)
  board = founded.board
  phones = await Promise.all(
    founded.logins.map(async (login, index) => ({
      ...login,
      proxy: await openFaultProxy({ target: stage.origin, seed: 220 + index, share: lossShare }),
    })),
  )
  overview = await sitDown('manager', 'laptop')
  dispatch = await sitDown('dispatcher', 'desk')
  await goTo(dispatch, '派遣')
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await Promise.all((phones ?? []).map(({ proxy }) => proxy.close()))
  await stage?.dispose()
})

test('[S4][F2] twenty phones on a line that loses three requests of ten serve 220 stops and close the day', {
  timeout: 420_000,
}, async () => {
  expect(board.stops.filter(({ runId }) => runId !== null)).toHaveLength(stopCount)
  expect(board.runs).toHaveLength(phones.length)
  const [onScreen, others] = [phones.slice(0, screenPhones), phones.slice(screenPhones)]
  const ends = await Promise.all([
    runFleet(others, environment),
    ...onScreen.map(phone => driveOnScreen(scene, phone)),
  ])
  told = ends.flat()
  const seen = { requests: 0, lost: 0, delayed: 0, sockets: 0, cut: 0 }
  for (const { proxy } of phones) {
    seen.requests += proxy.seen['at-risk']
    seen.lost += proxy.seen['reset-before'] + proxy.seen['reset-after'] + proxy.seen.unavailable
    seen.delayed += proxy.seen.delay
    seen.sockets += proxy.seen.sockets
    seen.cut += proxy.seen['cut-sockets']
    expect(proxy.seen['reset-before'] + proxy.seen['reset-after'] + proxy.seen.unavailable).toBeGreaterThan(0)
  }
  const again = told.reduce((sum, phone) => sum + Math.max(0, phone.commandsSent - phone.facts), 0)
  process.stdout.write(`a day on bad lines: ${JSON.stringify({ ...seen, sentAgain: again })}\n`)
  // With the proxies off nothing would be hit, and this would prove nothing.
  expect((seen.lost + seen.delayed) / seen.requests).toBeGreaterThan(0.25)
  expect(seen.cut).toBeGreaterThan(0)
  expect(again).toBeGreaterThan(50)
})

test('[F4][L2] the office decides what the phones contradicted and receives every close with a signature', async () => {
  const list = (await office.dispatcher('GET', '/api/conflicts?limit=500')) as {
    conflicts: { id: string; choices: string[]; version: number }[]
  }
  expect(list.conflicts.length).toBeGreaterThan(0)
  await sideBySide(list.conflicts, async ({ id, choices, version }, index) => {
    const decision = choices[index % choices.length]
    await office.dispatcher('POST', `/api/conflicts/${id}/decide`, { decision, note: '已問過司機', version })
  })
  const { closes, open } = (await office.clerk('GET', `/api/day-closes?date=${today}`)) as {
    closes: { id: string; status: string; version: number }[]
    open: unknown[]
  }
  expect(open).toEqual([])
  expect(closes.map(({ status }) => status)).toEqual(phones.map(() => 'agreed'))
  const send = await fileDesk(stage, stage.loginOf('manager'))
  await sideBySide(closes, async ({ id, version }) => {
    const bytes = doorPhoto
    const signatureFileId = await send({
      purpose: 'signature',
      contentType: 'image/png',
      fileName: '',
      bytes,
    })
    await office.manager('POST', `/api/day-closes/${id}/sign`, { note: '', signatureFileId, version })
  })
})

test('[P1][C3] each stop is done or failed once, the books are clean, and they say what the phones say', async () => {
  const { stops } = (await office.dispatcher('GET', `/api/plans/${today}`)) as Board
  expect(stops).toHaveLength(stopCount)
  const settled = { done: 0, failed: 0 }
  for (const { state } of stops) if (state === 'done' || state === 'failed') settled[state] += 1
  expect(settled).toEqual({ done: sumOf('done'), failed: sumOf('failed') })
  expect(settled.done + settled.failed).toBe(stopCount)
  ledgers = await readLedgers(stage.dataFolder, today)
  expect(ledgers).toMatchObject({
    fullOut: sumOf('fullOut'),
    emptyIn: sumOf('emptyIn'),
    takenNtd: sumOf('cashNtd'),
    inHandNtd: 0,
    depotNtd: sumOf('cashNtd'),
    onTrucks: 0,
  })
  expect(await todayOf()).toMatchObject({
    stops: { ...settled, total: stopCount },
    cylinders: { fullOut: ledgers.fullOut, emptyIn: ledgers.emptyIn },
    cash: { takenNtd: String(ledgers.takenNtd), inHandNtd: '0' },
    conflicts: { open: 0 },
  })
  const { code, output } = await luckygas(stage.dataFolder, environment, 'integrity', '--json')
  expect(JSON.parse(output)).toMatchObject({ isClean: true })
  expect(code).toBe(0)
})

/** The words of one element of a page, as they come to stand there. */
const words = (page: Page, selector: string, hasText: string) =>
  page.locator(selector).filter({ hasText }).first().textContent()

test('[S4] 今日總覽 and 派遣, open since the morning, have followed the day to the ledgers’ figures', async () => {
  const [done, failed] = [sumOf('done'), sumOf('failed')]
  const figure = (name: string) => words(overview, '.kp .k', name)
  const shown: [string, string[]][] = [
    ['完成站數', [`${done}/${stopCount}`, `失敗 ${failed} 站`]],
    ['鋼瓶', [String(ledgers.fullOut), `收回 ${ledgers.emptyIn} 桶`]],
    ['今日收現', [money(ledgers.takenNtd), '司機手上 0']],
    ['訂單', [String(stopCount)]],
    ['待決事項', ['0']],
    ['日結', [`${phones.length}/${phones.length}`, '0 筆待簽']],
  ]
  for (const [name, parts] of shown)
    for (const part of parts) await expect.poll(() => figure(name), soon).toContain(part)
  await expect
    .poll(() => words(dispatch, '.dispatch-bar .stat', '站'), soon)
    .toBe(`${stopCount}/${stopCount} 站`)
  const lanes = await dispatch.locator('.dh').allTextContents()
  expect(lanes).toHaveLength(phones.length)
  for (const run of board.runs) {
    const stops = board.stops.filter(({ runId }) => runId === run.id).length
    expect(lanes.find(text => text.includes(`${run.driverName}`))).toContain(`${stops}/${stops} 站`)
  }
})

test('[S4] 追蹤, 鋼瓶, 日結 and 訂單 show the ledgers’ figures, and no screen has thrown', async () => {
  const [done, failed] = [sumOf('done'), sumOf('failed')]
  await goTo(dispatch, '追蹤')
  await expect
    .poll(() => words(dispatch, '.day-figures', '完成'), soon)
    .toContain(`完成 ${stopCount}/${stopCount} 站`)
  const tracked = await dispatch.locator('.tracked').allTextContents()
  expect(tracked).toHaveLength(phones.length)
  const failures = tracked.map(text => Number(/失敗 (\d+) 站/.exec(text)?.[1] ?? 0))
  expect(failures.reduce((sum, count) => sum + count, 0)).toBe(failed)

  const accounts = await sitDown('accountant', 'desk')
  await accounts.goto('/cylinders?kind=depot')
  const row = accounts.locator('.cyl-list tbody tr').first()
  await row.waitFor()
  const sizes = await accounts.locator('.cyl-list thead th.r').allTextContents()
  const cells = await row.locator('td.r').allTextContents()
  const labels = cylinderTypeCodes.filter(code => code in ledgers.depot)
  expect(sizes.map((size, index) => [size, cells[index]])).toEqual(
    labels.map(code => [cylinderTypes[code].label, ledgers.depot[code]]),
  )
  await accounts.goto('/cylinders?kind=truck')
  await expect.poll(() => accounts.locator('.cyl-list tbody tr').count(), soon).toBe(phones.length)
  expect(await accounts.locator('.cyl-list tbody td button.num').count()).toBe(0)

  await accounts.goto(`/day-closes?date=${today}`)
  await expect.poll(() => accounts.locator('section.close').count(), soon).toBe(phones.length)
  const column = async (name: string) => {
    const texts = await accounts
      .locator('section.close .facts2 > div')
      .filter({ hasText: name })
      .locator('dd')
      .allTextContents()
    return texts.reduce((sum, text) => sum + Number(text.replaceAll(',', '')), 0)
  }
  expect([await column('應交'), await column('實點'), await column('差異')]).toEqual([
    ledgers.depotNtd,
    ledgers.depotNtd,
    0,
  ])
  expect(await accounts.locator('section.close > header').getByText('已點收').count()).toBe(phones.length)

  await goTo(overview, '訂單')
  await expect.poll(() => words(overview, '.bar2 .num', '張'), soon).toBe(`${stopCount} 張`)
  const states = await overview.locator('.tbl tbody tr td:nth-child(2)').allTextContents()
  const count = (state: string) => states.filter(text => text.trim() === state).length
  expect([count('已送達'), count('未送成')]).toEqual([done, failed])
  const { orders } = (await office.clerk('GET', `/api/orders?date=${today}&limit=500`)) as {
    orders: OrderView[]
  }
  expect(orders).toHaveLength(stopCount)
  for (const context of browser.contexts()) expect(faultsOf.get(context)).toEqual([])
})
