import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { cylinderTypes, products } from '../../contract/kernel/cylinders.ts'
import type { DriverDay } from '../../contract/messages/driver-commands.ts'
import type { FaultProxy } from '../../server/testkit/fault-proxy.ts'
import { type Login, projectRoot } from '../../server/testkit/stage.ts'
import { openContext, type Scene, signIn } from './cast.ts'
import { asking, openStopsOf } from './company.ts'
import { countAll } from './day-close.ts'
import { type Deed, driveOn, Hand, usualDeed } from './driver-walk.ts'

/** What a phone says of its day. */
export interface PhoneTold {
  login: string
  facts: number
  commandsSent: number
  done: number
  failed: number
  fullOut: number
  emptyIn: number
  cashNtd: number
}
export interface LossyPhone extends Login {
  proxy: FaultProxy
}

/** Longer than the longest pause of a phone's sender, so that bad luck is no failure. */
const patience = { timeout: 150_000 }

/** Phones without a screen: the driver app's own memory, outbox and sender, in a process of its own. */
export function runFleet(
  phones: readonly LossyPhone[],
  environment: Record<string, string>,
): Promise<PhoneTold[]> {
  const orders = phones.map(({ proxy, login, password }) => ({ origin: proxy.origin, login, password }))
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(projectRoot, 'driver/testkit/phone-fleet.ts')],
      { env: { ...process.env, ...environment }, stdio: ['pipe', 'pipe', 'pipe'] },
    )
    let told = ''
    let complaints = ''
    child.stdout.on('data', (piece: Buffer) => {
      told += piece
    })
    child.stderr.on('data', (piece: Buffer) => {
      complaints += piece
    })
    child.once('error', reject)
    child.once('close', code => {
      if (code === 0) resolve(JSON.parse(told) as PhoneTold[])
      else reject(new Error(`the phones ended with ${code}:\n${complaints.slice(-4000)}`))
    })
    child.stdin.end(JSON.stringify({ phones: orders }))
  })
}

/** A person whose sign-in is lost on the way presses again. */
async function signInAtLast(page: Page, login: Login): Promise<void> {
  const inside = page.locator('.trip-line')
  for (;;) {
    await signIn(page, login)
    try {
      return await inside.waitFor({ timeout: 6_000 })
    } catch (error) {
      if (!(await page.getByLabel('帳號').isVisible())) return inside.waitFor(patience)
      if (page.isClosed()) throw error
    }
  }
}

const tareTenths = ({ lines: [line] }: DriverDay['stops'][number]) =>
  line === undefined ? 0 : cylinderTypes[products[line.product].type].tareGrams / 100

/** One driver's day on the screens of his phone, from signing in to handing in. Answers what the screens were told. */
export async function driveOnScreen(scene: Scene, phone: LossyPhone): Promise<PhoneTold> {
  const api = await asking(scene, phone)
  const dayOf = async () => (await api('GET', '/api/driver/day')) as DriverDay
  const context = await openContext({ ...scene, origin: phone.proxy.origin }, 'phone')
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  await page.goto('/driver/')
  await signInAtLast(page, phone)
  const day = await dayOf()
  const [absent] = day.stops.slice(-1)
  const told = { login: phone.login, facts: 0, commandsSent: 0, done: 0, failed: 0 }
  const hand = new Hand(page)
  const end = await driveOn(
    hand,
    day,
    (stop): Deed => (stop.id === absent?.id ? { kind: 'fail' } : usualDeed(stop, tareTenths(stop))),
    (_stop, { kind }) => {
      told[kind === 'fail' ? 'failed' : 'done'] += 1
    },
  )
  if (end !== 'close') throw new Error(`${phone.login} is not through with his stops`)
  await page.getByText('已同步').waitFor(patience)
  const after = await dayOf()
  if (after.run === null || openStopsOf(after).length > 0)
    throw new Error('the office has not heard of all stops')
  await hand.goOn()
  await countAll(hand, Number(after.run.cashInHandNtd), after.run.onTruck)
  await hand.go()
  await hand.sign()
  await page.getByText('今天已經交帳').waitFor()
  await page.getByText('已同步').waitFor(patience)
  const sum = (pick: 'fullOut' | 'emptyIn') =>
    after.stops.reduce(
      (all, { delivery }) => all + (delivery?.lines ?? []).reduce((some, line) => some + line[pick], 0),
      0,
    )
  return {
    ...told,
    fullOut: sum('fullOut'),
    emptyIn: sum('emptyIn'),
    cashNtd: Number(after.run.cashInHandNtd),
  }
}
