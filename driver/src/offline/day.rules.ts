import {
  type CylinderCounts,
  type CylinderType,
  cylinderTypeCodes,
  products,
} from '@luckygas/contract/kernel/cylinders.ts'
import { parseNtd } from '@luckygas/contract/kernel/money.ts'
import type { DriverCommand, DriverCommandKind, DriverDay } from './outbox.types.ts'

/**
 * The day as the driver sees it: the server's snapshot with everything applied that the driver has stated since.
 * Pure: the same snapshot and commands always give the same day, a command twice changes nothing, and a command that
 * the snapshot already contains changes nothing.
 */
export type Run = NonNullable<DriverDay['run']>
export type Stop = DriverDay['stops'][number]
export type StockRow = Run['onTruck'][number]
type CommandOf<K extends DriverCommandKind> = Extract<DriverCommand, { kind: K }>
type Delivery = NonNullable<Stop['delivery']>

const handCash = new Set<string | null>(['cash', 'short'])

/** Moves cylinders on or off the truck; a type that was not aboard gets its row. Below zero stays visible. */
export function movedStock(
  stock: readonly StockRow[],
  full: CylinderCounts,
  empty: CylinderCounts,
): StockRow[] {
  const rows = new Map(stock.map(row => [row.cylinderType, row]))
  for (const cylinderType of cylinderTypeCodes) {
    const change = { full: full[cylinderType] ?? 0, empty: empty[cylinderType] ?? 0 }
    if (change.full === 0 && change.empty === 0) continue
    const row = rows.get(cylinderType) ?? { cylinderType, full: 0, empty: 0 }
    rows.set(cylinderType, { cylinderType, full: row.full + change.full, empty: row.empty + change.empty })
  }
  return cylinderTypeCodes.flatMap(code => rows.get(code) ?? [])
}

const scaled = (counts: CylinderCounts, sign: 1 | -1): CylinderCounts =>
  Object.fromEntries(Object.entries(counts).map(([code, count]) => [code, sign * (count ?? 0)]))

function countsOf(
  lines: Delivery['lines'],
  pick: (line: Delivery['lines'][number]) => number,
): CylinderCounts {
  const counts: Partial<Record<CylinderType, number>> = {}
  for (const line of lines) {
    const { type } = products[line.product]
    counts[type] = (counts[type] ?? 0) + pick(line)
  }
  return counts
}

/** What a delivery does to truck and cash; `sign` −1 takes it back. */
function withDelivery(run: Run, delivery: Delivery, sign: 1 | -1): Run {
  const full = scaled(
    countsOf(delivery.lines, line => line.fullOut),
    sign === 1 ? -1 : 1,
  )
  const empty = scaled(
    countsOf(delivery.lines, line => line.emptyIn),
    sign,
  )
  const cash = handCash.has(delivery.payment) ? parseNtd(delivery.amountPaidNtd) * BigInt(sign) : 0n
  return {
    ...run,
    onTruck: movedStock(run.onTruck, full, empty),
    cashInHandNtd: (parseNtd(run.cashInHandNtd) + cash).toString(),
  }
}

const changeRun = (day: DriverDay, change: (run: Run) => Run): DriverDay =>
  day.run === null ? day : { ...day, run: change(day.run) }

const changeStop = (day: DriverDay, stopId: string, change: (stop: Stop) => Stop): DriverDay => ({
  ...day,
  stops: day.stops.map(stop => (stop.id === stopId ? change(stop) : stop)),
})

const stopOf = (day: DriverDay, stopId: string) => day.stops.find(stop => stop.id === stopId)

function recorded(day: DriverDay, stopId: string, delivery: Delivery): DriverDay {
  if (stopOf(day, stopId)?.delivery?.id === delivery.id) return day
  const state = delivery.outcome === 'delivered' ? 'done' : 'failed'
  const withStop = changeStop(day, stopId, stop => ({ ...stop, state, delivery }))
  return changeRun(withStop, run => withDelivery(run, delivery, 1))
}

