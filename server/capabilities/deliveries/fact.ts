import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { ConflictKind, DriverCommand } from '../../../contract/messages/driver-commands.ts'
import { driverStream, officeStream } from '../../../contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { readHoldingsOf, truck } from '../cylinders/cylinders.api.ts'
import type { DeliveriesDeps } from './deliveries-deps.ts'
import type { RunFacts, StopFacts } from './dispatch-needs.ts'

export type CommandOf<K extends DriverCommand['kind']> = Extract<DriverCommand, { kind: K }>

/** A driver's command with what is known about it, inside its transaction; its run's row is held. */
export interface Fact<C extends DriverCommand = DriverCommand> {
  deps: DeliveriesDeps
  context: WriteContext
  command: C
  run: RunFacts
  /** Who reports, which need not be the run's driver any more. */
  driverId: string
  occurredAt: Date
  /** The day in the books: the run's, or today's once the run is closed. */
  bookedOn: BusinessDate
  /** The run is closed already, so that what this fact moves is a correction. */
  isLate: boolean
}
/** A fact about a stop, whose row is held too. */
export type StopFact<C extends DriverCommand> = Fact<C> & { stop: StopFacts }

export type ConflictDetail = Record<string, string | number | null>
/** Something about a posted fact that a person in the office must decide. */
export interface Question {
  kind: ConflictKind
  detail: ConflictDetail
}

/** The day that movements of a run belong to: its own while it is open, the present one afterwards. */
export function bookedOn(run: RunFacts, today: BusinessDate): BusinessDate {
  return run.state === 'closed' ? today : run.date
}

/** Tells the office and the phones that a stop changed; with another driver's stop, his phone too. */
export async function announceStop(
  context: WriteContext,
  run: RunFacts,
  stopId: string,
  driverIds: Iterable<string>,
): Promise<void> {
  await context.announce({
    stream: officeStream(run.depotId),
    kind: 'stop.changed',
    entityId: stopId,
    payload: { runId: run.id },
  })
  for (const driverId of new Set(driverIds)) await announceDriverDay(context, driverId, run.id)
}

export async function announceDriverDay(
  context: WriteContext,
  driverId: string,
  runId: string,
): Promise<void> {
  await context.announce({ stream: driverStream(driverId), kind: 'driver-day.changed', entityId: runId })
}

export async function announceCylinders(context: WriteContext, run: RunFacts): Promise<void> {
  await context.announce({
    stream: officeStream(run.depotId),
    kind: 'cylinders.moved',
    entityId: run.vehicle.id,
    payload: { runId: run.id },
  })
}

/**
 * The question a truck raises that holds less than nothing of something. After the close that is what a late fact does
 * by nature, and the question about the closed run covers it.
 */
export async function questionNegativeTruck(fact: Fact): Promise<Question[]> {
  if (fact.isLate) return []
  const holdings = await readHoldingsOf(fact.context.db, truck(fact.run.vehicle.id))
  const detail: ConflictDetail = {}
  for (const [type, { full, empty }] of holdings) {
    if (full < 0) detail[`full.${type}`] = full
    if (empty < 0) detail[`empty.${type}`] = empty
  }
  return Object.keys(detail).length === 0
    ? []
    : [{ kind: 'truck-stock-negative', detail: { plate: fact.run.vehicle.plate, ...detail } }]
}
