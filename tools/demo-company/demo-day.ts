import { randomUUID } from 'node:crypto'
import {
  getDriverDay,
  listDayCloses,
  reportCommand,
  reportPositions,
  signDayClose,
} from '../../contract/endpoints/deliveries.ts'
import { buildPlan, getBoard, publishPlan } from '../../contract/endpoints/dispatch.ts'
import {
  buildDueList,
  getDueList,
  reportTelemetry,
  sendDueList,
} from '../../contract/endpoints/forecasting.ts'
import { instantAt } from '../../contract/kernel/dates.ts'
import { uuidv7 } from '../../contract/kernel/ids.ts'
import {
  type DriverCommandInput,
  type DriverDay,
  vehicleCheckItems,
} from '../../contract/messages/driver-commands.ts'
import type { System } from '../../server/main/wiring.ts'
import type { Actor } from '../../server/platform/actor.ts'
import type { Random } from '../dirty-legacy/random.ts'
import { act } from './act.ts'
import { signFor } from './demo-signature.ts'

export interface DemoStage {
  system: System
  /** Moves the system's clock; it only ever goes forward. */
  setClock(at: Date): void
  office: Actor
  dispatcher: Actor
  drivers: Actor[]
  random: Random
}

/** Sites whose sensor says each evening that they are nearly empty. */
const alarmsPerDay = 16

/** The evening before: devices report, some of them an alarm (發報). */
async function soundAlarms(stage: DemoStage): Promise<void> {
  const { system, office, random } = stage
  const sites = await system.db
    .selectFrom('site')
    .innerJoin('customer', 'customer.id', 'site.customer_id')
    .select(['customer.code', 'site.series_capacity_grams'])
    .where('site.has_telemetry', '=', true)
    .where('site.series_capacity_grams', '>', 0)
    .where('customer.is_terminated', '=', false)
    .orderBy('customer.code')
    .limit(2_000)
    .execute()
  const readings = Array.from({ length: Math.min(alarmsPerDay, sites.length) }, () => {
    const site = sites[random.whole(0, sites.length - 1)]
    const stockGrams = Math.round((site?.series_capacity_grams ?? 0) * (0.04 + 0.08 * random.next()))
    const deviceAt = new Date(system.clock.now().getTime() - random.whole(30, 400) * 60_000).toISOString()
    return {
      id: randomUUID(),
      customerCode: site?.code ?? '',
      deviceAt,
      stockGrams,
      isAlarm: true,
      alarm: '低壓',
    }
  })
  if (readings.length > 0) await act(system, office, reportTelemetry, { body: { readings } })
}

/** 06:00: the list is made, the runs are built, and (unless it is only planned) the drivers get them. */
export async function planDay(stage: DemoStage, date: string, isPublished: boolean): Promise<void> {
  const { system, office, dispatcher } = stage
  await soundAlarms(stage)
  await act(system, office, buildDueList, { body: { date } })
  const list = await act(system, office, getDueList, { query: { date } })
  if (list.items.length === 0) return
  await act(system, office, sendDueList, { body: { date } })
  const board = await act(system, dispatcher, getBoard, { params: { date } })
  const planned = await act(system, dispatcher, buildPlan, {
    params: { date },
    body: { mode: 'all', seconds: 2, seed: 7, version: board.version },
  })
  if (isPublished)
    await act(system, dispatcher, publishPlan, {
      params: { date },
      body: { version: planned.version, isViolationAccepted: true },
    })
}

/** Something that happens at the desk at a time of the day. */
export interface DeskEvent {
  at: Date
  happen(): Promise<void>
}

interface Fact {
  at: Date
  driver: Actor
  make(base: CommandBase): DriverCommandInput
}
type CommandBase = Pick<
  DriverCommandInput,
  'id' | 'deviceId' | 'deviceSequence' | 'deviceAt' | 'clockOffsetMs' | 'businessDate' | 'runId'
>

/**
 * Lets every driver live his day by the plan, through the same commands that a phone sends, in the order of time.
 * @param desk what happens at the desk in between
 * @param until facts planned after this instant have not happened yet
 */
