import type { DriverCommand, DriverCommandKind } from '../../../contract/messages/driver-commands.ts'
import type { Reader, Tx } from '../../platform/database/database.ts'

export interface StoredCommand {
  id: string
  driverId: string
  runId: string | null
  stopId: string | null
  kind: DriverCommandKind
  occurredAt: Date
  outcome: 'posted' | 'conflict' | 'refused'
  payload: DriverCommand
}

/** Writes a command once. False when its id or its place in the device's order is taken. */
export async function insertCommand(
  db: Tx,
  row: { command: DriverCommand; driverId: string; occurredAt: Date; receivedAt: Date },
): Promise<boolean> {
  const { command } = row
  const inserted = await db
    .insertInto('driver_command')
    .values({
      id: command.id,
      driver_id: row.driverId,
      device_id: command.deviceId,
      device_sequence: BigInt(command.deviceSequence),
      kind: command.kind,
      run_id: command.runId,
      stop_id: 'stopId' in command ? command.stopId : null,
      business_date: command.businessDate,
      device_at: new Date(command.deviceAt),
      occurred_at: row.occurredAt,
      received_at: row.receivedAt,
      payload: JSON.stringify(command),
      outcome: 'posted',
    })
    .onConflict(conflict => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export async function markConflict(db: Tx, commandId: string): Promise<void> {
  await db.updateTable('driver_command').set({ outcome: 'conflict' }).where('id', '=', commandId).execute()
}

export async function readCommand(db: Reader, commandId: string): Promise<StoredCommand | undefined> {
  const row = await db
    .selectFrom('driver_command')
    .select(['id', 'driver_id', 'run_id', 'stop_id', 'kind', 'occurred_at', 'outcome', 'payload'])
    .where('id', '=', commandId)
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      driverId: row.driver_id,
      runId: row.run_id,
      stopId: row.stop_id,
      kind: row.kind as DriverCommandKind,
      occurredAt: row.occurred_at,
      outcome: row.outcome as StoredCommand['outcome'],
      payload: row.payload as unknown as DriverCommand,
    }
  )
}

/** Kinds of the commands with these ids. */
export async function readCommandKinds(
  db: Reader,
  ids: readonly string[],
): Promise<Map<string, DriverCommandKind>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('driver_command')
    .select(['id', 'kind'])
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map(row => [row.id, row.kind as DriverCommandKind]))
}

/** Load-outs reported for a run so far, oldest first. */
export async function readLoadOuts(
  db: Reader,
  runId: string,
): Promise<Extract<DriverCommand, { kind: 'load_out' }>[]> {
  const rows = await db
    .selectFrom('driver_command')
    .select('payload')
    .where('run_id', '=', runId)
    .where('kind', '=', 'load_out')
    .orderBy('occurred_at')
    .limit(200)
    .execute()
  return rows.map(row => row.payload as unknown as Extract<DriverCommand, { kind: 'load_out' }>)
}

/**
 * Other phones on which a driver reported for a run, newest first: when the last fact was received and how many there
 * are. What such a phone has not sent yet nobody can know.
 */
export async function readOtherPhones(
  db: Reader,
  of: { runId: string; driverId: string; deviceId: string },
): Promise<{ lastAt: string; facts: number }[]> {
  const rows = await db
    .selectFrom('driver_command')
    .select(eb => [eb.fn.max('received_at').as('last_at'), eb.fn.countAll<string>().as('facts')])
    .where('run_id', '=', of.runId)
    .where('driver_id', '=', of.driverId)
    .where('device_id', '<>', of.deviceId)
    .groupBy('device_id')
    .orderBy('last_at', 'desc')
    .limit(5)
    .execute()
  return rows.map(row => ({ lastAt: row.last_at.toISOString(), facts: Number(row.facts) }))
}

export interface LateCommand {
  closeId: string
  id: string
  kind: DriverCommandKind
  stopId: string | null
  occurredAt: Date
  receivedAt: Date
}
/** What phones reported of a closed run after its close, until it was opened again; oldest first, at most 500. */
export async function readLateCommands(db: Reader, closeIds: readonly string[]): Promise<LateCommand[]> {
  if (closeIds.length === 0) return []
  const rows = await db
    .selectFrom('day_close as d')
    .innerJoin('driver_command as closing', 'closing.id', 'd.command_id')
    .innerJoin('driver_command as c', 'c.run_id', 'd.run_id')
    .select(['d.id as close_id', 'c.id', 'c.kind', 'c.stop_id', 'c.occurred_at', 'c.received_at'])
    .where('d.id', 'in', [...closeIds])
    .where('c.kind', '<>', 'arrive')
    .whereRef('c.received_at', '>', 'closing.received_at')
    .where(eb => eb.or([eb('d.reopened_at', 'is', null), eb('c.received_at', '<', eb.ref('d.reopened_at'))]))
    .orderBy('c.received_at')
    .limit(500)
    .execute()
  return rows.map(row => ({
    closeId: row.close_id,
    id: row.id,
    kind: row.kind as DriverCommandKind,
    stopId: row.stop_id,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
  }))
}

/** An undo of this delivery that arrived before the delivery itself. */
export async function readEarlyUndo(
  db: Reader,
  stopId: string,
  deliveryId: string,
): Promise<string | undefined> {
  const rows = await db
    .selectFrom('driver_command')
    .select(['id', 'payload'])
    .where('stop_id', '=', stopId)
    .where('kind', '=', 'undo')
    .limit(200)
    .execute()
  return rows.find(row => (row.payload as { deliveryId?: unknown }).deliveryId === deliveryId)?.id
}
