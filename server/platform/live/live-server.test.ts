import { createServer } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { driverStream, officeStream, type ServerFrame } from '@luckygas/contract/messages/live.ts'
import type { Role } from '@luckygas/contract/permissions.ts'
import { expect, inject, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { createLiveClient } from '../../../ui/live/live-client.ts'
import { identityFixture, signIn } from '../../capabilities/identity/identity.fixture.ts'
import type { PubSub } from '../../ports/pubsub/pubsub.port.ts'
import { makePostgresPubSub } from '../../ports/pubsub/pubsub.postgres.ts'
import { send } from '../../testkit/test-app.ts'
import { foundTestCompany } from '../../testkit/test-company.ts'
import { systemActor } from '../actor.ts'
import { type Database, openDatabase } from '../database/database.ts'
import { runWrite } from '../database/write.ts'
import { startRelay } from '../events/relay.ts'
import { type LiveOptions, livePath, positionsChannel, startLive } from './live-server.ts'

/**
 * A company with real accounts, the relay and a live server listening on a port of its own. The accounts come first,
 * when there is no office yet that could be told of them: the first event of every stream is a test's own.
 */
async function liveServer<Name extends string>(
  people: Record<Name, Role>,
  limits: Partial<LiveOptions> = {},
) {
  const identity = await identityFixture()
  const { db, clock, app, password } = identity
  const accounts: [string, { id: string; accessToken: string; refreshToken: string }][] = []
  for (const [login, role] of Object.entries<Role>(people)) {
    const id = await identity.addUser(login, role)
    accounts.push([login, { id, ...(await signIn(app, login, password)) }])
  }
  const company = await foundTestCompany(db, { drivers: 2, sites: 0 })
  const connectionString = await connectionStringOf(db)
  const faults: Error[] = []
  const onFault = (error: Error) => faults.push(error)
  const pubsub = await makePostgresPubSub(connectionString, onFault)
  const relay = startRelay({ connectionString, pubsub, onFault })
  const counts: number[] = []
  const live = await startLive({
    db,
    clock,
    pubsub,
    authenticate: token => identity.identity.authenticate(token),
    readSessionRights: identity.identity.readSessionRights,
    listDepotIds: async () => [company.depotId],
    onCount: sockets => counts.push(sockets),
    onFault,
    ...limits,
  })
  const http = createServer()
  live.attach(http)
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as { port: number }
  onTestFinished(async () => {
    await live.stop()
    await relay.stop()
    await pubsub.close()
    http.closeAllConnections()
    await new Promise(resolve => http.close(resolve))
  })
  const announce = (stream: string, entityId: string, payload: Record<string, string> = {}) =>
    runWrite({ db, clock }, { actor: systemActor, traceId: 't' }, context =>
      context.announce({ stream, kind: 'orders.changed', entityId, payload }),
    )
  await db
    .updateTable('app_user')
    .set({ depot_id: company.depotId })
    .where('role', 'in', ['office', 'driver'])
    .execute()
  const tokens = Object.fromEntries(accounts) as Record<Name, (typeof accounts)[number][1]>
  const office = officeStream(company.depotId)
  return {
    ...identity,
    company,
    office,
    port,
    url: `ws://127.0.0.1:${port}${livePath}`,
    announce,
    tokens,
    pubsub,
    faults,
    counts,
  }
}

async function connectionStringOf(db: Database): Promise<string> {
  const name = await db
    .selectNoFrom(({ fn }) => fn<string>('current_database').as('name'))
    .executeTakeFirstOrThrow()
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name.name}`
  return url.href
}

/** A socket that keeps what it hears and how it ended. */
function listen(
  url: string,
  accessToken?: string,
  resume: Record<string, number> = {},
  began: { sinceMs?: number } = {},
) {
  const socket = new WebSocket(url)
  const frames: ServerFrame[] = []
  socket.on('message', data => frames.push(JSON.parse(String(data)) as ServerFrame))
  const closed = new Promise<number>(resolve => socket.once('close', resolve))
  const opened = new Promise<void>(resolve => socket.once('open', resolve))
  const say = async (text: string) => {
    await opened
    socket.send(text)
  }
  if (accessToken !== undefined) void say(JSON.stringify({ type: 'hello', accessToken, resume, ...began }))
  onTestFinished(() => socket.terminate())
  const of = <T extends ServerFrame['type']>(type: T) =>
    frames.filter((frame): frame is Extract<ServerFrame, { type: T }> => frame.type === type)
  const welcomed = () => expect.poll(() => of('welcome')[0]).toBeDefined()
  return { socket, frames, closed, say, of, welcomed }
}

const ids = (heard: ReturnType<typeof listen>) => heard.of('event').map(event => event.entityId)

test('[S3][S15] the office hears its depot, a driver hears only himself, a customer hears nothing', async () => {
  const { url, tokens, announce, office, company, db, pubsub } = await liveServer({
    clerk: 'office',
    lead: 'manager',
    guest: 'customer',
    rider: 'driver',
  })
  const [me, other] = company.drivers
  const mine = driverStream(me?.id ?? '')
  const clerk = listen(url, tokens.clerk.accessToken)
  const manager = listen(url, tokens.lead.accessToken)
  const customer = listen(url, tokens.guest.accessToken)
  await db
    .updateTable('driver')
    .set({ user_id: tokens.rider.id })
    .where('id', '=', me?.id ?? '')
    .execute()
  const rider = listen(url, tokens.rider.accessToken, { [office]: 0, [driverStream(other?.id ?? '')]: 0 })
  for (const each of [clerk, manager, customer, rider]) await each.welcomed()
  expect(Object.keys(customer.of('welcome')[0]?.streams ?? { x: 1 })).toEqual([])
  expect(Object.keys(clerk.of('welcome')[0]?.streams ?? {})).toEqual([office])

  await announce(office, 'for-office')
  await announce(mine, 'for-me')
  await announce(driverStream(other?.id ?? ''), 'for-other')
  const fix = { driverId: me?.id, latitude: 22.7, longitude: 121.1, deviceAt: '2026-11-22T01:00:00Z' }
  await pubsub.publish(positionsChannel, JSON.stringify(fix))
  await expect.poll(() => ids(clerk)).toEqual(['for-office'])
  await expect.poll(() => ids(manager)).toEqual(['for-office'])
  await expect.poll(() => clerk.of('position').length).toBe(1)
  await expect.poll(() => ids(rider)).toEqual(['for-me'])
  await sleep(300)
  expect([ids(customer), customer.of('position'), rider.of('position')]).toEqual([[], [], []])
})

test('[S3] fifty cuts under load: every event arrives once, in order', async () => {
  const { url, tokens, announce, office } = await liveServer({ clerk: 'office' })
  const { accessToken } = tokens.clerk
  const heard: number[] = []
  let socket: WebSocket | undefined
  const client = createLiveClient({
    open: () => {
      socket = new WebSocket(url)
      return socket as unknown as ReturnType<Parameters<typeof createLiveClient>[0]['open']>
    },
    accessToken: async () => accessToken,
    onEvent: frame => heard.push(frame.sequence),
    onReset: () => heard.push(-1),
    nowMs: () => 0,
    random: () => 0.02,
  })
  client.start()
  onTestFinished(client.stop)
  await expect.poll(() => client.state.get()).toBe('live')

  let isCutting = true
  let written = 0
  const writers = Array.from({ length: 4 }, async (_item, writer) => {
    while (isCutting) {
      await announce(writer === 0 ? 'office:elsewhere' : office, `${writer}`, { filler: 'x'.repeat(500) })
      if (writer > 0) written += 1
      await sleep(2)
    }
  })
  for (let cut = 0; cut < 50; cut += 1) {
    const before = heard.length
    await expect.poll(() => heard.length, { interval: 1, timeout: 5_000 }).toBeGreaterThan(before)
    await sleep((cut * 7) % 40)
    socket?.terminate()
  }
  isCutting = false
  await Promise.all(writers)
  await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(written)
  expect(heard).toEqual(heard.map((_sequence, index) => index + 1))
  expect(written).toBeGreaterThan(300)
})

test('[S18][S23] what pub/sub never told of arrives all the same, once and in order', async () => {
  const deaf: PubSub = {
    publish: async () => undefined,
    subscribe: async () => async () => undefined,
    close: async () => undefined,
  }
  const { url, tokens, announce, office } = await liveServer(
    { clerk: 'office' },
    { pubsub: deaf, lookMs: 50 },
  )
  const clerk = listen(url, tokens.clerk.accessToken)
  await clerk.welcomed()
  for (let number = 1; number <= 5; number += 1) await announce(office, `${number}`)
  await expect.poll(() => clerk.of('event').map(event => event.sequence)).toEqual([1, 2, 3, 4, 5])
  await announce(office, '6')
  await expect.poll(() => clerk.of('event').map(event => event.entityId)).toHaveLength(6)
})

test('[S3] who asks for a sequence that is not kept is told to fetch everything, and goes on from the newest', async () => {
  const { url, tokens, announce, office, db } = await liveServer({ clerk: 'office' })
  const { accessToken } = tokens.clerk
  for (let number = 1; number <= 6; number += 1) await announce(office, `${number}`)
  const relayed = () =>
    db.selectFrom('outbox_event').select('id').where('sequence', 'is not', null).limit(10).execute()
  await expect.poll(async () => (await relayed()).length).toBe(6)
  await db.deleteFrom('outbox_event').where('sequence', '<=', 3n).execute()

  const cases = [
    { asked: 6, reset: [], missed: [] },
    { asked: 3, reset: [], missed: ['4', '5', '6'] },
    { asked: 2, reset: [office], missed: [] },
    { asked: 99, reset: [office], missed: [] },
  ]
  const heard = cases.map(({ asked }) => listen(url, accessToken, { [office]: asked }))
  for (const [index, each] of heard.entries()) {
    await each.welcomed()
    expect(each.of('welcome')[0]).toMatchObject({ streams: { [office]: 6 }, reset: cases[index]?.reset })
  }
  await announce(office, '7')
  for (const [index, each] of heard.entries())
    await expect.poll(() => ids(each)).toEqual([...(cases[index]?.missed ?? []), '7'])
})

test('[S3] what happened since the page began to load follows its first welcome; an old client starts at the newest', async () => {
  const { url, tokens, announce, office, db, clock } = await liveServer({ clerk: 'office' })
  const { accessToken } = tokens.clerk
  const settled = (count: number) =>
    expect
      .poll(async () => {
        const rows = await db
          .selectFrom('outbox_event')
          .select('id')
          .where('stream', '=', office)
          .where('sequence', 'is not', null)
          .limit(1_000)
          .execute()
        return rows.length
      })
      .toBe(count)
  await announce(office, 'long ago')
  clock.advanceMs(60_000)
  await announce(office, 'while loading')
  await settled(2)
  clock.advanceMs(1_000)

  const old = listen(url, accessToken)
  const fresh = listen(url, accessToken, {}, { sinceMs: 1_500 })
  const resumed = listen(url, accessToken, { [office]: 2 }, { sinceMs: 90_000 })
  const quiet = listen(url, accessToken, { elsewhere: 1 }, { sinceMs: 0 })
  for (const each of [old, fresh, resumed, quiet]) await each.welcomed()
  expect(old.of('welcome')[0]).not.toHaveProperty('from')
  expect(fresh.of('welcome')[0]).toMatchObject({ streams: { [office]: 2 }, from: { [office]: 1 }, reset: [] })
  expect(resumed.of('welcome')[0]).not.toHaveProperty('from')
  await announce(office, 'after')
  await expect.poll(() => ids(old)).toEqual(['after'])
  await expect.poll(() => ids(fresh)).toEqual(['while loading', 'after'])
  await expect.poll(() => ids(resumed)).toEqual(['after'])

  // A minute later nothing lies within the slack, so nothing is sent again.
  clock.advanceMs(60_000)
  const later = listen(url, accessToken, {}, { sinceMs: 300 })
  await later.welcomed()
  expect(later.of('welcome')[0]).toMatchObject({ streams: { [office]: 3 }, reset: [] })
  expect(later.of('welcome')[0]).not.toHaveProperty('from')
})

test('[S3] a page that began longer ago than is looked back, or than is kept, fetches everything', async () => {
  const { url, tokens, announce, office, db } = await liveServer({ clerk: 'office' })
  const { accessToken } = tokens.clerk
  for (let number = 1; number <= 3; number += 1) await announce(office, `${number}`)
  await expect
    .poll(
      async () =>
        (await db.selectFrom('outbox_event').select('id').where('sequence', '=', 3n).limit(1).execute())
          .length,
    )
    .toBe(1)
  await db.deleteFrom('outbox_event').where('sequence', '<=', 3n).execute()
  const emptied = listen(url, accessToken, {}, { sinceMs: 1_000 })
  await emptied.welcomed()
  expect(emptied.of('welcome')[0]).toMatchObject({ streams: { [office]: 3 }, reset: [] })
  for (let number = 4; number <= 520; number += 1) await announce(office, `${number}`)
  await expect
    .poll(
      async () =>
        (await db.selectFrom('outbox_event').select('id').where('sequence', '=', 520n).limit(1).execute())
          .length,
      { timeout: 10_000 },
    )
    .toBe(1)
  const late = listen(url, accessToken, {}, { sinceMs: 60_000 })
  await late.welcomed()
  expect(late.of('welcome')[0]).toMatchObject({ streams: { [office]: 520 }, reset: [office] })
})

test('[S3] a reader that takes nothing is cut off and loses nothing; quick readers do not wait for it', async () => {
  const { url, tokens, announce, office, counts } = await liveServer(
    { clerk: 'office' },
    { slowReaderMs: 300 },
  )
  const { accessToken } = tokens.clerk
  const slow = listen(url, accessToken)
  const quick = listen(url, accessToken)
  await Promise.all([slow.welcomed(), quick.welcomed()])
  slow.socket.pause()
  // More than the kernel's socket buffers hold.
  const total = 400
  for (let number = 0; number < total; number += 1)
    await announce(office, `${number}`, { filler: 'x'.repeat(40_000) })
  await expect.poll(() => quick.of('event').length, { timeout: 10_000 }).toBe(total)
  await expect.poll(() => counts.at(-1), { timeout: 10_000 }).toBe(1)
  slow.socket.resume()
  await slow.closed
  const last = slow.of('event').at(-1)?.sequence ?? 0
  expect(last).toBeLessThan(total)
  const again = listen(url, accessToken, { [office]: last })
  await expect.poll(() => again.of('event').length, { timeout: 10_000 }).toBe(total - last)
})

test('[S3] bad frames, silence and bad tokens close the socket, each with its code', async () => {
  const { url, tokens, clock } = await liveServer({ clerk: 'office' }, { helloTimeoutMs: 400 })
  const { accessToken } = tokens.clerk
  const bad = [
    '{',
    '[]',
    '{"type":"hello"}',
    '{"type":"hello","accessToken":"x","resume":{"a":-1}}',
    '{"type":"drop"}',
  ]
  for (const text of bad) {
    const each = listen(url)
    await each.say(text)
    expect([text, await each.closed]).toEqual([text, 4400])
  }
  const huge = listen(url)
  await huge.say('x'.repeat(20_000))
  expect(await huge.closed).toBe(1009)
  expect(await listen(url).closed).toBe(4408)
  expect(await listen(url, 'not-a-token').closed).toBe(4401)
  const good = listen(url, accessToken)
  await good.welcomed()
  await good.say(JSON.stringify({ type: 'ping', at: 5 }))
  await expect.poll(() => good.of('pong')).toEqual([{ type: 'pong', at: 5 }])
  await good.say(JSON.stringify({ type: 'hello', accessToken }))
  await sleep(100)
  expect(good.of('welcome')).toHaveLength(1)
  clock.advanceMs(16 * 60_000)
  expect(await listen(url, accessToken).closed).toBe(4401)
})

test('[S3] another path, or none at all, opens no socket and hurts nobody', async () => {
  const { url, port, tokens } = await liveServer({ clerk: 'office' })
  const elsewhere = new WebSocket(url.replace(livePath, '/api/else'))
  await new Promise(resolve => elsewhere.once('error', resolve))
  const raw = connect(port, '127.0.0.1')
  raw.write(
    'GET // HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  )
  await new Promise(resolve => raw.once('close', resolve))
  await listen(url, tokens.clerk.accessToken).welcomed()
})

test('[S3][S14] signing out, disabling the user and changing the role close his open sockets, and nobody else’s', async () => {
  const people = {
    boss: 'super_admin',
    out: 'office',
    disabled: 'office',
    changed: 'office',
    kept: 'office',
  } as const
  const { url, tokens, app, counts } = await liveServer(people, { sessionCheckMs: 100 })
  const { boss, out, disabled, changed, kept } = tokens
  const sockets = [out, disabled, changed, kept].map(({ accessToken }) => listen(url, accessToken))
  for (const socket of sockets) await socket.welcomed()
  await app.inject({
    method: 'POST',
    url: '/api/auth/logout',
    cookies: { luckygas_refresh: out.refreshToken },
  })
  const patch = (id: string, change: object) =>
    send(app, 'PATCH', `/api/users/${id}`, boss.accessToken, { version: 1, ...change })
  expect((await patch(disabled.id, { status: 'disabled' })).statusCode).toBe(200)
  expect((await patch(changed.id, { role: 'accountant' })).statusCode).toBe(200)
  expect(await Promise.all(sockets.slice(0, 3).map(socket => socket.closed))).toEqual([4401, 4401, 4409])
  await sleep(300)
  expect(sockets[3]?.socket.readyState).toBe(WebSocket.OPEN)
  await expect.poll(() => counts.at(-1)).toBe(1)
  expect(await listen(url, disabled.accessToken).closed).toBe(4401)
})

test('[S3] a database that is gone closes with “try again”, not with “not signed in”', async () => {
  const lost = openDatabase({ connectionString: 'postgresql://nobody:x@127.0.0.1:1/none' })
  onTestFinished(() => lost.close())
  const { url, tokens, faults } = await liveServer({ clerk: 'office' }, { db: lost.db })
  const { accessToken } = tokens.clerk
  expect(await listen(url, accessToken).closed).toBe(1011)
  expect(faults.length).toBeGreaterThan(0)
})
