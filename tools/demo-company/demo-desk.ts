import type { EndpointRequest } from '../../contract/endpoint.ts'
import { settleCall, takeCall } from '../../contract/endpoints/calls.ts'
import { decideConflict, listConflicts } from '../../contract/endpoints/deliveries.ts'
import { markThreadRead, sendDriverMessage, sendMessage } from '../../contract/endpoints/messages.ts'
import { placeOrder } from '../../contract/endpoints/orders.ts'
import type { ProductCode } from '../../contract/kernel/cylinders.ts'
import { instantAt } from '../../contract/kernel/dates.ts'
import { uuidv7 } from '../../contract/kernel/ids.ts'
import { reportCall } from '../../server/capabilities/calls/calls.api.ts'
import { linkPhone } from '../../server/capabilities/customers/customers.api.ts'
import type { System } from '../../server/main/wiring.ts'
import { type Actor, systemActor } from '../../server/platform/actor.ts'
import { runWrite } from '../../server/platform/database/write.ts'
import { act } from './act.ts'
import type { DemoStage, DeskEvent } from './demo-day.ts'

/** Of so many customers one shares the number of the one before: two shops of one owner. */
const sharedEvery = 25
const phoneOf = (index: number): string =>
  `${index % 3 === 0 ? '0900000' : '089000'}${String(index % 1_000).padStart(3, '0')}`

/** Gives every customer the number he rings from; some share one. */
export async function giveNumbers(system: System): Promise<void> {
  const customers = await system.db
    .selectFrom('customer')
    .select('code')
    .orderBy('code')
    .limit(20_000)
    .execute()
  await runWrite(system, { actor: systemActor, traceId: 'demo' }, async context => {
    for (const [index, { code }] of customers.entries()) {
      const isShared = index % sharedEvery === sharedEvery - 1
      const digits = phoneOf(isShared ? index - 1 : index)
      await linkPhone(context, code, { digits, label: isShared ? '老闆' : '店裡' })
    }
  })
}

interface Caller {
  siteId: string
  customerId: string
  digits: string
  product: ProductCode
}

/** Customers who swap cylinders and whose number is known, in town first. */
async function callersOf(system: System): Promise<Caller[]> {
  const rows = await system.db
    .selectFrom('site')
    .innerJoin('customer', 'customer.id', 'site.customer_id')
    .innerJoin('zone', 'zone.id', 'site.zone_id')
    .innerJoin('phone', 'phone.customer_id', 'customer.id')
    .innerJoin('site_declared_cylinder', 'site_declared_cylinder.site_id', 'site.id')
    .select(['site.id', 'customer.id as customer_id', 'phone.digits', 'site_declared_cylinder.product_code'])
    .where('site.billing_method', '=', 'cylinder')
    .where('customer.is_terminated', '=', false)
    .where('zone.name', 'like', '市%')
    .where('site.latitude', 'is not', null)
    .orderBy('customer.code')
    .limit(40)
    .execute()
  return rows.map(row => ({
    siteId: row.id,
    customerId: row.customer_id,
    digits: row.digits,
    product: row.product_code as ProductCode,
  }))
}

type Order = Omit<NonNullable<EndpointRequest<typeof placeOrder>['body']>, 'id' | 'siteId' | 'lines'>

/** The clerk takes one cylinder's order of a caller; answers its id. */
async function takeOrder(stage: DemoStage, caller: Caller, order: Order): Promise<string> {
  const id = uuidv7(stage.system.clock.now().getTime())
  await act(stage.system, stage.office, placeOrder, {
    body: {
      ...order,
      id,
      siteId: caller.siteId,
      isDuplicateAccepted: true,
      lines: [{ product: caller.product, quantity: 1 }],
    },
  })
  return id
}

/** Orders of the evening before with a promised hour, so that the plan has promises to keep. */
export async function promiseHours(stage: DemoStage, date: string, from: number): Promise<void> {
  const callers = await callersOf(stage.system)
  for (const [index, fromHour] of [9, 10, 13, 15].entries()) {
    const caller = callers[from + index]
    if (!caller) return
    await takeOrder(stage, caller, {
      requestedOn: date,
      priority: 'promised',
      windowFromMinute: fromHour * 60,
      windowToMinute: (fromHour + 1) * 60,
      note: `說好 ${fromHour} 點到 ${fromHour + 1} 點`,
    })
  }
}

