import { businessDateOf } from '@luckygas/contract/kernel/dates.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { systemActor } from '../../platform/actor.ts'
import { settableClock } from '../../platform/clock.ts'
import { runWrite } from '../../platform/database/write.ts'
import { get, send, testActor, testApp } from '../../testkit/test-app.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { foundCompany } from '../admin/admin.api.ts'
import { forgetCalls, makeCalls } from './calls.api.ts'
import { type CallEvent, callTransitions, isExchange, signEvent, verified } from './exchange.rules.ts'

const start = '2026-11-22T01:00:00Z'
const secret = 'a secret of the exchange only'
const settings = { secret, from: ['127.0.0.1', '10.0.0.0/8'] }

async function fixture(given: { isOn?: boolean } = {}) {
  const { db } = await testDatabase()
  const clock = settableClock(start)
  const app = await testApp({
    db,
    clock,
    routes: makeCalls({ db, clock, settings: given.isOn === false ? undefined : settings }).routes,
  })
  const people = [testActor('office'), testActor('manager')]
  await runWrite({ db, clock }, { actor: systemActor, traceId: 'test' }, async context => {
    const depot = { code: 'A', name: '總站', address: '', latitude: 22.75, longitude: 121.14 }
    await foundCompany(context, { name: '測試瓦斯行', isDemo: false, depot })
  })
  for (const { id, role, name } of people)
    await db
      .insertInto('app_user')
      .values({
        id,
        login: name,
        name,
        role,
        password_hash: '',
        password_changed_at: start,
        created_at: start,
      })
      .execute()
  const names = ['阿財羊肉爐', '小月亮', '老店']
  const customers = names.map((short_name, index) => ({
    id: `00000000-0000-7000-8000-00000000000${index}`,
    code: `150000${index}`,
    kind: 'commercial',
    short_name,
    source: 'office',
    is_terminated: index === 2,
    created_at: start,
    updated_at: start,
  }))
  await db.insertInto('customer').values(customers).execute()
  const tell = (event: object, headers: Record<string, string> = { authorization: `Bearer ${secret}` }) =>
    app.inject({ method: 'POST', url: '/api/calls/events', payload: event, headers })
  const live = async (as = 'office') => (await get(app, '/api/calls/live', as)).json()
  const link = (code: string, number: string, label = '') =>
    send(app, 'PUT', `/api/customers/${code}/phones`, 'office', { number, label })
  return { db, clock, app, tell, live, link }
}
const codeOf = (response: { statusCode: number; json<T>(): T }) => [
  response.statusCode,
  response.json<{ code: string }>().code,
]
const ringing = { callId: 'c1', event: 'ringing', from: '+886 900-000-318', to: '089000001' }

describe('numbers and their customers', () => {
  test('[A4] one number may belong to several customers and one customer have several numbers', async () => {
    const { link, app } = await fixture()
    await link('1500000', '0900-000-318', '老闆娘')
    await link('1500001', '０９００ ０００ ３１８')
    const both = await link('1500000', '000123')
    expect(codeOf(both)).toEqual([400, 'calls.not-a-number'])
    expect((await link('1500000', '(089) 000-123', '店裡')).json().phones).toEqual([
      { digits: '089000123', label: '店裡' },
      { digits: '0900000318', label: '老闆娘' },
    ])
    const found = (await get(app, '/api/callers?number=%2B886900000318', 'office')).json()
    expect([found.digits, found.customers.map((each: { code: string }) => each.code)]).toEqual([
      '0900000318',
      ['1500000', '1500001'],
    ])
    expect((await get(app, '/api/callers?number=abc', 'office')).json()).toEqual({
      digits: null,
      customers: [],
    })
    const left = await send(app, 'DELETE', '/api/customers/1500000/phones/0900000318', 'office', {})
    expect(left.json().phones).toEqual([{ digits: '089000123', label: '店裡' }])
    expect(codeOf(await link('9999999', '0900000318'))).toEqual([404, 'customers.not-found'])
    const again = (await get(app, '/api/callers?number=0900000318', 'office')).json()
    expect(again.customers).toHaveLength(1)
  })
})

