import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { systemActor } from '../../platform/actor.ts'
import { settableClock } from '../../platform/clock.ts'
import { runWrite, type WriteContext } from '../../platform/database/write.ts'
import { get, send, testApp } from '../../testkit/test-app.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import {
  depot,
  type HolderNames,
  holdAccounts,
  makeCylinders,
  plant,
  postMovement,
  readHeldBySites,
  readHoldingsOf,
  reverseMovements,
  site,
  transfer,
  truck,
} from './cylinders.api.ts'

const day = '2026-11-23'
const [depotId, truckId, siteId] = [randomUUID(), randomUUID(), randomUUID()]
/** The truck has no name any more, as one that was sold. */
const names: HolderNames = {
  readHolders: async (_db, kind, ids) =>
    new Map(kind === 'depot' ? ids.map(id => [id, { name: '總站', depotId: id }]) : []),
}

async function office() {
  const { db } = await testDatabase()
  const clock = settableClock('2026-11-23T01:00:00Z')
  const app = await testApp({ db, clock, routes: makeCylinders({ names }).routes })
  const write = async <T>(work: (context: WriteContext) => Promise<T>): Promise<T> =>
    (await runWrite({ db, clock }, { actor: systemActor, traceId: 'test' }, work)).answer
  const post = (entries: Parameters<typeof postMovement>[1]['entries']) =>
    write(context =>
      postMovement(context, {
        kind: 'load',
        businessDate: day,
        occurredAt: context.now,
        source: 'test',
        sourceId: randomUUID(),
        entries,
      }),
    )
  await post(transfer(plant, depot(depotId), 'full', { '20': 10, '50': 2 }))
  clock.advanceMs(1_000)
  await post(transfer(depot(depotId), truck(truckId), 'full', { '20': 4 }))
  clock.advanceMs(1_000)
  await post(transfer(truck(truckId), site(siteId), 'full', { '20': 1 }))
  return { db, app, clock, write, post }
}

interface Page {
  holders: { accountId: string; kind: string; name: string }[]
  nextCursor: string | null
}

test('[G1] balances come page by page, each holder once, and one without a name goes by its kind', async () => {
  const { app } = await office()
  const seen: Page['holders'] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page = (
      await get(app, `/api/cylinders/balances?limit=1${cursor && `&cursor=${cursor}`}`, 'office')
    ).json()
    seen.push(...page.holders)
    cursor = page.nextCursor
  }
  expect(seen.map(holder => [holder.kind, holder.name]).sort()).toEqual([
    ['depot', '總站'],
    ['plant', 'plant'],
    ['site', 'site'],
    ['truck', 'truck'],
  ])
  expect(new Set(seen.map(holder => holder.accountId)).size).toBe(4)
  const trucks: Page = (await get(app, '/api/cylinders/balances?kind=truck&cursor=nonsense', 'office')).json()
  expect(trucks.holders.map(holder => holder.kind)).toEqual(['truck'])
})

test('[G1] movements come newest first, page by page, of all holders or of one', async () => {
  const { app } = await office()
  const all = (await get(app, '/api/cylinders/movements?cursor=nonsense', 'office')).json() as {
    movements: { id: string }[]
  }
  expect(all.movements).toHaveLength(3)
  const first = (await get(app, '/api/cylinders/movements?limit=2', 'office')).json() as {
    movements: { id: string }[]
    nextCursor: string
  }
  const rest = (
    await get(app, `/api/cylinders/movements?limit=2&cursor=${first.nextCursor}`, 'office')
  ).json() as { movements: { id: string }[]; nextCursor: null }
  expect([...first.movements, ...rest.movements].map(movement => movement.id)).toEqual(
    all.movements.map(movement => movement.id),
  )
  expect(rest.nextCursor).toBeNull()
  const sites = (await get(app, '/api/cylinders/balances?kind=site', 'office')).json() as Page
  const ofSite = (
    await get(app, `/api/cylinders/movements?accountId=${sites.holders[0]?.accountId}`, 'office')
  ).json() as { movements: unknown[] }
  expect(ofSite.movements).toHaveLength(1)
})

