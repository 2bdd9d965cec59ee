import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { get, send } from '../../testkit/test-app.ts'
import { setOrdersAssigned } from './orders.api.ts'
import { ordersFixture, today } from './orders.fixture.ts'

async function fixture() {
  const made = await ordersFixture()
  const { app, place } = made
  const edit = (id: string, body: object, as = 'office', headers = {}) =>
    send(app, 'PATCH', `/api/orders/${id}`, as, body, headers)
  const split = (id: string, body: object, as = 'office') =>
    send(app, 'POST', `/api/orders/${id}/split`, as, body)
  const read = async (id: string) => (await get(app, `/api/orders/${id}`, 'office')).json()
  const placed = async (given: object = {}) => (await place(given)).json()
  return { ...made, edit, split, read, placed }
}
const refusal = (response: { statusCode: number; json<T>(): T }) => [
  response.statusCode,
  response.json<{ code: string }>().code,
]

describe('changing an order', () => {
  test('[C1][C2] goods, day, slot and note change at the prices of the new day, with who, when and why', async () => {
    const { edit, placed } = await fixture()
    const { id } = await placed()
    const changed = await edit(id, {
      version: 1,
      lines: [{ product: '20', quantity: 3 }],
      requestedOn: '2026-12-01',
      slot: 'morning',
      note: '後門',
      reason: '客戶來電',
    })
    expect(changed.statusCode).toBe(200)
    expect(changed.json()).toMatchObject({
      version: 2,
      state: 'confirmed',
      requestedOn: '2026-12-01',
      lines: [{ product: '20', quantity: 3, unitPriceNtd: '900' }],
    })
    expect(changed.json().changes[1]).toMatchObject({
      kind: 'edit',
      reason: '客戶來電',
      at: `${today}T01:00:00.000Z`,
      what: [
        { field: 'lines', before: '20KG×2', after: '20KG×3' },
        { field: 'requestedOn', before: today, after: '2026-12-01' },
        { field: 'slot', before: 'any', after: 'morning' },
        { field: 'note', before: '', after: '後門' },
      ],
    })
  })

  test('[C2] what is the same is no change, a past day and an unpriced product are refused', async () => {
    const { edit, placed, read } = await fixture()
    const { id } = await placed()
    expect(
      (await edit(id, { version: 1, note: '', lines: [{ product: '20', quantity: 2 }] })).json().version,
    ).toBe(1)
    expect(refusal(await edit(id, { version: 1, requestedOn: '2026-11-21' }))).toEqual([
      409,
      'orders.date-past',
    ])
    expect(refusal(await edit(id, { version: 1, lines: [{ product: '16', quantity: 1 }] }))).toEqual([
      409,
      'orders.product-not-priced',
    ])
    expect(refusal(await edit(randomUUID(), { version: 1, note: 'x' }))).toEqual([404, 'orders.not-found'])
    expect((await read(id)).version).toBe(1)
  })

  test('[C1][C2] three people on one order at the same moment: one is written, the others learn who changed what', async () => {
    const { edit, placed, read } = await fixture()
    const { id } = await placed()
    const edits = [{ note: '後門' }, { slot: 'morning' }, { lines: [{ product: '20', quantity: 5 }] }]
    const people = ['office', 'manager', 'dispatcher']
    const answers = await Promise.all(edits.map((body, i) => edit(id, { version: 1, ...body }, people[i])))
    const won = answers.findIndex(answer => answer.statusCode === 200)
    expect(answers.map(answer => answer.statusCode).sort()).toEqual([200, 409, 409])
    const field = ['note', 'slot', 'lines'][won]
    for (const [index, answer] of answers.entries())
      if (index !== won)
        expect(answer.json()).toMatchObject({
          code: 'request.stale-version',
          params: { what: field, version: 2, at: `${today}T01:00:00.000Z` },
        })
    // Each sends what he typed again at the version he now has seen; nothing that anybody wrote is lost.
    let version = 2
    for (const [index, body] of edits.entries())
      if (index !== won) {
        expect((await edit(id, { version, ...body }, people[index])).statusCode).toBe(200)
        version += 1
      }
    expect(await read(id)).toMatchObject({
      version: 4,
      note: '後門',
      slot: 'morning',
      lines: [{ product: '20', quantity: 5 }],
    })
  })

  test('[C2] a hundred edits of one order by three people leave a history without a gap', async () => {
    const { edit, placed, read } = await fixture()
    const { id } = await placed()
    let written = 0
    await Promise.all(
      ['office', 'manager', 'dispatcher'].map(async person => {
        for (let turn = 0; turn < 12; turn += 1) {
          const { version } = await read(id)
          const answer = await edit(id, { version, note: `${person} ${turn}` }, person)
          if (answer.statusCode === 200) written += 1
          else expect(answer.json().code).toBe('request.stale-version')
        }
      }),
    )
    const order = await read(id)
    expect(order.version).toBe(written + 1)
    const notes = order.changes
      .slice(1)
      .map((change: { what: [{ before: string; after: string }] }) => change.what[0])
    for (const [index, note] of notes.entries())
      expect(note.before).toBe(index === 0 ? '' : notes[index - 1].after)
    expect(order.note).toBe(notes.at(-1).after)
  })

  test('[C3] the same edit with the same key is written once and answered twice alike', async () => {
    const { edit, placed, read } = await fixture()
    const { id } = await placed()
    const key = { 'idempotency-key': randomUUID() }
    const body = { version: 1, note: '後門' }
    const answers = await Promise.all([edit(id, body, 'office', key), edit(id, body, 'office', key)])
    expect(answers[0]?.body).toBe(answers[1]?.body)
    expect((await read(id)).version).toBe(2)
  })

  test('[C1] on a published run only the supervisor changes goods; it leaves the plan and waits in the tray of its day', async () => {
    const { edit, placed, write, planned, left, joined, read } = await fixture()
    const { id } = await placed()
    await write(context => setOrdersAssigned(context, [id], true))
    const more = { version: 2, lines: [{ product: '20', quantity: 4 }] }
    expect([...refusal(await edit(id, more)), (await edit(id, more)).json().params]).toEqual([
      409,
      'orders.edit-not-allowed',
      { state: 'assigned', fields: 'lines' },
    ])
    expect((await edit(id, { version: 2, note: '按鈴' })).statusCode).toBe(200)
    expect([left, joined]).toEqual([[], []])
    planned.set(id, [today])
    expect((await edit(id, { ...more, version: 3 }, 'manager')).json().state).toBe('confirmed')
    expect([left, joined]).toEqual([[id], [id]])
    expect((await edit(id, { version: 4, requestedOn: '2026-11-25' }, 'manager')).statusCode).toBe(200)
    expect([left, joined]).toEqual([[id, id], [id]])
    expect((await read(id)).changes.at(-1).what[0].field).toBe('requestedOn')
  })
})

