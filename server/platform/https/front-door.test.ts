import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { BlockList, connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { openDataFolder } from '../data-folder/data-folder.ts'
import { issueServerCertificate } from './certificate-authority.ts'
import { type FrontDoor, type FrontDoorOptions, openFrontDoor } from './front-door.ts'
import { ensureOwnTls, type Tls } from './tls.ts'
import { registerTrustPages } from './trust-pages.ts'

const folder = mkdtempSync(join(tmpdir(), 'luckygas-door-'))
const names = { hostName: 'shop', dnsNames: ['localhost', 'shop'], addresses: ['192.168.1.5'] }
let tls: Tls
/** Settled when a request to `/slow` has reached the program. */
let slowBegan = Promise.withResolvers<void>()
beforeAll(async () => {
  const now = new Date()
  tls = await ensureOwnTls({
    folder: openDataFolder(folder),
    now,
    names: { ...names, addresses: lanAddresses() },
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** This machine's own address on a network, from which a connection is not loopback; none in a bare container. */
const lanAddress = lanAddresses()[0] ?? ''
if (!lanAddress)
  process.stderr.write('No network address here: the tests of plain HTTP from the network are skipped.\n')

function lanAddresses(): string[] {
  const entries = Object.values(networkInterfaces()).flatMap(each => each ?? [])
  return entries
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address)
}

async function open(options: Partial<FrontDoorOptions> = {}): Promise<FrontDoor> {
  const app = fastify({ forceCloseConnections: true })
  let door: FrontDoor | undefined
  app.get('/hello', async request => ({ protocol: request.protocol }))
  app.post('/login', async () => ({ accessToken: 'x' }))
  app.get('/slow', () => {
    slowBegan.resolve()
    return new Promise(resolve => setTimeout(() => resolve({ isDone: true }), 300))
  })
  await registerTrustPages(app, { tls: () => tls, port: () => door?.port ?? 0 })
  await app.ready()
  const sockets = new WebSocketServer({ noServer: true })
  sockets.on('connection', socket => socket.on('message', data => socket.send(`echo ${data}`)))
  door = await openFrontDoor({
    onRequest: app.routing,
    onUpgrade: (request, socket, head) =>
      sockets.handleUpgrade(request, socket, head, opened => sockets.emit('connection', opened)),
    port: 0,
    ...options,
  })
  const opened = door
  onTestFinished(async () => {
    await opened.close(0)
    await app.close()
  })
  return opened
}

type Answer = { status: number; headers: IncomingMessage['headers']; body: string }

function ask(url: string, method = 'GET'): Promise<Answer> {
  const request = url.startsWith('https:') ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, ca: tls.authority?.certificate, agent: false }, response => {
      let body = ''
      response.on('data', chunk => {
        body += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    sent.on('error', reject).end()
  })
}

function echoOver(url: string): Promise<string> {
  const socket = new WebSocket(url, { ca: tls.authority?.certificate })
  socket.on('open', () => socket.send('hi'))
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', data => {
      resolve(String(data))
      socket.close()
    })
  })
}

test('[P1] one port speaks HTTPS, trusted through the shop’s authority, and HTTP to this machine', async () => {
  const { port } = await open({ tls })
  expect((await ask(`https://localhost:${port}/hello`)).body).toBe('{"protocol":"https"}')
  expect((await ask(`https://127.0.0.1:${port}/hello`)).body).toBe('{"protocol":"https"}')
  expect((await ask(`http://127.0.0.1:${port}/hello`)).body).toBe('{"protocol":"http"}')
})

test('[P1] WebSockets work over both', async () => {
  const { port } = await open({ tls })
  expect(await echoOver(`wss://localhost:${port}/`)).toBe('echo hi')
  expect(await echoOver(`ws://127.0.0.1:${port}/`)).toBe('echo hi')
})

test('[P1] many requests over one kept connection are all answered', async () => {
  const { port } = await open({ tls })
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => fetch(`http://127.0.0.1:${port}/hello`).then(answer => answer.json())),
  )
  expect(answers).toEqual(Array.from({ length: 40 }, () => ({ protocol: 'http' })))
})