export async function driveDay(
  stage: DemoStage,
  date: string,
  until: Date,
  desk: readonly DeskEvent[] = [],
): Promise<void> {
  const facts: Fact[] = []
  const runs = new Map<Actor, DriverDay>()
  for (const driver of stage.drivers) {
    const day = await act(stage.system, driver, getDriverDay, { query: { date } })
    if (!day.run) continue
    runs.set(driver, day)
    facts.push(...factsOf(stage, driver, day))
  }
  const happenings = [...facts, ...desk].sort((a, b) => a.at.getTime() - b.at.getTime())
  const devices = new Map(stage.drivers.map(driver => [driver, { deviceId: randomUUID(), sequence: 0 }]))
  for (const fact of happenings) {
    if (fact.at > until) break
    const { at } = fact
    stage.setClock(at)
    if ('happen' in fact) {
      await fact.happen()
      continue
    }
    const device = devices.get(fact.driver)
    const run = runs.get(fact.driver)?.run
    if (!device || !run) continue
    device.sequence += 1
    const base = {
      id: uuidv7(at.getTime()),
      deviceId: device.deviceId,
      deviceSequence: device.sequence,
      deviceAt: at.toISOString(),
      clockOffsetMs: 0,
      businessDate: date,
      runId: run.id,
    }
    await act(stage.system, fact.driver, reportCommand, { body: fact.make(base) })
  }
}

/** How far the slow driver falls behind after his second stop, in minutes. */
const slowMinutes = 35
/** Who has a lamp that is out, who is behind his plan, and at whose door money is short; by the driver's letter. */
const habits = { worn: 'C', slow: 'B', short: 'D' }

function factsOf(stage: DemoStage, driver: Actor, day: DriverDay): Fact[] {
  const { run } = day
  if (!run) return []
  const at = (minute: number) => instantAt(day.date, minute)
  const facts: Fact[] = [
    {
      at: at(run.startMinute - 25),
      driver,
      make: base => ({
        kind: 'vehicle_check',
        ...base,
        items: vehicleCheckItems.map(item =>
          item === 'lights' && day.driver.letter === habits.worn
            ? { item, isOk: false, note: '右後方向燈不亮，收車後換' }
            : { item, isOk: true },
        ),
        odometerKm: 40_000 + stage.random.whole(0, 60_000),
      }),
    },
  ]
  for (const load of run.loads) {
    const first = Math.min(
      ...day.stops.filter(stop => stop.trip === load.trip).map(stop => stop.arriveMinute ?? run.startMinute),
    )
    facts.push({
      at: at(Math.min(first - 15, first - 1)),
      driver,
      make: base => ({ kind: 'load_out', ...base, trip: load.trip, full: load.full }),
    })
  }
  let isShortDue = day.driver.letter === habits.short
  for (const [index, stop] of day.stops.entries()) {
    const behind = day.driver.letter === habits.slow && index > 1 ? slowMinutes : 0
    const isShort = isShortDue && stop.settlement === 'cash' && BigInt(stop.amountDueNtd) > 500n
    if (isShort) isShortDue = false
    facts.push(
      ...stopFacts(stage, driver, stop, {
        planned: at((stop.arriveMinute ?? run.startMinute) + behind),
        isShort,
      }),
    )
  }
  return facts
}