describe('splitting an order', () => {
  test('[C2] part now and part another day are two orders that know each other', async () => {
    const { split, placed, read } = await fixture()
    const order = await placed({ lines: [{ product: '20', quantity: 5 }] })
    const id = randomUUID()
    const part = {
      id,
      version: 1,
      lines: [{ product: '20', quantity: 2 }],
      requestedOn: '2026-12-01',
      reason: '放不下',
    }
    const answer = await split(order.id, part)
    expect(answer.json()).toMatchObject({
      order: { version: 2, lines: [{ quantity: 3, unitPriceNtd: '860' }] },
      part: {
        id,
        number: 1002,
        splitFrom: order.id,
        requestedOn: '2026-12-01',
        lines: [{ quantity: 2, unitPriceNtd: '900' }],
      },
    })
    expect((await read(order.id)).changes.at(-1)).toMatchObject({ kind: 'split', reason: '放不下' })
    expect(refusal(await split(order.id, { ...part, id: randomUUID() }))).toEqual([
      409,
      'request.stale-version',
    ])
  })

  test('[C2] a part that is everything, more than there is, or for another customer is refused', async () => {
    const { split, placed, sites, db } = await fixture()
    const order = await placed()
    const part = { id: randomUUID(), version: 1, requestedOn: today, lines: [{ product: '20', quantity: 1 }] }
    for (const lines of [[{ product: '20', quantity: 2 }], [{ product: '16', quantity: 1 }]])
      expect(refusal(await split(order.id, { ...part, lines }))).toEqual([409, 'orders.split-empty'])
    expect(refusal(await split(order.id, { ...part, siteId: sites[2]?.siteId }))).toEqual([
      409,
      'orders.split-other-customer',
    ])
    expect(refusal(await split(order.id, { ...part, requestedOn: '2026-11-21' }))).toEqual([
      409,
      'orders.date-past',
    ])
    expect(refusal(await split(order.id, { ...part, siteId: randomUUID() }))).toEqual([
      404,
      'orders.site-not-found',
    ])
    await db.updateTable('sales_order').set({ state: 'en_route' }).where('id', '=', order.id).execute()
    expect(refusal(await split(order.id, part, 'manager'))).toEqual([409, 'orders.edit-not-allowed'])
  })
})