type Appliers = { [K in DriverCommandKind]: (day: DriverDay, command: CommandOf<K>) => DriverDay }
const appliers: Appliers = {
  vehicle_check: (day, command) =>
    changeRun(day, run => {
      const faulty = new Set(command.items.filter(({ isOk }) => !isOk).map(({ item }) => item))
      const blocking = run.checkItems?.filter(({ code, effect }) => effect === 'block' && faulty.has(code))
      return { ...run, isVehicleChecked: true, blockedBy: blocking?.map(({ code }) => code) ?? [] }
    }),
  load_out: (day, command) =>
    changeRun(day, run => {
      const { trip, depotVisit } = command
      const visits = run.depotVisits ?? []
      if (depotVisit ? visits.includes(depotVisit.id) : run.loadedTrips.includes(trip)) return run
      const fulls = movedStock(run.onTruck, command.full, {})
      return {
        ...run,
        state: run.state === 'published' && !depotVisit ? 'loaded' : run.state,
        ...(depotVisit
          ? { depotVisits: [...visits, depotVisit.id] }
          : { loadedTrips: [...run.loadedTrips, trip] }),
        onTruck: movedStock(fulls, scaled(command.returnedFull, -1), scaled(command.returnedEmpty, -1)),
      }
    }),
  arrive: (day, command) =>
    changeStop(day, command.stopId, stop =>
      stop.state === 'published' ? { ...stop, state: 'arrived' } : stop,
    ),
  deliver: (day, command) =>
    recorded(day, command.stopId, {
      id: command.deliveryId,
      outcome: 'delivered',
      occurredAt: command.deviceAt,
      payment: command.payment,
      amountPaidNtd: command.amountPaidNtd,
      lines: command.lines.map(({ product, fullOut, emptyIn }) => ({ product, fullOut, emptyIn })),
    }),
  fail: (day, command) =>
    recorded(day, command.stopId, {
      id: command.deliveryId,
      outcome: 'failed',
      occurredAt: command.deviceAt,
      payment: null,
      amountPaidNtd: '0',
      lines: [],
    }),
  undo: (day, command) => {
    const delivery = stopOf(day, command.stopId)?.delivery
    if (!delivery || delivery.id !== command.deliveryId) return day
    const withStop = changeStop(day, command.stopId, stop => ({ ...stop, state: 'arrived', delivery: null }))
    return changeRun(withStop, run => withDelivery(run, delivery, -1))
  },
  close_day: day => changeRun(day, run => ({ ...run, state: 'closed' })),
}

/** One command on the day; commands of another run (yesterday's, still on their way) leave this day alone. */
export function applyCommand(day: DriverDay, command: DriverCommand): DriverDay {
  if (day.run === null || day.run.id !== command.runId) return day
  return (appliers[command.kind] as (day: DriverDay, command: DriverCommand) => DriverDay)(day, command)
}

/** The snapshot with the commands it does not contain yet, in device order, each once. */
export function projectDay(snapshot: DriverDay, commands: readonly DriverCommand[]): DriverDay {
  const seen = new Set<string>()
  let day = snapshot
  for (const command of [...commands].sort((a, b) => a.deviceSequence - b.deviceSequence)) {
    if (seen.has(command.id)) continue
    seen.add(command.id)
    day = applyCommand(day, command)
  }
  return day
}

/**
 * Stops that the office took from this run while the driver still has something about them in hand stay readable, as
 * cancelled: the driver may be standing at the door, and what he did there still has to be recorded.
 * @param wanted ids of stops with a draft or an unsent command
 */
export function keepStops(
  previous: DriverDay | undefined,
  next: DriverDay,
  wanted: ReadonlySet<string>,
): DriverDay {
  if (previous === undefined || previous.run === null || previous.run.id !== next.run?.id) return next
  const known = new Set(next.stops.map(stop => stop.id))
  const kept = previous.stops.filter(stop => wanted.has(stop.id) && !known.has(stop.id))
  return { ...next, stops: [...next.stops, ...kept.map(stop => ({ ...stop, state: 'cancelled' as const }))] }
}