test('[P1] the shop’s authority cannot vouch for a name on the internet', async () => {
  const pair = readAuthority()
  const foreign = { hostName: 'bank', dnsNames: ['bank.example.com', 'localhost'], addresses: [] }
  const forged = await issueServerCertificate(pair, foreign, new Date())
  const { port } = await open({ tls: { ...tls, ...forged } })
  await expect(ask(`https://localhost:${port}/hello`)).rejects.toThrow(/permitted subtree/)
})

function readAuthority() {
  const text = readFileSync(join(folder, 'tls', 'authority.pem'), 'utf8')
  const [certificate = '', key = ''] = text.split(/(?=-----BEGIN PRIVATE)/)
  return { certificate, key }
}

test.skipIf(!lanAddress)(
  '[P1] plain HTTP from the network gets the trust pages and nothing else',
  async () => {
    const { port } = await open({ tls })
    const plain = `http://${lanAddress}:${port}`
    const page = await ask(`${plain}/trust`)
    expect(page.status).toBe(200)
    expect(page.body).toContain(`${plain}/trust`)
    expect((await ask(`${plain}/trust/luckygas-ca.crt`)).status).toBe(200)
    const redirected = await ask(`${plain}/hello?a=1`)
    expect(redirected).toMatchObject({
      status: 307,
      headers: { location: `https://${lanAddress}:${port}/hello?a=1` },
    })
    const refused = await ask(`${plain}/login`, 'POST')
    expect(refused.status).toBe(403)
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'request.https-only' })
    expect((await ask(`${plain}/trustee`)).status).toBe(307)
    await expect(echoOver(`ws://${lanAddress}:${port}/`)).rejects.toThrow('socket hang up')
    expect((await ask(`https://${lanAddress}:${port}/hello`)).status).toBe(200)
  },
)

test('[P1] without HTTPS only this machine is served', async () => {
  const { port, host } = await open()
  expect(host).toBe('127.0.0.1')
  expect((await ask(`http://127.0.0.1:${port}/hello`)).status).toBe(200)
  await expect(open({ host: '0.0.0.0' })).rejects.toThrow('npx luckygas https')
})

test.skipIf(!lanAddress)('[P1] a declared proxy may speak HTTP to us, others are sent to it', async () => {
  const proxies = { addresses: new BlockList(), publicOrigin: 'https://gas.example.tw' }
  const { port } = await open({ host: '0.0.0.0', proxies })
  expect(await ask(`http://${lanAddress}:${port}/hello`)).toMatchObject({
    status: 307,
    headers: { location: 'https://gas.example.tw/hello' },
  })
  proxies.addresses.addAddress(lanAddress)
  expect((await ask(`http://${lanAddress}:${port}/hello`)).status).toBe(200)
})

test('[P1] a renewed certificate is served without a restart', async () => {
  const { port, useCertificate } = await open({ tls })
  const renewed = await issueServerCertificate(readAuthority(), names, new Date())
  useCertificate({ ...tls, ...renewed })
  const served = await new Promise<string>((resolve, reject) => {
    const sent = httpsRequest(`https://localhost:${port}/hello`, {
      ca: tls.authority?.certificate,
      agent: false,
    })
    sent
      .on('error', reject)
      .on('socket', socket =>
        socket.on('secureConnect', () =>
          resolve((socket as import('node:tls').TLSSocket).getPeerX509Certificate()?.toString() ?? ''),
        ),
      )
    sent.end()
  })
  expect(served).toBe(renewed.certificate)
})

test('[P1] a closing door takes nothing new, lets a running request end and drops idle ones', async () => {
  const door = await open({ tls })
  slowBegan = Promise.withResolvers()
  const idle = connect(door.port, '127.0.0.1')
  await once(idle, 'connect')
  // It may be told of its end by a reset as well as by an end.
  idle.on('error', () => undefined)
  const isIdleClosed = new Promise(resolve => idle.resume().once('close', () => resolve(true)))
  const running = ask(`http://127.0.0.1:${door.port}/slow`)
  await slowBegan.promise
  const closing = door.close(10_000)
  await expect(ask(`http://127.0.0.1:${door.port}/hello`)).rejects.toThrow('ECONNREFUSED')
  expect((await running).body).toBe('{"isDone":true}')
  expect(await isIdleClosed).toBe(true)
  await closing
})