describe('cancelling for a fee', () => {
  test('[C2] the fee is shown, explained, agreed and kept; another fee than the one shown is refused', async () => {
    const { app, clock, placed, move, read } = await fixture()
    const { id } = await placed()
    const quote = async (query = '') =>
      (await get(app, `/api/orders/${id}/cancel-quote${query}`, 'office')).json()
    expect(await quote()).toMatchObject({
      feeNtd: '0',
      step: 'before_cut_off',
      cutOffAt: `${today}T02:00:00.000Z`,
      baseNtd: '100',
      goodsNtd: '1720',
    })
    clock.set(`${today}T02:00:00Z`)
    expect(await quote()).toMatchObject({ feeNtd: '50', step: 'after_cut_off', share: 0.5 })
    expect(await quote('?cause=company_error')).toMatchObject({ feeNtd: '0', step: 'waived' })
    const cancel = { to: 'cancelled', version: 1, reason: '不要了' }
    const shownBefore = await move(id, cancel)
    expect([...refusal(shownBefore), shownBefore.json().params]).toEqual([
      409,
      'orders.fee-changed',
      { feeNtd: '50' },
    ])
    expect((await move(id, { ...cancel, agreedFeeNtd: '50' })).statusCode).toBe(200)
    expect(await read(id)).toMatchObject({ state: 'cancelled', cancelCause: 'customer', cancelFeeNtd: '50' })
  })

  test('[C2] a truck on its way is called back by the lead only', async () => {
    const { app, placed, db } = await fixture()
    const { id } = await placed()
    await db.updateTable('sales_order').set({ state: 'en_route' }).where('id', '=', id).execute()
    const body = { to: 'cancelled', version: 1, reason: '不要了', agreedFeeNtd: '272' }
    const cancel = (as: string) => send(app, 'POST', `/api/orders/${id}/state`, as, body)
    expect(refusal(await cancel('office'))).toEqual([409, 'orders.state-not-allowed'])
    expect((await cancel('manager')).json()).toMatchObject({ state: 'cancelled', cancelFeeNtd: '272' })
  })
})

describe('emergencies and the clerk’s desk', () => {
  test('[C2] an emergency has a level and a clock, is listed by pressure, and ends when it is delivered', async () => {
    const { app, placed, edit, db } = await fixture()
    const out = await placed({ emergencyLevel: 3 })
    const leak = await placed({ emergencyLevel: 1, isDuplicateAccepted: true })
    await placed({ isDuplicateAccepted: true })
    expect(leak).toMatchObject({ priority: 'emergency', emergencyLevel: 1, dueBy: `${today}T01:30:00.000Z` })
    const listed = async () =>
      (await get(app, '/api/orders/emergencies', 'dispatcher'))
        .json()
        .orders.map((each: { id: string }) => each.id)
    expect(await listed()).toEqual([leak.id, out.id])
    await db.updateTable('sales_order').set({ state: 'delivered' }).where('id', '=', leak.id).execute()
    expect(await listed()).toEqual([out.id])
    const calmed = await edit(out.id, { version: 1, priority: 'normal' })
    expect(calmed.json()).toMatchObject({ priority: 'normal', emergencyLevel: null, dueBy: null })
    expect(await listed()).toEqual([])
  })

  test('[A4][C2] the desk tells of open orders, debt, deposits and the last order of the site', async () => {
    const { app, placed, siteId, move } = await fixture()
    const first = await placed({ requestedOn: '2026-11-23' })
    const second = await placed({ requestedOn: '2026-11-26' })
    const desk = async () => (await get(app, `/api/sites/${siteId}/order-desk`, 'office')).json()
    expect(await desk()).toMatchObject({
      openOrders: [{ id: first.id }, { id: second.id }],
      lastOrder: { id: second.id },
      owedNtd: '2360',
      depositNtd: '4500',
      emergencyMinutes: { 1: 30, 2: 60, 3: 120, 4: 240 },
    })
    await move(second.id, { to: 'cancelled', version: 1, reason: '重複' })
    expect((await desk()).lastOrder.id).toBe(first.id)
    expect((await get(app, `/api/sites/${randomUUID()}/order-desk`, 'office')).statusCode).toBe(404)
  })
})
