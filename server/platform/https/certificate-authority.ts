import './decorator-metadata.ts'

import { createHash, randomBytes, webcrypto } from 'node:crypto'
import { BlockList, isIP } from 'node:net'
import * as x509 from '@peculiar/x509'
import { family, isPrivateAddress, type LocalNames, privateNetworks } from './local-network.ts'
import { nameConstraintsOid, nameConstraintsValue } from './name-constraints.ts'

/** A certificate and the private key that belongs to it, both as PEM text. */
export type KeyAndCertificate = { certificate: string; key: string }

const dayMs = 86_400_000
/** Ten years: phones are told to trust it once in the life of a shop's computer. */
const authorityDays = 3_650
/** Apple refuses more than 825 days from a private authority, and 398 is the public rule; we stay below both. */
const serverDays = 397
/** A phone whose clock is behind must not find the certificate not yet valid. */
const backdateMs = dayMs

const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/** Top-level names that are never on the internet (RFC 6761, 6762, 8375 and ICANN's `internal`). */
const privateDomains = ['localhost', 'local', 'lan', 'home', 'internal', 'home.arpa']

/** What an authority may certify, now and later: domains with all names below them, and networks. */
export type Permitted = { domains: string[]; networks: (readonly [network: string, bits: number])[] }

/** Private names and networks, and whatever this machine is called and reached by today. */
export function permittedFor({ dnsNames, addresses }: LocalNames): Permitted {
  const own = addresses.filter(address => !isPrivateAddress(address))
  return {
    domains: [...new Set([...privateDomains, ...dnsNames])],
    networks: [...privateNetworks, ...own.map(address => [address, isIP(address) === 6 ? 128 : 32] as const)],
  }
}

/** Whether an authority made for `permitted` may certify this name or address. */
export function isPermitted({ domains, networks }: Permitted, name: string): boolean {
  if (isIP(name) === 0) return domains.some(domain => name === domain || name.endsWith(`.${domain}`))
  const list = new BlockList()
  for (const [network, bits] of networks) list.addSubnet(network, bits, family(network))
  return list.check(name, family(name))
}

/** Makes the shop's own certificate authority: ECDSA P-256, ten years, able to certify only what is permitted. */
export async function makeAuthority(
  hostName: string,
  permitted: Permitted,
  now: Date,
): Promise<KeyAndCertificate> {
  const keys = await webcrypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify'])
  const constraints = nameConstraintsValue(permitted.domains, permitted.networks)
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ O: ['LuckyGas'] }, { CN: [`LuckyGas ${hostName} ${randomBytes(2).toString('hex')}`] }],
    notBefore: new Date(now.getTime() - backdateMs),
    notAfter: new Date(now.getTime() + authorityDays * dayMs),
    keys,
    signingAlgorithm: keyAlgorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      new x509.Extension(nameConstraintsOid, true, constraints),
    ],
  })
  return { certificate: `${certificate.toString('pem')}\n`, key: await exportKey(keys.privateKey) }
}

/** Signs a server certificate for names and addresses with a new key; valid for 397 days in all. */
export async function issueServerCertificate(
  authority: KeyAndCertificate,
  names: LocalNames,
  now: Date,
): Promise<KeyAndCertificate> {
  const issuer = new x509.X509Certificate(authority.certificate)
  const keys = await webcrypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify'])
  const notBefore = new Date(now.getTime() - backdateMs)
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ CN: [names.dnsNames.find(name => name !== 'localhost') ?? 'localhost'] }],
    issuer: issuer.subject,
    notBefore,
    notAfter: new Date(Math.min(notBefore.getTime() + serverDays * dayMs, issuer.notAfter.getTime())),
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    signingAlgorithm: keyAlgorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...names.dnsNames.map(value => ({ type: 'dns' as const, value })),
        ...names.addresses.map(value => ({ type: 'ip' as const, value })),
      ]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  })
  return { certificate: `${certificate.toString('pem')}\n`, key: await exportKey(keys.privateKey) }
}

/** The SHA-256 of a certificate as people compare it: eight groups of eight hexadecimal digits. */
export function fingerprintOf(der: Uint8Array): string {
  return createHash('sha256')
    .update(der)
    .digest('hex')
    .toUpperCase()
    .replace(/.{8}(?=.)/g, '$& ')
}

/** Positive, 127 random bits. */
function serialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes.toString('hex')
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`
}

function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  return webcrypto.subtle.importKey('pkcs8', der, keyAlgorithm, false, ['sign'])
}
