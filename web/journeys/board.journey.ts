import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { foundDay } from '../../bench/board/found-day.ts'
import type { Board } from '../../contract/endpoints/dispatch.ts'
import { addDays, businessDateOf } from '../../contract/kernel/dates.ts'
import { openStage, type Stage } from '../../server/testkit/stage.ts'
import { openBrowser } from './browser.ts'
import { openDesk } from './cast.ts'
import { type Api, asking } from './company.ts'

const soon = { timeout: 15_000 }
const size = { customers: 40, stops: 24, drivers: 3 }
let stage: Stage
let browser: Browser
let api: Api
let mine: Page
let theirs: Page
/** Tomorrow: a day on which nothing has been driven, at whatever hour the journey begins. */
const date = addDays(businessDateOf(new Date(Date.now())), 1)

const board = async () => (await api('GET', `/api/plans/${date}`)) as Board
const letterOf = async (id: string) => {
  const { stops, runs } = await board()
  return runs.find(run => run.id === stops.find(stop => stop.id === id)?.runId)?.letter
}
const block = (page: Page, id: string) => page.locator(`#stop-${id}`)
const carried = (page: Page) => page.locator('.time > .sr[role="status"]')
async function stopsOf(letter: string): Promise<Board['stops']> {
  const { stops, runs } = await board()
  const run = runs.find(each => each.letter === letter)
  return stops
    .filter(stop => stop.runId === run?.id)
    .sort((a, b) => a.trip - b.trip || a.position - b.position)
}

beforeAll(async () => {
  ;[stage, browser] = await Promise.all([openStage({ isDemo: false }), openBrowser()])
  await foundDay(stage.dataFolder, date, size)
  api = await asking(stage, stage.loginOf('dispatcher'))
  for (const [index, { id }] of (await board()).stops.entries()) {
    const seen = await board()
    const driver = seen.drivers.filter(each => each.vehicleId !== null)[index % 2]
    const version = seen.stops.find(stop => stop.id === id)?.version
    const body = {
      runId: null,
      driverId: driver?.id,
      trip: 1,
      position: 99,
      version,
      planVersion: seen.version,
    }
    await api('POST', `/api/stops/${id}/move`, body)
  }
  const scene = { browser, origin: stage.origin, shiftMs: 0 }
  mine = await openDesk(scene, stage.loginOf('dispatcher'), 'desk')
  theirs = await openDesk(scene, stage.loginOf('manager'), 'desk')
  for (const page of [mine, theirs]) {
    await page.goto(`/dispatch?date=${date}`)
    await page.locator('.b').first().waitFor()
  }
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await stage?.dispose()
})

test('[E2] two people on one board see each other', async () => {
  for (const page of [mine, theirs])
    await page
      .getByText(/也在看/)
      .first()
      .waitFor(soon)
})

test('[E2] a stop carried with the keyboard goes to another driver, with what the checker says of the place', async () => {
  const [stop] = await stopsOf('B')
  if (!stop) throw new Error('driver B has no stop')
  await block(mine, stop.id).focus()
  await mine.keyboard.press('Space')
  await mine.keyboard.press('ArrowDown')
  await expect.poll(() => carried(mine).textContent(), soon).toMatch(/C 車.*分・.*公里/)
  await mine.keyboard.press('Space')
  await expect.poll(() => letterOf(stop.id), soon).toBe('C')
})

test('[E2] with the keyboard into a new trip, and to the end of the earlier one', async () => {
  const stop = (await stopsOf('B')).at(-1)
  if (!stop) throw new Error('driver B has no stop')
  await block(mine, stop.id).focus()
  await mine.keyboard.press('Space')
  await mine.keyboard.press('ArrowRight')
  await expect.poll(() => carried(mine).textContent(), soon).toMatch(/加開/)
  await mine.keyboard.press('Enter')
  await expect.poll(async () => (await stopsOf('B')).at(-1)?.trip, soon).toBe(2)
  const lastOfFirst = (await stopsOf('B')).filter(each => each.trip === 1).length
  await block(mine, stop.id).focus()
  await mine.keyboard.press('Space')
  await mine.keyboard.press('ArrowLeft')
  await mine.keyboard.press('Enter')
  await expect
    .poll(async () => (await stopsOf('B')).find(each => each.id === stop.id), soon)
    .toMatchObject({ trip: 1, position: lastOfFirst })
})

test('[E2] who moves what another has just moved is told who and what, and may do it again: no update is lost', async () => {
  const [stop] = await stopsOf('B')
  if (!stop) throw new Error('driver B has no stop')
  const before = (await board()).stops.length
  // Their page does not hear of my move until their own has been refused.
  let release = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  await theirs.route(`**/api/plans/${date}`, async route => {
    await held
    await route.continue()
  })
  theirs.on('response', answer => {
    if (answer.status() === 409) release()
  })
  const seen = await board()
  const body = { runId: null, trip: 1, position: 0, version: stop.version, planVersion: seen.version }
  await api('POST', `/api/stops/${stop.id}/move`, body)
  await block(theirs, stop.id).focus()
  await theirs.keyboard.press('Space')
  await theirs.keyboard.press('ArrowDown')
  await theirs.keyboard.press('Enter')
  const clash = theirs.locator('.clash')
  await clash.waitFor(soon)
  expect(await clash.textContent()).toMatch(new RegExp(`先動了：${stop.shortName}：B 車 → 未排`))
  expect(await letterOf(stop.id)).toBeUndefined()
  await theirs.getByRole('button', { name: '照我的再做一次' }).click()
  await expect.poll(() => letterOf(stop.id), soon).toBe('C')
  expect((await board()).stops).toHaveLength(before)
})

test('[E2] undo works across a publish: the earlier publication comes back as a draft, drivers keep theirs', async () => {
  const publish = async () => {
    await mine.keyboard.press('Control+Enter')
    const anyway = mine.getByRole('button', { name: '仍要發布' })
    await mine.getByText('已發布').or(anyway).first().waitFor(soon)
    if (await anyway.isVisible()) await anyway.click()
    await expect.poll(async () => (await board()).hasUnpublishedChanges, soon).toBe(false)
  }
  await mine.reload()
  await mine.locator('.b').first().waitFor()
  await publish()
  const [stop] = await stopsOf('C')
  if (!stop) throw new Error('driver C has no stop')
  await block(mine, stop.id).focus()
  await mine.keyboard.press('Space')
  await mine.keyboard.press('ArrowUp')
  await mine.keyboard.press('Enter')
  await expect.poll(() => letterOf(stop.id), soon).toBe('B')
  await mine.getByRole('button', { name: /對照原計畫/ }).waitFor(soon)
  await publish()
  const sent = await board()
  await mine.keyboard.press('Control+KeyZ')
  await expect.poll(() => letterOf(stop.id), soon).toBe('C')
  const undone = await board()
  expect(undone.hasUnpublishedChanges).toBe(true)
  const held = (each: Board) => each.stops.map(({ id, published }) => [id, published?.runId]).sort()
  expect(held(undone)).toEqual(held(sent))
  // What each driver would see stands beside it.
  await mine.getByRole('list', { name: '各司機會看到的變動' }).waitFor(soon)
  await mine.keyboard.press('Control+Shift+KeyZ')
  await expect.poll(() => letterOf(stop.id), soon).toBe('B')
  expect((await board()).hasUnpublishedChanges).toBe(false)
})
