import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { Agent, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { systemClock } from '../platform/clock.ts'
import {
  issueServerCertificate,
  makeAuthority,
  permittedFor,
} from '../platform/https/certificate-authority.ts'
import { type Engine, freePort } from '../testkit/engines/engine.ts'
import { startNginx } from '../testkit/engines/nginx.ts'
import { fillTemplate } from '../testkit/engines/template.ts'

const folder = mkdtempSync(join(tmpdir(), 'luckygas-nginx-'))
const undo: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
afterAll(async () => {
  for (const step of undo.reverse()) await step()
})

/** A process behind a door that notes what it was asked; a broken one hangs up on everything. */
async function startProcess() {
  const seen: IncomingMessage[] = []
  const state = { isBroken: false }
  const http = createServer(async (asked, answer) => {
    seen.push(asked)
    if (state.isBroken) return void asked.socket.destroy()
    const body = await text(asked)
    answer.end(JSON.stringify({ bytes: body.length }))
  })
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  undo.push(() => {
    http.closeAllConnections()
    http.close()
  })
  const { port } = http.address() as AddressInfo
  return { http, state, seen, address: `127.0.0.1:${port}` }
}

function giveSockets(http: Server): () => number {
  const sockets = new WebSocketServer({ server: http })
  sockets.on('connection', socket => socket.on('message', words => socket.send(`heard ${words}`)))
  return () => sockets.clients.size
}

describe('the door of the whole set-up', () => {
  const names = { hostName: 'gas', dnsNames: ['gas.internal'], addresses: ['127.0.0.1'] }
  let port = 0
  let authority = ''
  let apis: Awaited<ReturnType<typeof startProcess>>[]
  let countSockets: () => number

  /** Asks over HTTPS as a browser would; a connection of its own each time. */
  const ask = (path: string, method = 'GET', body = '') =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const asked = request(
        { host: '127.0.0.1', port, path, method, ca: authority, servername: 'gas.internal', agent: false },
        async answer => resolve({ status: answer.statusCode ?? 0, text: await text(answer) }),
      )
      asked.once('error', reject)
      asked.end(body)
    })

  beforeAll(async () => {
    const now = systemClock.now()
    const root = await makeAuthority('gas', permittedFor(names), now)
    const own = await issueServerCertificate(root, names, now)
    authority = root.certificate
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
    writeFileSync(cert, own.certificate)
    writeFileSync(key, own.key, { mode: 0o600 })
    apis = [await startProcess(), await startProcess()]
    const realtime = [await startProcess(), await startProcess()]
    const counts = realtime.map(({ http }) => giveSockets(http))
    countSockets = () => counts.reduce((sum, count) => sum + count(), 0)
    port = await freePort()
    const engine: Engine = await startNginx(
      folder,
      'nginx.conf',
      {
        ...{ HTTPS_BIND: `127.0.0.1:${port}`, SERVER_NAME: 'gas.internal', TLS_CERT: cert, TLS_KEY: key },
        ...{ API1: apis[0]?.address ?? '', API2: apis[1]?.address ?? '' },
        ...{ REALTIME1: realtime[0]?.address ?? '', REALTIME2: realtime[1]?.address ?? '' },
      },
      async () => (await ask('/health/door')).status === 200,
    )
    undo.push(engine.stop)
  })

  test('[S9] what processes say of their own health, and their figures, never leave through the door', async () => {
    for (const path of ['/health/live', '/health/ready', '/health/startup', '/metrics'])
      expect([path, (await ask(path)).status]).toEqual([path, 404])
    expect(apis.flatMap(({ seen }) => seen)).toEqual([])
  })

  test('[S9] [S12] a process that dies is left out: a question goes to the other, a write is never sent twice', async () => {
    const [one, other] = apis as [(typeof apis)[0], (typeof apis)[0]]
    for (let time = 0; time < 4; time += 1) expect((await ask('/api/me')).status).toBe(200)
    expect([one.seen.length, other.seen.length]).toEqual([2, 2])
    one.state.isBroken = true
    const statuses: number[] = []
    for (let time = 0; time < 8; time += 1) statuses.push((await ask('/api/me')).status)
    expect(statuses).toEqual(Array(8).fill(200))
    // After two failures it is left alone.
    expect(one.seen.length).toBe(4)
    other.state.isBroken = true
    const before = one.seen.length + other.seen.length
    const write = await ask('/api/orders', 'POST', '{}')
    expect(write.status).toBe(502)
    expect(one.seen.length + other.seen.length).toBe(before + 1)
    for (const { state } of apis) state.isBroken = false
  })

  test('[S23] live sockets go through the door to the realtime processes', async () => {
    const url = `wss://127.0.0.1:${port}/api/live`
    const agent = new Agent({ ca: authority, servername: 'gas.internal' })
    const socket = new WebSocket(url, { agent })
    const heard = new Promise<string>(resolve => socket.once('message', words => resolve(String(words))))
    socket.once('open', () => socket.send('hello'))
    expect(await heard).toBe('heard hello')
    expect(countSockets()).toBe(1)
    socket.terminate()
  })

  test('[S22] a photo of twelve megabytes passes, what is far too large is refused at the door', async () => {
    const photo = await ask('/api/files/x/content', 'PUT', 'x'.repeat(12_000_000))
    expect(JSON.parse(photo.text)).toEqual({ bytes: 12_000_000 })
    expect((await ask('/api/files/x/content', 'PUT', 'x'.repeat(27_000_000))).status).toBe(413)
  })
})

test('[S6] [S21] the door before the search engine asks everybody for the password, which the engine never hears', async () => {
  const engine = await startProcess()
  const port = await freePort()
  const password = crypto.randomUUID()
  const own = join(folder, 'search-door')
  mkdirSync(own)
  const users = join(own, 'users.txt')
  writeFileSync(users, fillTemplate('search-door-users.txt', { OPENSEARCH_PASSWORD: password }))
  const origin = `http://127.0.0.1:${port}`
  const door = await startNginx(
    folder,
    'search-door.conf',
    {
      ...{ DOOR_FOLDER: own, DOOR_BIND: `127.0.0.1:${port}`, DOOR_USERS: users },
      SEARCH_ADDRESS: engine.address,
    },
    async () => (await fetch(`${origin}/door`)).ok,
  )
  undo.push(door.stop)
  const ask = (word?: string) =>
    fetch(`${origin}/_bulk`, {
      method: 'POST',
      body: 'x'.repeat(5_000_000),
      headers: word === undefined ? {} : { authorization: `Basic ${btoa(`luckygas:${word}`)}` },
    })
  expect((await ask()).status).toBe(401)
  expect((await ask('wrong')).status).toBe(401)
  expect(engine.seen).toEqual([])
  expect(await (await ask(password)).json()).toEqual({ bytes: 5_000_000 })
  expect(engine.seen.map(({ headers }) => headers.authorization)).toEqual([undefined])
})