/** Evening: what drivers reported against the plan is looked at and left as it was reported. */
export async function decideMatters({ system, office }: DemoStage): Promise<void> {
  const { conflicts } = await act(system, office, listConflicts, { query: {} })
  for (const { id, choices, version } of conflicts) {
    const [decision] = choices
    if (decision === undefined) continue
    await act(system, office, decideConflict, {
      params: { id },
      body: { decision, note: '已問過司機', version },
    })
  }
}

/** A number that several customers share. */
async function sharedNumber(system: System): Promise<string> {
  const row = await system.db
    .selectFrom('phone')
    .select('digits')
    .where('label', '=', '老闆')
    .orderBy('digits')
    .limit(1)
    .executeTakeFirst()
  return row?.digits ?? phoneOf(0)
}

const line = '089-000-001'
type Turn = 'ringing' | 'answered' | 'ended'

/** The turns of one call as the exchange tells them. */
async function ring(stage: DemoStage, callId: string, from: string, turns: readonly Turn[]): Promise<void> {
  for (const event of turns)
    await runWrite(stage.system, { actor: systemActor, traceId: 'demo' }, context =>
      reportCall(context, { callId, event, from, to: line, extension: '' }),
    )
}

/** A call the clerk takes: with an order or without. */
async function answerCall(
  stage: DemoStage,
  callId: string,
  caller: Caller,
  order: Order | undefined,
): Promise<void> {
  await ring(stage, callId, caller.digits, ['ringing'])
  const call = await stage.system.db
    .selectFrom('phone_call')
    .select('id')
    .where('call_id', '=', callId)
    .executeTakeFirstOrThrow()
  const params = { id: call.id }
  await act(stage.system, stage.office, takeCall, { params })
  const orderId = order ? await takeOrder(stage, caller, order) : null
  await act(stage.system, stage.office, settleCall, {
    params,
    body: { customerId: caller.customerId, orderId },
  })
  await ring(stage, callId, caller.digits, ['ended'])
}

/**
 * The desk's morning: calls with and without an order, one missed of a number that two shops share and one withheld,
 * an emergency whose clock runs, and words between the office and the drivers.
 */
export async function deskMorning(stage: DemoStage, today: string): Promise<DeskEvent[]> {
  const { system, office, drivers } = stage
  const [first, second, third, urgent] = (await callersOf(system)).slice(8)
  const shared = await sharedNumber(system)
  const [, late, absent, repair] = drivers
  if (!first || !second || !third || !urgent || !late || !absent || !repair) return []
  const say = (author: Actor, body: string) =>
    act(system, author, sendDriverMessage, {
      body: { id: newId(), body, stopId: null, writtenAt: system.clock.now().toISOString() },
    })
  const tell = (to: Actor[] | null, body: string, isUrgent = false) =>
    act(system, office, sendMessage, {
      body: { id: newId(), driverIds: to?.map(({ driverId }) => driverId ?? '') ?? null, body, isUrgent },
    })
  const newId = () => uuidv7(system.clock.now().getTime())
  const read = (driver: Actor) =>
    act(system, office, markThreadRead, { body: { driverId: driver.driverId ?? '', readUpTo: 1_000 } })
  const morning: [minute: number, happen: () => Promise<unknown>][] = [
    [485, () => tell(null, '早安，今天中午前氣溫低，瓶閥關緊再上車。')],
    [492, () => answerCall(stage, 'demo-1', first, { requestedOn: today, note: '下午再送就好' })],
    [512, () => say(absent, '第一站鐵門沒開，我先跑下一站。')],
    [516, () => read(absent)],
    [517, () => tell([absent], '好，老闆說九點半開門，回頭再去一趟。')],
    [534, () => ring(stage, 'demo-2', shared, ['ringing', 'ended'])],
    [541, () => answerCall(stage, 'demo-3', second, undefined)],
    [566, () => say(late, '中華路修路單線放行，大概晚半小時。')],
    [570, () => read(late)],
    [571, () => tell([late], '知道了，後面兩站我先打電話跟客人說。')],
    [588, () => ring(stage, 'demo-4', 'anonymous', ['ringing', 'ended'])],
    [
      610,
      () =>
        answerCall(stage, 'demo-5', urgent, {
          requestedOn: today,
          emergencyLevel: 2,
          note: '廚房斷氣，中午要開店',
        }),
    ],
    [615, () => say(repair, '這家的切換器漏氣，客人問今天能不能修？')],
    [
      618,
      () => answerCall(stage, 'demo-6', third, { requestedOn: today, priority: 'urgent', note: '快沒了' }),
    ],
  ]
  return morning.map(([minute, happen]) => ({
    at: instantAt(today, minute),
    happen: async () => {
      await happen()
    },
  }))
}