test('[G1] a figure leads to its movements: of this holder, of this type, of one kind', async () => {
  const { app } = await office()
  const list = async (query: string) =>
    (
      (await get(app, `/api/cylinders/movements?${query}`, 'office')).json() as {
        movements: { kind: string; entries: { cylinderType: string }[] }[]
      }
    ).movements
  const all = await list('')
  const kinds = [...new Set(all.map(({ kind }) => kind))]
  for (const kind of kinds)
    expect((await list(`kind=${kind}`)).length).toBe(all.filter(each => each.kind === kind).length)
  const has = (type: string) =>
    all.filter(({ entries }) => entries.some(({ cylinderType }) => cylinderType === type)).length
  expect([(await list('cylinderType=20')).length, (await list('cylinderType=4')).length]).toEqual([
    has('20'),
    has('4'),
  ])
  expect((await get(app, '/api/cylinders/movements?kind=sell', 'office')).statusCode).toBe(400)
})

test('[G1] only a depot or a truck that exists is counted, and a count that agrees moves nothing', async () => {
  const { app } = await office()
  const count = (accountId: string, full: number) =>
    send(app, 'POST', '/api/cylinders/counts', 'office', {
      id: randomUUID(),
      accountId,
      counted: [{ cylinderType: '20', full, empty: 0 }],
      reason: '月底盤點',
    })
  const accountOf = async (kind: string) =>
    ((await get(app, `/api/cylinders/balances?kind=${kind}`, 'office')).json() as Page).holders[0]
      ?.accountId ?? ''
  expect((await count(randomUUID(), 1)).json()).toMatchObject({ code: 'cylinders.holder-not-found' })
  expect((await count(await accountOf('site'), 1)).json()).toMatchObject({
    code: 'cylinders.holder-not-countable',
  })
  expect((await count(await accountOf('plant'), 1)).json()).toMatchObject({
    code: 'cylinders.holder-not-countable',
  })
  expect((await count(await accountOf('depot'), 6)).json()).toEqual({ movementId: null, differences: [] })
  expect((await count(await accountOf('truck'), 2)).json()).toMatchObject({
    differences: [{ cylinderType: '20', full: -1, empty: 0 }],
  })
})

test('[G1] what cancels out is not written, what does not balance is refused, and nothing is taken back twice', async () => {
  const { db, write, post } = await office()
  expect(
    await post([
      ...transfer(plant, depot(depotId), 'full', { '20': 1 }),
      ...transfer(depot(depotId), plant, 'full', { '20': 1 }),
    ]),
  ).toBeNull()
  await expect(
    post([{ holder: depot(depotId), cylinderType: '20', condition: 'full', quantity: 1 }]),
  ).rejects.toThrow('does not balance')
  const back = write(context =>
    reverseMovements(context, {
      source: 'test',
      sourceId: randomUUID(),
      businessDate: day,
      occurredAt: context.now,
      reason: '',
    }),
  )
  expect(await back).toEqual([])
  expect(await readHoldingsOf(db, truck(randomUUID()))).toEqual(new Map())
  expect(await readHeldBySites(db, [randomUUID()])).toEqual(new Map())
  const [newTruck, newSite] = [truck(randomUUID()), site(randomUUID())]
  await write(context => holdAccounts(context, [newTruck, newSite]))
  expect(await readHoldingsOf(db, newTruck)).toEqual(new Map())
  expect(await readHeldBySites(db, [newSite.holderId ?? ''])).toEqual(new Map([[newSite.holderId, {}]]))
  const unknown = write(async context => (await holdAccounts(context, [plant]))(depot(randomUUID())))
  await expect(unknown).rejects.toThrow('no account of depot')
})

test('[G1] a receipt sent twice under two keys is one receipt, and one that brings nothing is refused', async () => {
  const { app, db } = await office()
  const receive = (id: string, quantity: number) =>
    send(app, 'POST', '/api/cylinders/receipts', 'office', {
      id,
      depotId,
      full: quantity > 0 ? [{ cylinderType: '16', quantity }] : [],
      empty: [],
    })
  const id = randomUUID()
  expect((await receive(id, 7)).json()).toEqual({ ok: true })
  expect((await receive(id, 7)).json()).toEqual({ ok: true })
  expect((await readHoldingsOf(db, depot(depotId))).get('16')?.full).toBe(7)
  expect((await receive(randomUUID(), 0)).json()).toMatchObject({ code: 'cylinders.nothing-moved' })
})
