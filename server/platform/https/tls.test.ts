import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type DataFolder, openDataFolder } from '../data-folder/data-folder.ts'
import { localNames } from './local-network.ts'
import { ensureOwnTls, loadTls, TlsError } from './tls.ts'

const names = {
  hostName: 'shop',
  dnsNames: ['localhost', 'shop', 'shop.local'],
  addresses: ['192.168.1.5', 'fd12::5'],
}
const day = 86_400_000
const now = new Date('2026-11-22T00:00:00Z')
const later = (days: number) => new Date(now.getTime() + days * day)

let folder: DataFolder
beforeEach(() => {
  folder = openDataFolder(mkdtempSync(join(tmpdir(), 'luckygas-tls-')))
})
afterEach(() => rmSync(folder.path, { recursive: true, force: true }))

test('[P1] without an authority there is no HTTPS, and one is made only when asked for', async () => {
  expect(await loadTls({ folder, now, names })).toBeUndefined()
  const made = await ensureOwnTls({ folder, now, names })
  const loaded = await loadTls({ folder, now: later(1), names })
  expect(loaded?.certificate).toBe(made.certificate)
  expect(loaded?.authority?.fingerprint).toBe(made.authority?.fingerprint)
  expect(made.authority?.fingerprint).toMatch(/^([0-9A-F]{8} ){7}[0-9A-F]{8}$/)
})

test('[P1] the certificate covers the shop’s names and addresses, for at most 397 days', async () => {
  const tls = await ensureOwnTls({ folder, now, names })
  expect(tls.names).toEqual(['localhost', 'shop', 'shop.local', '192.168.1.5', 'fd12::5', '127.0.0.1', '::1'])
  const certificate = new X509Certificate(tls.certificate)
  expect((certificate.validToDate.getTime() - certificate.validFromDate.getTime()) / day).toBe(397)
  expect(tls.expiresAt).toEqual(certificate.validToDate)
  expect((tls.authority?.expiresAt.getTime() ?? 0) - now.getTime()).toBe(3_650 * day)
  expect(certificate.verify(new X509Certificate(tls.authority?.certificate ?? '').publicKey)).toBe(true)
})

test('[P1] the certificate is renewed 30 days before its end, by the same authority', async () => {
  const first = await ensureOwnTls({ folder, now, names })
  const kept = await loadTls({ folder, now: later(365), names })
  const renewed = await loadTls({ folder, now: later(367), names })
  expect(kept?.certificate).toBe(first.certificate)
  expect(renewed?.certificate).not.toBe(first.certificate)
  expect(renewed?.expiresAt).toEqual(later(367 + 396))
  expect(renewed?.authority?.certificate).toBe(first.authority?.certificate)
})

test('[P1] another address of the machine gets a new certificate, a lost one keeps the old', async () => {
  const first = await ensureOwnTls({ folder, now, names })
  const moved = await loadTls({ folder, now, names: { ...names, addresses: ['192.168.1.9'] } })
  expect(moved?.names).toContain('192.168.1.9')
  expect(moved?.certificate).not.toBe(first.certificate)
  const back = await loadTls({ folder, now, names: { ...names, addresses: [] } })
  expect(back?.certificate).toBe(moved?.certificate)
})

test('[P1] further names are remembered, and refused where the authority may not certify them', async () => {
  await ensureOwnTls({ folder, now, names }, ['Gas.lan'])
  expect((await loadTls({ folder, now, names }))?.names).toContain('gas.lan')
  await expect(ensureOwnTls({ folder, now, names }, ['gas.example.tw'])).rejects.toThrow('gas.example.tw')
  await expect(ensureOwnTls({ folder, now, names }, ['not a name'])).rejects.toThrow(TlsError)
  expect((await loadTls({ folder, now, names }))?.names).not.toContain('gas.example.tw')
})

test('[P1] a machine that gets a public address later keeps its authority and is not certified for it', async () => {
  await ensureOwnTls({ folder, now, names: { ...names, addresses: ['203.0.113.7'] } })
  const moved = await loadTls({
    folder,
    now,
    names: { ...names, addresses: ['203.0.113.7', '203.0.113.8', '10.0.0.1'] },
  })
  expect(moved?.names).toEqual(expect.arrayContaining(['203.0.113.7', '10.0.0.1']))
  expect(moved?.names).not.toContain('203.0.113.8')
})

test('[P1] the keys are readable by their owner alone', async () => {
  await ensureOwnTls({ folder, now, names }, ['gas.lan'])
  const files = readdirSync(folder.file('tls')).filter(name => !name.endsWith('.lock'))
  const modes = files.map(name => statSync(folder.file('tls', name)).mode & 0o777)
  expect(files).toContain('authority.pem')
  expect(modes.every(mode => mode === 0o600)).toBe(true)
})

test('[P1] a certificate from elsewhere is served as it is, and refused with a wrong key or after its end', async () => {
  const own = await ensureOwnTls({ folder, now, names })
  const other = await ensureOwnTls({ folder: openDataFolder(join(folder.path, 'other')), now, names })
  const write = (name: string, text: string) => {
    writeFileSync(join(folder.path, name), text)
    return join(folder.path, name)
  }
  const certFile = write('cert.pem', own.certificate)
  const keyFile = write('key.pem', own.key)
  const tls = await loadTls({ folder, now, tlsFiles: { certFile, keyFile } })
  expect(tls).toMatchObject({ certificate: own.certificate, expiresAt: own.expiresAt })
  expect(tls?.authority).toBeUndefined()
  const wrong = [
    { certFile, keyFile: write('other.pem', other.key) },
    { certFile, keyFile: join(folder.path, 'missing.pem') },
    { certFile: keyFile, keyFile },
  ]
  for (const tlsFiles of wrong) await expect(loadTls({ folder, now, tlsFiles })).rejects.toThrow(TlsError)
  await expect(loadTls({ folder, now: later(400), tlsFiles: { certFile, keyFile } })).rejects.toThrow(
    'ended on',
  )
})

test('[P1] phones are sent to private addresses of real network cards first', () => {
  const entry = (address: string, internal = false) => ({ address, internal }) as never
  const found = localNames(
    {
      lo: [entry('127.0.0.1', true)],
      docker0: [entry('172.17.0.1')],
      eth0: [entry('fe80::1'), entry('fd12::5'), entry('192.168.1.5'), entry('203.0.113.7')],
    },
    'Shop-PC.local',
  )
  expect(found.addresses).toEqual(['192.168.1.5', 'fd12::5', '203.0.113.7', '172.17.0.1'])
  expect(found.dnsNames).toEqual(['localhost', 'shop-pc', 'shop-pc.local'])
})
