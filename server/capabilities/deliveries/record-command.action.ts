import { isDeepStrictEqual } from 'node:util'
import type { DriverCommand } from '../../../contract/messages/driver-commands.ts'
import { officeStream } from '../../../contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { closeDay } from './close-day.action.ts'
import { insertCommand, markConflict, readCommand, type StoredCommand } from './command.store.ts'
import { occurredAt } from './command-time.rules.ts'
import { insertConflict, isAsked, readConflictsOfCommand } from './conflict.store.ts'
import { askedOncePer } from './conflict-choices.ts'
import {
  commandIdReused,
  notADriver,
  runNotFound,
  sequenceReused,
  stopNotFound,
} from './deliveries.errors.ts'
import type { DeliveriesDeps } from './deliveries-deps.ts'
import type { StopFacts } from './dispatch-needs.ts'
import { bookedOn, type Fact, type Question, type StopFact } from './fact.ts'
import { recordArrival } from './record-arrival.action.ts'
import { recordDelivery } from './record-delivery.action.ts'
import { recordFailure } from './record-failure.action.ts'
import { recordLoadOut } from './record-load-out.action.ts'
import { recordUndo } from './record-undo.action.ts'
import { recordVehicleCheck } from './record-vehicle-check.action.ts'

export interface CommandAnswer {
  outcome: 'posted' | 'conflict'
  conflicts: { id: string; kind: Question['kind'] }[]
}

/**
 * Posts one fact from a driver's phone. The command's id decides whether it is new, whatever key it came under: the
 * same command again answers what was answered first. Its run and stop must exist; everything else posts, and what does
 * not fit opens a conflict for the office.
 */
export async function recordCommand(
  deps: DeliveriesDeps,
  context: WriteContext,
  command: DriverCommand,
): Promise<CommandAnswer> {
  const { driverId } = context.actor
  if (!driverId) throw notADriver()
  const known = await readCommand(context.db, command.id)
  if (known) return replay(context, known, driverId, command)
  const run = await deps.dispatch.lockRun(context, command.runId)
  if (!run) throw runNotFound()
  const stop = 'stopId' in command ? await deps.dispatch.lockStop(context, command.stopId) : undefined
  if ('stopId' in command && !stop) throw stopNotFound()
  const time = occurredAt(new Date(command.deviceAt), command.clockOffsetMs, context.now)
  const isNew = await insertCommand(context.db, {
    command,
    driverId,
    occurredAt: time.at,
    receivedAt: context.now,
  })
  if (!isNew) {
    const raced = await readCommand(context.db, command.id)
    if (!raced) throw sequenceReused()
    return replay(context, raced, driverId, command)
  }
  const fact: Fact = {
    deps,
    context,
    command,
    run,
    driverId,
    occurredAt: time.at,
    bookedOn: bookedOn(run, context.today),
    isLate: run.state === 'closed',
  }
  const questions = await post(fact, stop)
  if (!time.isPlausible)
    questions.push({
      kind: 'clock-wrong',
      detail: { deviceAt: command.deviceAt, offsetMs: command.clockOffsetMs },
    })
  return openConflicts(fact, questions)
}

/** One action for each kind of command. */
async function post(fact: Fact, stop: StopFacts | undefined): Promise<Question[]> {
  const { command } = fact
  const atStop = <C extends DriverCommand>(own: C): StopFact<C> => {
    if (!stop) throw stopNotFound()
    return { ...fact, command: own, stop }
  }
  switch (command.kind) {
    case 'vehicle_check':
      return recordVehicleCheck({ ...fact, command })
    case 'load_out':
      return recordLoadOut({ ...fact, command })
    case 'arrive':
      return recordArrival(atStop(command))
    case 'deliver':
      return recordDelivery(atStop(command))
    case 'fail':
      return recordFailure(atStop(command))
    case 'undo':
      return recordUndo(atStop(command))
    case 'close_day':
      return closeDay({ ...fact, command })
  }
}

async function replay(
  context: WriteContext,
  known: StoredCommand,
  driverId: string,
  command: DriverCommand,
): Promise<CommandAnswer> {
  if (known.driverId !== driverId || !isDeepStrictEqual(known.payload, JSON.parse(JSON.stringify(command))))
    throw commandIdReused()
  return {
    outcome: known.outcome === 'posted' ? 'posted' : 'conflict',
    conflicts: await readConflictsOfCommand(context.db, known.id),
  }
}

async function openConflicts(fact: Fact, questions: readonly Question[]): Promise<CommandAnswer> {
  const { context, run, command } = fact
  const conflicts: CommandAnswer['conflicts'] = []
  for (const { kind, detail } of questions) {
    const once = askedOncePer[kind]
    if (
      once &&
      (await isAsked(context.db, kind, once === 'run' ? { runId: run.id } : { depotId: run.depotId }))
    )
      continue
    const id = context.newId()
    await insertConflict(context.db, {
      id,
      depotId: run.depotId,
      kind,
      commandId: command.id,
      runId: run.id,
      stopId: 'stopId' in command ? command.stopId : null,
      driverId: fact.driverId,
      detail,
      openedAt: context.now,
    })
    await context.announce({
      stream: officeStream(run.depotId),
      kind: 'conflict.opened',
      entityId: id,
      payload: { kind },
    })
    conflicts.push({ id, kind })
  }
  if (conflicts.length > 0) await markConflict(context.db, command.id)
  return { outcome: conflicts.length > 0 ? 'conflict' : 'posted', conflicts }
}
