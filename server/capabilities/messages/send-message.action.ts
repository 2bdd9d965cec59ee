import { driverStream, officeStream } from '../../../contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import {
  holdMessageId,
  insertMessage,
  type MessageRow,
  readMessage,
  readSending,
  takePlace,
} from './message.store.ts'
import { driverNotFound, emptyMessage, messageIdReused, nobodyToTell, notADriver } from './messages.errors.ts'
import { cleanBody } from './messages.rules.ts'
import type { MessageDriver, MessagesDeps } from './messages-deps.ts'

function readable(text: string): string {
  const body = cleanBody(text)
  if (body === '') throw emptyMessage()
  return body
}

/** Tells both sides that a thread changed; never what it says. */
export async function announceThread(context: WriteContext, driver: MessageDriver): Promise<void> {
  for (const stream of [officeStream(driver.depotId), driverStream(driver.id)])
    await context.announce({ stream, kind: 'message.changed', entityId: driver.id })
}

/** A driver writes to the office. The message's id decides whether it is new, whatever key it came under. */
export async function sendFromDriver(
  deps: MessagesDeps,
  context: WriteContext,
  message: { id: string; body: string; stopId: string | null; writtenAt: Date },
): Promise<MessageRow> {
  const { driverId } = context.actor
  const driver = driverId ? await deps.readDriver(context.db, driverId) : undefined
  if (!driver) throw notADriver()
  const body = readable(message.body)
  await holdMessageId(context.db, message.id)
  const known = await readMessage(context.db, message.id)
  if (known) {
    if (known.driverId !== driver.id || known.side !== 'driver') throw driverNotFound()
    if (known.body !== body) throw messageIdReused()
    return known
  }
  const stops = message.stopId ? await deps.readStopNames(context.db, [message.stopId]) : undefined
  await insertMessage(context.db, {
    id: message.id,
    driverId: driver.id,
    sequence: await takePlace(context.db, driver.id),
    side: 'driver',
    authorId: context.actor.id,
    body,
    isUrgent: false,
    stopId: message.stopId && stops?.has(message.stopId) ? message.stopId : null,
    orderId: null,
    broadcastId: null,
    deviceAt: message.writtenAt,
    sentAt: context.now,
  })
  await announceThread(context, driver)
  const sent = await readMessage(context.db, message.id)
  if (!sent) throw driverNotFound()
  return sent
}

/**
 * The office writes to some drivers, or to all of the depot: each gets a message of his own with his own marks. Threads
 * are taken in the order of their ids, so that two broadcasts never wait for each other crosswise. The id decides
 * whether the message is new: sent again under another key it answers the messages it became.
 */
export async function sendFromOffice(
  deps: MessagesDeps,
  context: WriteContext,
  message: {
    id: string
    driverIds: readonly string[] | null
    body: string
    isUrgent: boolean
    stopId: string | null
    orderId: string | null
  },
): Promise<string[]> {
  const body = readable(message.body)
  await holdMessageId(context.db, message.id)
  const sent = await readSending(context.db, message.id)
  if (sent.length > 0) {
    const isSame = (row: MessageRow) =>
      row.side === 'office' && row.authorId === context.actor.id && row.body === body
    if (!sent.every(isSame)) throw messageIdReused()
    return sent.map(row => row.id)
  }
  const drivers = await addressees(deps, context, message.driverIds)
  const isBroadcast = message.driverIds === null || drivers.length > 1
  const ids: string[] = []
  for (const [index, driver] of drivers.entries()) {
    const id = index === 0 ? message.id : context.newId()
    await insertMessage(context.db, {
      id,
      driverId: driver.id,
      sequence: await takePlace(context.db, driver.id),
      side: 'office',
      authorId: context.actor.id,
      body,
      isUrgent: message.isUrgent,
      stopId: message.stopId,
      orderId: message.orderId,
      broadcastId: isBroadcast ? message.id : null,
      deviceAt: null,
      sentAt: context.now,
    })
    ids.push(id)
    await announceThread(context, driver)
  }
  await context.audit({
    action: isBroadcast ? 'message.broadcast' : 'message.send',
    entity: 'message',
    entityId: message.id,
    after: { drivers: drivers.length, isUrgent: message.isUrgent },
  })
  return ids
}

async function addressees(
  deps: MessagesDeps,
  context: WriteContext,
  driverIds: readonly string[] | null,
): Promise<MessageDriver[]> {
  const known = await deps.readDrivers(context.db, context.actor.depotId)
  const wanted = driverIds === null ? known : known.filter(driver => driverIds.includes(driver.id))
  if (driverIds !== null && wanted.length !== new Set(driverIds).size) throw driverNotFound()
  if (wanted.length === 0) throw nobodyToTell()
  return wanted.sort((a, b) => (a.id < b.id ? -1 : 1))
}
