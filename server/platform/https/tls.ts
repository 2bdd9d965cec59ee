import { createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import type { DataFolder } from '../data-folder/data-folder.ts'
import { takeFileLock } from '../data-folder/file-lock.ts'
import {
  fingerprintOf,
  isPermitted,
  issueServerCertificate,
  type KeyAndCertificate,
  makeAuthority,
  type Permitted,
  permittedFor,
} from './certificate-authority.ts'
import { isDnsName, type LocalNames, localNames } from './local-network.ts'

/** What the server needs to speak HTTPS, and what an operator wants to know about it. */
export type Tls = {
  certificate: string
  key: string
  /** When the server's certificate ends; the metric `luckygas_tls_expires_at_seconds`. */
  expiresAt: Date
  /** DNS names and addresses the certificate is for. */
  names: string[]
  /** The shop's own authority, when the certificate is from it; phones have to be told to trust it. */
  authority?: { certificate: string; der: Buffer; fingerprint: string; expiresAt: Date }
}

export type TlsOptions = {
  folder: DataFolder
  /** A certificate from elsewhere, which then is the one served. */
  tlsFiles?: { certFile: string; keyFile: string } | undefined
  now: Date
  /** This machine's names; for tests. */
  names?: LocalNames
}

/** HTTPS cannot be served as configured; the message says what to do. */
export class TlsError extends Error {}

/** A server certificate of our own is renewed this long before its end, while the server runs or at its start. */
const renewalMs = 30 * 86_400_000

/**
 * The certificate to serve: the configured files, or the one of the shop's own authority, renewed when it nears its
 * end or this machine has got another name or address. `undefined` when the shop has no authority yet.
 */
export async function loadTls(options: TlsOptions): Promise<Tls | undefined> {
  if (options.tlsFiles) return readTlsFiles(options.tlsFiles, options.now)
  if (!existsSync(authorityFile(options.folder))) return undefined
  return ensureOwnTls(options)
}

/** As `loadTls`, making the authority if there is none. `extraNames` are remembered for later renewals. */
export async function ensureOwnTls(options: TlsOptions, extraNames: readonly string[] = []): Promise<Tls> {
  const { folder, now } = options
  const lock = await takeFileLock(folder.file('tls', 'turn.lock'), 'exclusive', 30_000)
  try {
    const names = withExtraNames(folder, options.names ?? localNames(), extraNames)
    const authority = readPair(authorityFile(folder)) ?? (await startAuthority(folder, names, now))
    const kept = readPair(serverFile(folder))
    const server =
      kept && isGood(kept, authority, names, now) ? kept : await issueServerCertificate(authority, names, now)
    if (server !== kept) writePair(serverFile(folder), server)
    return describe(server, authority)
  } finally {
    lock.release()
  }
}

async function startAuthority(folder: DataFolder, names: LocalNames, now: Date): Promise<KeyAndCertificate> {
  const permitted = permittedFor(names)
  const authority = await makeAuthority(names.hostName, permitted, now)
  writeFileSync(permittedFile(folder), JSON.stringify(permitted), { mode: 0o600 })
  writePair(authorityFile(folder), authority)
  return authority
}

function isGood(
  server: KeyAndCertificate,
  authority: KeyAndCertificate,
  names: LocalNames,
  now: Date,
): boolean {
  const certificate = new X509Certificate(server.certificate)
  const endsSoon = certificate.validToDate.getTime() - now.getTime() < renewalMs
  const covered = new Set(namesOf(certificate))
  const coversAll = wantedNames(names).every(name => covered.has(name))
  return !endsSoon && coversAll && certificate.checkIssued(new X509Certificate(authority.certificate))
}

function wantedNames({ dnsNames, addresses }: LocalNames): string[] {
  return [...dnsNames, ...addresses].map(comparable)
}

function describe(server: KeyAndCertificate, authority: KeyAndCertificate): Tls {
  const certificate = new X509Certificate(server.certificate)
  const issuer = new X509Certificate(authority.certificate)
  return {
    certificate: server.certificate,
    key: server.key,
    expiresAt: certificate.validToDate,
    names: namesOf(certificate),
    authority: {
      certificate: authority.certificate,
      der: issuer.raw,
      fingerprint: fingerprintOf(issuer.raw),
      expiresAt: issuer.validToDate,
    },
  }
}

function readTlsFiles(files: { certFile: string; keyFile: string }, now: Date): Tls {
  const certificate = readNamed('LUCKYGAS_TLS_CERT', files.certFile)
  const key = readNamed('LUCKYGAS_TLS_KEY', files.keyFile)
  const parsed = parseNamed('LUCKYGAS_TLS_CERT', files.certFile, () => new X509Certificate(certificate))
  const privateKey = parseNamed('LUCKYGAS_TLS_KEY', files.keyFile, () => createPrivateKey(key))
  if (!parsed.checkPrivateKey(privateKey))
    throw new TlsError(`The key in ${files.keyFile} does not belong to the certificate in ${files.certFile}.`)
  if (parsed.validToDate < now)
    throw new TlsError(`The certificate in ${files.certFile} ended on ${parsed.validToDate.toISOString()}.`)
  return { certificate, key, expiresAt: parsed.validToDate, names: namesOf(parsed) }
}

function readNamed(variable: string, file: string): string {
  return parseNamed(variable, file, () => readFileSync(file, 'utf8'))
}

function parseNamed<T>(variable: string, file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new TlsError(`${variable}: ${file} cannot be used: ${(error as Error).message}`)
  }
}

