import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDataFolder } from '../data-folder/data-folder.ts'
import { ensureOwnTls, type Tls } from './tls.ts'
import { registerTrustPages } from './trust-pages.ts'
import { isTrustPath } from './trust-paths.ts'

const folder = mkdtempSync(join(tmpdir(), 'luckygas-trust-'))
const app = fastify()
let tls: Tls
beforeAll(async () => {
  const names = {
    hostName: 'shop',
    dnsNames: ['localhost', 'shop.local'],
    addresses: ['192.168.1.5', 'fd12::5'],
  }
  tls = await ensureOwnTls({ folder: openDataFolder(folder), now: new Date(), names })
  await registerTrustPages(app, { tls: () => tls, port: () => 8080 })
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

test('[P1] the page shows the address phones reach, as text and as a code, and the fingerprint to compare', async () => {
  const { body, headers } = await app.inject({ url: '/trust', headers: { host: '127.0.0.1:8080' } })
  expect(headers['content-type']).toBe('text/html; charset=utf-8')
  expect(body).toContain('http://192.168.1.5:8080/trust')
  expect(body).toContain('<code>http://shop.local:8080/trust</code>')
  expect(body).not.toContain('fd12::5')
  expect(body).toContain('<svg')
  expect(body.replaceAll(/<\/?span>/g, '')).toContain(tls.authority?.fingerprint)
  expect(body).toContain('https://192.168.1.5:8080/driver/')
})

test('[P1] the address by which somebody came is shown first', async () => {
  const { body } = await app.inject({ url: '/trust', headers: { host: 'shop.local:8080' } })
  expect(body).toContain('<code class="address">http://shop.local:8080/trust</code>')
})

test('[P1] the page needs no script and nothing from another place', async () => {
  const { body, headers } = await app.inject({ url: '/trust' })
  expect(headers['content-security-policy']).toContain("default-src 'none'")
  expect(body).not.toMatch(/<script|src=|url\(|@import|https?:\/\/(?!192\.168|shop\.local|www\.w3\.org)/)
})

test('[P1] iPhone, Android, Windows and Mac each find their steps', async () => {
  const { body } = await app.inject({ url: '/trust' })
  const devices = [...body.matchAll(/<summary>(.*?)<\/summary>/g)].map(([, device]) => device)
  for (const device of ['iPhone', 'Android', 'Windows', 'Mac'])
    expect(devices.some(each => each?.includes(device))).toBe(true)
})

test('[P1] both downloads carry the authority’s certificate and no key', async () => {
  const certificate = await app.inject({ url: '/trust/luckygas-ca.crt' })
  expect(certificate.headers['content-type']).toBe('application/x-x509-ca-cert')
  expect(new X509Certificate(certificate.rawPayload).ca).toBe(true)
  const profile = await app.inject({ url: '/trust/luckygas.mobileconfig' })
  expect(profile.headers['content-type']).toBe('application/x-apple-aspen-config')
  const [, payload = ''] = /<data>(.*)<\/data>/.exec(profile.body) ?? []
  expect(Buffer.from(payload, 'base64').equals(certificate.rawPayload)).toBe(true)
  expect(profile.body).toContain('com.apple.security.root')
})

test('[P1] only the three paths are public', () => {
  expect(
    ['/trust', '/trust?x=1', '/trust/luckygas-ca.crt', '/trust/luckygas.mobileconfig'].every(isTrustPath),
  ).toBe(true)
  expect(['/', '/trust/', '/trust/../api', '/trusted', '/trust/authority.pem'].some(isTrustPath)).toBe(false)
})
