import { randomUUID } from 'node:crypto'
import type {
  DriverCommandInput,
  DriverCommandKind,
  DriverDay,
} from '../../contract/messages/driver-commands.ts'
import type { Desk } from './desk.ts'
import { type Handed, handedText } from './goods.ts'
import type { Ledger } from './ledger.ts'
import { newPhoto, sendFile } from './photo.ts'

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
const breathMs = 900
/** Cylinders that a driver takes along in the morning; the depot has them. */
const load = { '20': 120, '16': 60 }
/** Of the stops so many come without a photo. */
const photoShare = 0.5

export interface Driver {
  desk: Desk
  ledger: Ledger
  today: string
  random(): number
  isOver(): boolean
}
type Run = NonNullable<DriverDay['run']>
type Facts = Pick<DriverCommandInput, 'kind'> &
  Record<string, unknown> & { delivered?: { deliveryId: string; lines: readonly Handed[] } }

/** Loads, drives from door to door as far as the published day goes, delivers, takes photos and tells where he is. */
export async function workAsDriver(driver: Driver): Promise<void> {
  const { desk, today, isOver } = driver
  const phone = { deviceId: randomUUID(), deviceSequence: 0 }
  const report = async (run: Run, facts: Facts): Promise<boolean> => {
    const { delivered, ...words } = facts
    const id = randomUUID()
    phone.deviceSequence += 1
    const operation = driver.ledger.begin('driver-fact', id, {
      key: id,
      ...(delivered && { deliveryId: delivered.deliveryId, goods: handedText(delivered.lines) }),
    })
    const body = {
      ...words,
      ...delivered,
      ...{ id, ...phone, deviceAt: new Date().toISOString(), clockOffsetMs: 0 },
      ...{ businessDate: today, runId: run.id },
    }
    const reply = await desk.write(operation, { method: 'POST', path: '/api/driver/commands', body })
    return reply !== undefined && reply.status < 300
  }
  const finished = new Set<string>()
  while (!isOver()) {
    await pause(breathMs * (0.5 + driver.random()))
    const day = (await desk.read('driver-day', `/api/driver/day?date=${today}&deviceId=${phone.deviceId}`)) as
      | DriverDay
      | undefined
    const run = day?.run
    if (!day || !run) continue
    if (run.loadedTrips.length === 0) await report(run, { kind: 'load_out', trip: 1, full: load })
    else {
      const stop = day.stops.find(
        ({ id, state }) => (state === 'published' || state === 'arrived') && !finished.has(id),
      )
      if (stop && (await serve(driver, run, stop, report))) finished.add(stop.id)
    }
    await tellPlace(driver, run.id)
  }
}

type Report = (run: Run, facts: Facts & { kind: DriverCommandKind }) => Promise<boolean>

/** At one door: arrives, takes a photo of what he put down, and takes the money. */
async function serve(
  driver: Driver,
  run: Run,
  stop: DriverDay['stops'][number],
  report: Report,
): Promise<boolean> {
  await report(run, { kind: 'arrive', stopId: stop.id, point: null })
  const fileId = driver.random() < photoShare ? await sendFile(driver, newPhoto()) : undefined
  const lines = stop.lines.map(({ product, fullOut, emptyIn }) => ({ product, fullOut, emptyIn }))
  return report(run, {
    kind: 'deliver',
    ...{ stopId: stop.id, delivered: { deliveryId: randomUUID(), lines } },
    ...{ payment: 'cash', amountDueNtd: stop.amountDueNtd, amountPaidNtd: stop.amountDueNtd },
    files: fileId === undefined ? [] : [{ fileId, purpose: 'photo' }],
  })
}

/** Fixes are not facts: one that is lost is followed by the next, and who comes too early is told to wait. */
async function tellPlace({ desk, ledger, random }: Driver, runId: string): Promise<void> {
  const fixes = [
    {
      deviceAt: new Date().toISOString(),
      latitude: 22.75 + random() * 0.02,
      longitude: 121.14 + random() * 0.02,
    },
  ]
  const { status } = await desk.send({
    method: 'POST',
    path: '/api/driver/positions',
    body: { runId, fixes },
  })
  if (status >= 400 && status !== 429 && status !== 503) ledger.wrong.push(`positions: ${status}`)
}