/** DNS names and addresses of a certificate, as `names` in `Tls` shows them. */
function namesOf(certificate: X509Certificate): string[] {
  const entries = certificate.subjectAltName?.split(', ') ?? []
  return entries.map(entry => comparable(entry.slice(entry.indexOf(':') + 1)))
}

/** An IPv6 address has many spellings; the URL parser knows one. */
function comparable(name: string): string {
  return name.includes(':')
    ? (URL.parse(`http://[${name}]`)?.hostname.slice(1, -1) ?? name)
    : name.toLowerCase()
}

/**
 * Adds the names asked for now or earlier. What the authority may not certify is refused when somebody asks for it,
 * and left out when the machine was merely renamed or moved: an authority once trusted by every phone is kept.
 */
function withExtraNames(folder: DataFolder, names: LocalNames, extraNames: readonly string[]): LocalNames {
  const file = folder.file('tls', 'names.json')
  const known: string[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
  const extra = [...new Set([...known, ...extraNames.map(name => name.toLowerCase())])]
  const wrong = extra.filter(name => !isDnsName(name) && isIP(name) === 0)
  if (wrong.length > 0) throw new TlsError(`Not a host name or address: ${wrong.join(', ')}.`)
  const all = {
    ...names,
    dnsNames: [...new Set([...names.dnsNames, ...extra.filter(name => isIP(name) === 0)])],
    addresses: [
      ...new Set([...names.addresses, ...extra.filter(name => isIP(name) !== 0), '127.0.0.1', '::1']),
    ],
  }
  const isAuthorityMade = existsSync(permittedFile(folder)) && existsSync(authorityFile(folder))
  const permitted: Permitted = isAuthorityMade
    ? JSON.parse(readFileSync(permittedFile(folder), 'utf8'))
    : permittedFor(all)
  const refused = extra.filter(name => !isPermitted(permitted, name))
  if (refused.length > 0)
    throw new TlsError(
      `The shop's authority was made without ${refused.join(', ')} and may not certify it; delete ${folder.file('tls')} to make a new one, which every phone has to trust again.`,
    )
  if (extra.length > known.length) writeFileSync(file, JSON.stringify(extra), { mode: 0o600 })
  return {
    ...all,
    dnsNames: all.dnsNames.filter(name => isPermitted(permitted, name)),
    addresses: all.addresses.filter(address => isPermitted(permitted, address)),
  }
}

function readPair(file: string): KeyAndCertificate | undefined {
  if (!existsSync(file)) return undefined
  const text = readFileSync(file, 'utf8')
  const [certificate] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/.exec(text) ?? []
  const [key] = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----\n/.exec(text) ?? []
  if (!certificate || !key) throw new TlsError(`${file} is damaged: restore it from a backup or delete it.`)
  return { certificate, key }
}

/** One file for both and one rename, so that a certificate never meets another one's key. */
function writePair(file: string, { certificate, key }: KeyAndCertificate): void {
  writeFileSync(`${file}.new`, certificate + key, { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
}

function authorityFile(folder: DataFolder): string {
  return folder.file('tls', 'authority.pem')
}

function serverFile(folder: DataFolder): string {
  return folder.file('tls', 'server.pem')
}

function permittedFile(folder: DataFolder): string {
  return folder.file('tls', 'permitted.json')
}