function stopFacts(
  stage: DemoStage,
  driver: Actor,
  stop: DriverDay['stops'][number],
  { planned, isShort }: { planned: Date; isShort: boolean },
): Fact[] {
  const { random } = stage
  const arrivedAt = new Date(planned.getTime() + random.whole(-4, 9) * 60_000)
  const finishedAt = new Date(arrivedAt.getTime() + random.whole(4, 9) * 60_000)
  const point = stop.point && {
    latitude: stop.point.latitude + (random.next() - 0.5) * 2e-4,
    longitude: stop.point.longitude + (random.next() - 0.5) * 2e-4,
  }
  const isAbsent = random.next() < 0.02
  const payment =
    stop.settlement === 'monthly' || stop.billingMethod === 'metered'
      ? ('monthly' as const)
      : ('cash' as const)
  return [
    {
      at: arrivedAt,
      driver,
      make: base => ({ kind: 'arrive', ...base, stopId: stop.id, point: stop.isPointCoarse ? null : point }),
    },
    {
      at: finishedAt,
      driver,
      make: base =>
        isAbsent
          ? {
              kind: 'fail',
              ...base,
              stopId: stop.id,
              deliveryId: base.id,
              reason: 'absent',
              note: '鐵門沒開',
            }
          : {
              kind: 'deliver',
              ...base,
              stopId: stop.id,
              deliveryId: base.id,
              payment: isShort ? 'short' : payment,
              amountDueNtd: stop.amountDueNtd,
              amountPaidNtd: isShort ? '500' : payment === 'cash' ? stop.amountDueNtd : '0',
              note: isShort ? '老闆不在，店員先付五百' : '',
              lines: stop.lines.map(({ product, fullOut, emptyIn }) => ({ product, fullOut, emptyIn })),
            },
    },
  ]
}

/** Evening: every driver counts what the books say he has; one of them is short of cash and says why. */
export async function closeDay(stage: DemoStage, date: string, at: Date): Promise<void> {
  stage.setClock(at)
  for (const [index, driver] of stage.drivers.entries()) {
    const day = await act(stage.system, driver, getDriverDay, { query: { date } })
    if (!day.run || day.run.state === 'closed') continue
    const short = index === 1 ? 100n : 0n
    const counted = BigInt(day.run.cashInHandNtd) - short
    const id = uuidv7(at.getTime())
    await act(stage.system, driver, reportCommand, {
      body: {
        kind: 'close_day',
        id,
        deviceId: randomUUID(),
        deviceSequence: 1,
        deviceAt: at.toISOString(),
        clockOffsetMs: 0,
        businessDate: date,
        runId: day.run.id,
        dayCloseId: id,
        denominations: denominationsOf(counted),
        countedCashNtd: counted.toString(),
        counted: day.run.onTruck.map(({ cylinderType, full, empty }) => ({ cylinderType, full, empty })),
        reason: short > 0n ? '找錯一百元' : '',
        signatureFileId: null,
      },
    })
  }
  const closes = await act(stage.system, stage.office, listDayCloses, { query: { date } })
  for (const close of closes.closes) {
    if (close.status !== 'awaiting_signature' && close.status !== 'agreed') continue
    await act(stage.system, stage.office, signDayClose, {
      params: { id: close.id },
      body: {
        note: close.status === 'agreed' ? '' : '已核對，列短收',
        signatureFileId: await signFor(stage.system, stage.office, at),
        version: close.version,
      },
    })
  }
}

/** The fewest notes and coins. */
function denominationsOf(amount: bigint): Record<string, number> {
  const pieces: Record<string, number> = {}
  let left = amount < 0n ? 0n : amount
  for (const face of [1_000n, 500n, 100n, 50n, 10n, 5n, 1n]) {
    if (left >= face) pieces[face.toString()] = Number(left / face)
    left %= face
  }
  return pieces
}

/** Where each driver's phone last was: near the stop he is at or coming from, else at the depot. */
export async function reportWhereabouts(stage: DemoStage, date: string, now: Date): Promise<void> {
  for (const driver of stage.drivers) {
    const day = await act(stage.system, driver, getDriverDay, { query: { date } })
    const isBack = day.stops.every(stop => stop.state === 'done' || stop.state === 'failed')
    const last = day.stops.findLast(stop => stop.state !== 'published' && stop.point)
    const place = (isBack ? undefined : last?.point) ?? day.run?.depot.point
    if (!place) continue
    await act(stage.system, driver, reportPositions, {
      body: {
        runId: day.run?.id ?? null,
        fixes: [
          {
            deviceAt: now.toISOString(),
            latitude: place.latitude + 0.001,
            longitude: place.longitude - 0.001,
            accuracyMetres: 12,
            speedKmh: 24,
          },
        ],
      },
    })
  }
}
