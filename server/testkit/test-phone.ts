import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { DriverCommandInput, DriverCommandKind } from '../../contract/messages/driver-commands.ts'
import type { settableClock } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import { send } from './test-app.ts'

/** The business day on which the phones of these tests work. */
export const today = '2026-11-23'

export interface TestDriver {
  id: string
  token: string
  vehicleId: string
  runId: string
  deviceId: string
}
export interface TestStop {
  id: string
  siteId: string
  orderId: string
  meterId: string
}

type Fields<K extends DriverCommandKind> = Partial<Extract<DriverCommandInput, { kind: K }>>

/** A phone: stamps what a screen states and sends it. Its clock and counter are the test's to bend. */
export function makePhone(
  day: { app: FastifyInstance; clock: ReturnType<typeof settableClock> },
  driver: TestDriver,
) {
  const phone = { deviceId: driver.deviceId, sequence: 0 }
  const stamp = () => {
    phone.sequence += 1
    return {
      id: randomUUID(),
      deviceId: phone.deviceId,
      deviceSequence: phone.sequence,
      deviceAt: day.clock.now().toISOString(),
      clockOffsetMs: 0,
      businessDate: today,
      runId: driver.runId,
    }
  }
  return {
    loadOut: (given: Fields<'load_out'> = {}): DriverCommandInput => ({
      kind: 'load_out',
      ...stamp(),
      trip: 1,
      full: { '20': 6 },
      ...given,
    }),
    arrive: (stop: TestStop, given: Fields<'arrive'> = {}): DriverCommandInput => ({
      kind: 'arrive',
      ...stamp(),
      stopId: stop.id,
      point: null,
      ...given,
    }),
    /** Two 20 kg out, two empties in, 1,720 in cash, unless told otherwise. */
    deliver: (
      stop: TestStop,
      given: Fields<'deliver'> = {},
    ): Extract<DriverCommandInput, { kind: 'deliver' }> => ({
      kind: 'deliver',
      ...stamp(),
      stopId: stop.id,
      deliveryId: randomUUID(),
      lines: [{ product: '20', fullOut: 2, emptyIn: 2 }],
      payment: 'cash',
      amountDueNtd: '1720',
      amountPaidNtd: '1720',
      ...given,
    }),
    fail: (stop: TestStop, given: Fields<'fail'> = {}): DriverCommandInput => ({
      kind: 'fail',
      ...stamp(),
      stopId: stop.id,
      deliveryId: randomUUID(),
      reason: 'absent',
      ...given,
    }),
    undo: (stop: TestStop, deliveryId: string, given: Fields<'undo'> = {}): DriverCommandInput => ({
      kind: 'undo',
      ...stamp(),
      stopId: stop.id,
      deliveryId,
      reason: '打錯',
      ...given,
    }),
    check: (isOk: boolean): DriverCommandInput => ({
      kind: 'vehicle_check',
      ...stamp(),
      items: [{ item: 'tyres', isOk, note: isOk ? '' : '右後輪磨平' }],
      odometerKm: 123_456,
    }),
    close: (given: Fields<'close_day'> = {}): Extract<DriverCommandInput, { kind: 'close_day' }> => ({
      kind: 'close_day',
      ...stamp(),
      dayCloseId: randomUUID(),
      denominations: {},
      countedCashNtd: '0',
      counted: [],
      signatureFileId: null,
      ...given,
    }),
    /** Sends a command; its answer, or the problem's code. */
    send: async (command: DriverCommandInput) => {
      // What the server makes sorts by the millisecond it is made in.
      day.clock.advanceMs(1)
      const reply = await send(day.app, 'POST', '/api/driver/commands', driver.token, command, {
        'idempotency-key': command.id,
      })
      return reply.json() as {
        outcome?: string
        conflicts?: { id: string; kind: string }[]
        code?: string
      }
    },
  }
}

export const kindsOf = (answer: { conflicts?: { kind: string }[] }) =>
  (answer.conflicts ?? []).map(conflict => conflict.kind).sort()

/** The office decides a conflict. */
export async function decide(
  app: FastifyInstance,
  conflictId: string,
  decision: string,
  version = 1,
): Promise<{ status: number; body: { code?: string; decision?: string; choices?: string[] } }> {
  const reply = await send(app, 'POST', `/api/conflicts/${conflictId}/decide`, 'dispatcher', {
    decision,
    version,
  })
  return { status: reply.statusCode, body: reply.json() }
}

/** A signature that this person has drawn and sent, as the receipt of a difference demands it. */
export async function drawnSignature(db: Database, ownerId: string, at: Date): Promise<string> {
  const id = randomUUID()
  await db
    .insertInto('file_object')
    .values({
      id,
      owner_id: ownerId,
      purpose: 'signature',
      content_type: 'image/png',
      size_bytes: 100n,
      sha256: Buffer.alloc(32),
      received_bytes: 100n,
      created_at: at,
      completed_at: at,
    })
    .execute()
  return id
}