describe('the exchange', () => {
  test('[A4] calls are off with a code until an exchange is joined', async () => {
    const { tell, live } = await fixture({ isOn: false })
    expect(codeOf(await tell(ringing))).toEqual([503, 'calls.off'])
    expect((await live()).isOn).toBe(false)
  })

  test('[A4][S15] only the exchange may tell: the secret or a fresh signature, from its own address', async () => {
    const { tell, clock } = await fixture()
    for (const headers of [{}, { authorization: 'Bearer guess' }, { authorization: secret }])
      expect(codeOf(await tell(ringing, headers as Record<string, string>))).toEqual([
        403,
        'calls.not-the-exchange',
      ])
    const seconds = clock.now().getTime() / 1000
    const event = { callId: 'c1', event: 'ringing' as const, from: ringing.from }
    expect(
      (await tell(ringing, { 'x-luckygas-signature': signEvent(secret, event, seconds) })).statusCode,
    ).toBe(200)
    for (const wrong of [
      signEvent(secret, event, seconds - 301),
      signEvent('another', event, seconds),
      signEvent(secret, { ...event, from: '0900000999' }, seconds),
      'nonsense',
    ])
      expect((await tell(ringing, { 'x-luckygas-signature': wrong })).statusCode).toBe(403)
    const proof = { authorization: `Bearer ${secret}`, signature: undefined }
    const from = (clientAddress: string) =>
      isExchange(settings, { ...proof, clientAddress }, event, clock.now())
    expect(['127.0.0.1', '::ffff:10.1.2.3', '192.168.0.1', '::1', 'x'].map(from)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
    expect(
      isExchange(
        { secret, from: ['fd00::/8', '::1'] },
        { ...proof, clientAddress: 'fd00::2' },
        event,
        clock.now(),
      ),
    ).toBe(true)
  })

  test('[A4] a ring pops up once with who may be calling, however often and in whatever order it is told', async () => {
    const { tell, live, link, db } = await fixture()
    await link('1500000', '0900000318')
    await link('1500002', '0900000318')
    await Promise.all(Array.from({ length: 8 }, () => tell(ringing)))
    const shown = await live()
    expect(shown).toMatchObject({ isOn: true, waiting: 0 })
    expect(shown.calls).toHaveLength(1)
    expect(shown.calls[0]).toMatchObject({
      digits: '0900000318',
      state: 'ringing',
      customers: [
        { code: '1500000', isServed: true },
        { code: '1500002', isServed: false },
      ],
    })
    expect((await tell({ ...ringing, event: 'ended' })).statusCode).toBe(200)
    expect((await tell(ringing)).statusCode).toBe(200)
    expect(await live()).toMatchObject({ calls: [], waiting: 1 })
    const events = await db
      .selectFrom('outbox_event')
      .select('kind')
      .where('kind', '=', 'calls.changed')
      .execute()
    expect(events).toHaveLength(2)
  })

  test('[A4] withheld, nonsense and forged numbers are said to be so, and open nobody’s card', async () => {
    const { tell, live, link, clock } = await fixture()
    await link('1500000', '0900000318')
    await tell({ ...ringing, callId: 'a', from: 'anonymous' })
    clock.advanceMs(1_000)
    await tell({ ...ringing, callId: 'b', from: '999' })
    clock.advanceMs(1_000)
    await tell({ ...ringing, callId: 'c', attestation: 'failed' })
    const { calls } = await live()
    expect(
      calls.map((call: { caller: string; digits: string | null; isVerified: boolean | null }) => [
        call.caller,
        call.digits,
        call.isVerified,
      ]),
    ).toEqual([
      ['withheld', null, null],
      ['implausible', null, null],
      ['number', '0900000318', false],
    ])
    expect([verified(undefined), verified('A'), verified('C')]).toEqual([null, true, false])
  })

  test('[A4] whatever the order of its events, a call ends where it should and never goes back', () => {
    const event = fc.constantFrom<CallEvent['event']>('ringing', 'answered', 'ended')
    const rank = { ringing: 0, answered: 1, missed: 2, ended: 2 }
    fc.assert(
      fc.property(fc.array(event, { minLength: 1 }), events => {
        let state: ReturnType<typeof callTransitions.ringing> | undefined
        for (const each of events) {
          const next = callTransitions[each](state)
          if (state !== undefined) expect(rank[next]).toBeGreaterThanOrEqual(rank[state])
          expect(callTransitions[each](next)).toBe(each === 'ended' || next !== 'ringing' ? next : 'ringing')
          state = next
        }
        expect(state === 'ringing').toBe(events.every(each => each === 'ringing'))
      }),
    )
  })
})

describe('who takes a call', () => {
  test('[A4] the first to take it has it; the other is told who', async () => {
    const { tell, live, app } = await fixture()
    await tell(ringing)
    const { id } = (await live()).calls[0]
    const take = (as: string) => send(app, 'POST', `/api/calls/${id}/take`, as, {})
    const answers = await Promise.all([take('office'), take('manager')])
    expect(answers.map(answer => answer.statusCode).sort()).toEqual([200, 409])
    const loser = answers.find(answer => answer.statusCode === 409)
    const winner = answers.find(answer => answer.statusCode === 200)
    expect(loser?.json()).toMatchObject({ code: 'calls.taken', params: { by: winner?.json().answeredBy } })
    const winnerRole = answers[0]?.statusCode === 200 ? 'office' : 'manager'
    expect((await take(winnerRole)).statusCode).toBe(200)
    expect((await live(winnerRole)).calls).toHaveLength(1)
    expect((await live(winnerRole === 'office' ? 'manager' : 'office')).calls).toEqual([])
    await send(app, 'POST', `/api/calls/${id}/settle`, winnerRole, {})
    expect((await live(winnerRole)).calls).toEqual([])
    expect(
      codeOf(await send(app, 'POST', `/api/calls/${testActor('office').id}/take`, 'office', {})),
    ).toEqual([404, 'calls.not-found'])
  })

  test('[A4] a call at an extension pops up where its clerk sits, and opens there when the exchange put it through', async () => {
    const { tell, live, app } = await fixture()
    const sit = (as: string, extension: string | null) =>
      send(app, 'PUT', '/api/calls/extension', as, { extension })
    await sit('office', '201')
    await sit('manager', '202')
    await tell({ ...ringing, extension: '202' })
    expect([(await live('office')).calls, (await live('manager')).calls.length]).toEqual([[], 1])
    await tell({ ...ringing, event: 'answered', extension: '201' })
    expect((await live('office')).calls[0]).toMatchObject({
      state: 'answered',
      answeredById: testActor('office').id,
    })
    expect((await live('manager')).calls).toEqual([])
    await sit('manager', '201')
    expect((await get(app, '/api/calls/extension', 'office')).json()).toEqual({ extension: null })
    expect((await get(app, '/api/calls/extension', 'manager')).json()).toEqual({ extension: '201' })
    await sit('manager', null)
    expect((await get(app, '/api/calls/extension', 'manager')).json()).toEqual({ extension: null })
  })

  test('[A4] who rang out without an answer is called back, the log is kept and then forgotten', async () => {
    const { tell, live, app, clock, db } = await fixture()
    await tell(ringing)
    clock.advanceMs(91_000)
    expect(await live()).toMatchObject({ calls: [], waiting: 1 })
    const log = async (query: string) => (await get(app, `/api/calls?${query}`, 'office')).json()
    const missed = (await log('show=missed')).calls
    expect(missed).toMatchObject([{ state: 'missed', digits: '0900000318' }])
    await tell({ ...ringing, callId: 'c2' })
    const day = businessDateOf(clock.now())
    const first = await log(`date=${day}&limit=1`)
    expect(first.calls[0].state).toBe('ringing')
    expect((await log(`limit=1&cursor=${encodeURIComponent(first.nextCursor)}`)).calls[0].state).toBe(
      'missed',
    )
    expect((await get(app, '/api/calls?cursor=x', 'office')).statusCode).toBe(400)
    const settle = () => send(app, 'POST', `/api/calls/${missed[0].id}/settle`, 'office', {})
    expect((await settle()).json().handledAt).not.toBeNull()
    expect((await settle()).statusCode).toBe(200)
    expect((await log('show=missed')).calls).toEqual([])
    const request = { db, signal: new AbortController().signal }
    expect(await forgetCalls({ ...request, now: clock.now() })).toEqual({ phone_call: 0 })
    const later = new Date(clock.now().getTime() + 190 * 86_400_000)
    expect(await forgetCalls({ ...request, now: later })).toEqual({ phone_call: 2 })
  })
})
