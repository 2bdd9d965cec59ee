import type { Page } from 'playwright-core'
import type { DriverDay } from '../../contract/messages/driver-commands.ts'

export type DayStop = DriverDay['stops'][number]

/** What the driver does at one stop. */
export interface Deed {
  kind: 'deliver' | 'fail'
  /** Typed at the meter when the stop has one, two decimals at the end. */
  meterDigits?: string
  /** Tenths of a kilogram on the scale; absent where nothing is weighed. */
  grossTenths?: string
  photo?: Buffer
}

/** The driver app in a hand: counts every tap, and knows where it is by its address. */
export class Hand {
  taps = 0
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  get place(): string {
    return new URL(this.page.url()).hash.replace(/^#\/?/, '') || 'today'
  }

  async tap(name: string | RegExp): Promise<void> {
    this.taps += 1
    await this.page.getByRole('button', { name }).first().click()
  }

  /** The one main action at the bottom. */
  async go(): Promise<void> {
    this.taps += 1
    await this.page.locator('.bar .go').click()
  }

  /** The main action, and then the screen it leads to. */
  async goOn(): Promise<void> {
    const before = this.place
    await this.go()
    await this.page.waitForURL(() => this.place !== before)
    await this.#drawn()
  }

  /** The address changes a moment before the screen does; a finger taps what it sees. */
  async #drawn(): Promise<void> {
    await this.page.evaluate(
      () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))),
    )
  }

  async type(digits: string): Promise<void> {
    for (const digit of digits) {
      this.taps += 1
      await this.page.locator('.keypad').getByRole('button', { name: digit, exact: true }).click()
    }
  }

  /** The words of the main action as they stand now. */
  async mainWords(): Promise<string> {
    return (await this.page.locator('.bar .go').textContent()) ?? ''
  }

  async sign(): Promise<void> {
    const box = await this.page.locator('canvas.signature[aria-busy="false"]').boundingBox()
    if (!box) throw new Error('nothing to sign on')
    const { mouse } = this.page
    await mouse.move(box.x + 60, box.y + box.height / 2)
    await mouse.down()
    await mouse.move(box.x + 140, box.y + box.height / 2 - 50, { steps: 6 })
    await mouse.move(box.x + 220, box.y + box.height / 2 + 30, { steps: 6 })
    await mouse.up()
    await this.tap('簽好了')
    await this.page.locator('canvas.signature').waitFor({ state: 'hidden' })
  }

  async show(place: string): Promise<void> {
    await this.page.evaluate(hash => {
      globalThis.location.hash = hash
    }, `#/${place}`)
    await this.page.waitForURL(() => this.place === place)
    await this.#drawn()
  }
}

/** From the stop's own screen to its end, as the driver does it. Answers how many taps it took. */
export async function doStop(hand: Hand, stop: DayStop, deed: Deed): Promise<number> {
  const before = hand.taps
  if (deed.kind === 'fail') {
    await hand.tap('送不到、改時間')
    await hand.tap('客戶不在')
    await hand.goOn()
    return hand.taps - before
  }
  if (hand.place.startsWith('stop/')) await hand.goOn()
  if (stop.meter !== null) await hand.type(deed.meterDigits ?? '')
  if (deed.grossTenths !== undefined) await hand.type(deed.grossTenths)
  if (deed.photo !== undefined) {
    await hand.page
      .locator('input[type=file]')
      .setInputFiles({ name: 'door.png', mimeType: 'image/png', buffer: deed.photo })
    await hand.page.getByText('照片 1').waitFor()
  }
  await hand.goOn()
  if (hand.place.startsWith('cash/')) await hand.goOn()
  if (stop.needsSignature) {
    await hand.tap('請客人簽名')
    await hand.sign()
    await hand.page.locator('.done').getByText('簽好了').waitFor()
  }
  await hand.goOn()
  return hand.taps - before
}

/** What a stop usually asks: the meter a little further, a light return where one is expected. */
export function usualDeed(stop: DayStop, tareTenths: number): Deed {
  const last = stop.meter?.lastMilliUnits ?? 100_000
  const reading = Math.ceil((last + 12_000) / 10)
  return {
    kind: 'deliver',
    ...(stop.meter === null ? {} : { meterDigits: String(reading) }),
    ...(stop.meter === null && stop.expectsResidual ? { grossTenths: String(tareTenths + 11) } : {}),
  }
}

/**
 * Drives the day as far as its main button leads: checks, loads, serves every stop, and stops where it offers the day
 * close. `deedOf` decides at each door; answering undefined leaves the driver standing at that stop.
 */
export async function driveOn(
  hand: Hand,
  day: DriverDay,
  deedOf: (stop: DayStop) => Deed | undefined | Promise<Deed | undefined>,
  onDone: (stop: DayStop, deed: Deed, taps: number) => void | Promise<void> = () => undefined,
): Promise<'close' | 'waiting'> {
  for (;;) {
    const [screen = '', stopId = ''] = hand.place.split('/')
    if (screen === 'today') {
      const words = await hand.mainWords()
      if (words.includes('收車交帳')) return 'close'
      await hand.goOn()
    } else if (screen === 'check' || screen === 'load') await hand.goOn()
    else {
      const stop = day.stops.find(each => each.id === stopId)
      if (!stop) throw new Error(`the phone stands at an unknown stop: ${hand.place}`)
      const deed = await deedOf(stop)
      if (!deed) return 'waiting'
      await onDone(stop, deed, await doStop(hand, stop, deed))
    }
  }
}
