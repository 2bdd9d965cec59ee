import 'fake-indexeddb/auto'
import { createCircuit } from '@luckygas/ui/api/circuit.ts'
import { createClient } from '@luckygas/ui/api/client.ts'
import { IDBFactory } from 'fake-indexeddb'
import { createPhone } from '../src/app/phone.ts'
import { type DriverDatabase, openDatabase } from '../src/offline/database.ts'
import { projectDay } from '../src/offline/day.rules.ts'
import { readDay } from '../src/offline/day.store.ts'
import { dropOrphans } from '../src/offline/files.store.ts'
import { pendingOf } from '../src/offline/outbox.rules.ts'
import { readEntries, releaseAll } from '../src/offline/outbox.store.ts'
import type { Author, CommandDraft, DriverDay } from '../src/offline/outbox.types.ts'
import { createPositionSender } from '../src/offline/position-sender.ts'
import { createSender } from '../src/offline/sender.ts'
import { ids } from './day-fixture.ts'
import { killable } from './killable.ts'
import type { PretendOffice } from './pretend-office.ts'

export const lin: Author = { userId: ids.user, driverId: ids.driver, name: '林阿海', login: 'lin' }
export const wang: Author = { ...lin, userId: ids.otherUser, name: '王小明', login: 'wang' }

/** A new phone with nothing in its memory. */
export function newPhone(): void {
  globalThis.indexedDB = new IDBFactory()
}

/** The app as started: another connection to the same memory and a session that has to be fetched again. */
export async function startApp(
  office: PretendOffice,
  author: Author = lin,
  operationsToLive = Number.POSITIVE_INFINITY,
) {
  const connection = await openDatabase()
  const database = killable(connection, operationsToLive)
  const client = clientOf(office)
  const positions = createPositionSender(database, client)
  const sender = createSender({
    database,
    client,
    positions,
    authorId: () => author.userId,
    onChange: async () => {},
    setTimer: () => undefined,
  })
  return { connection, database, client, positions, sender }
}

const clientOf = (office: PretendOffice) =>
  createClient({
    origin: 'http://office.test',
    fetch: office.fetch,
    circuit: createCircuit({ nowMs: () => 0, failureLimit: Number.POSITIVE_INFINITY }),
  })

/** The whole app without its screens, started as the program starts it. */
export async function startPhone(
  office: PretendOffice,
  prepare: (database: DriverDatabase) => void = () => {},
  author: Author = lin,
) {
  const database = await openDatabase()
  await releaseAll(database)
  await dropOrphans(database)
  prepare(database)
  const phone = createPhone(database, clientOf(office))
  await phone.enter(author)
  return phone
}

/** What the driver sees. */
export async function seenDay(database: DriverDatabase, author: Author = lin): Promise<DriverDay> {
  const saved = await readDay(database, author.userId)
  if (saved === undefined) throw new Error('no day on this phone')
  return projectDay(saved.day, pendingOf(await readEntries(database), author.userId))
}

const base = { businessDate: '2026-11-23', runId: ids.run }
export const arriveAt = (n: number): CommandDraft => ({
  kind: 'arrive',
  ...base,
  stopId: ids.stop(n),
  point: null,
})
export const deliverAt = (n: number, deliveryId: string, fullOut = 2, paid = '1720'): CommandDraft => ({
  kind: 'deliver',
  ...base,
  stopId: ids.stop(n),
  deliveryId,
  lines: [{ product: '20', fullOut, emptyIn: fullOut, depositsTaken: 0 }],
  residuals: [],
  meter: null,
  payment: 'cash',
  amountDueNtd: paid,
  amountPaidNtd: paid,
  recipient: '',
  note: '',
  files: [],
})
export const failAt = (n: number, deliveryId: string): CommandDraft => ({
  kind: 'fail',
  ...base,
  stopId: ids.stop(n),
  deliveryId,
  reason: 'absent',
  note: '',
  files: [],
})
export const undoAt = (n: number, deliveryId: string): CommandDraft => ({
  kind: 'undo',
  ...base,
  stopId: ids.stop(n),
  deliveryId,
  reason: '',
})
