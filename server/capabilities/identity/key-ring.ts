import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { z } from 'zod'

/** What signs and verifies access tokens, and the two secrets beside it. */
export interface KeyRing {
  /** Signs new tokens. */
  current: { kid: string; privateKey: KeyObject }
  /** Public keys by kid: the current one and those retired no longer ago than a token can live. */
  verifying: ReadonlyMap<string, KeyObject>
  /** Derives a refresh token's successor from the token, so that a repeated request can be answered alike. */
  refreshKey: Buffer
  /**
   * Keys the hash that the platform keeps of each write's request: some carry a password, and a plain hash of it in the
   * database would undo Argon2id.
   */
  requestHashKey: Buffer
  /** Seals the secrets of second factors, which the database must not give away. */
  secondFactorKey: Buffer
}

/** Reads a secret, made by `make` the first time; `DataFolder.secretFile` is one. */
export type SecretFile = (name: string, make: () => string | Uint8Array) => Buffer

/** Longest life of an access token in minutes, whatever the parameter says: so long a retired key still verifies. */
export const longestAccessMinutes = 60

const keyFileSchema = z.object({
  keys: z
    .array(
      z.object({
        kid: z.string().min(8).max(64),
        createdAt: z.iso.datetime(),
        /** Set when a newer key took over. */
        retiredAt: z.iso.datetime().nullable(),
        privateKey: z.string().startsWith('-----BEGIN PRIVATE KEY-----'),
      }),
    )
    .min(1)
    .max(10),
})
export type KeyFile = z.output<typeof keyFileSchema>

/**
 * Reads the keys from the data folder's secrets, making them on the first start: `access-keys.json` (Ed25519 private
 * keys, newest first), `refresh.key`, `request-hash.key` and `second-factor.key`. Throws when the file was damaged, rather than signing everybody out silently.
 */
export function loadKeyRing(secretFile: SecretFile, now: Date): KeyRing {
  const file = secretFile('access-keys.json', () => formatKeyFile({ keys: [makeKey(now)] }))
  const secrets = {
    refreshKey: readKey(secretFile, 'refresh.key'),
    requestHashKey: readKey(secretFile, 'request-hash.key'),
    secondFactorKey: readKey(secretFile, 'second-factor.key'),
  }
  return openKeyRing(parseKeyFile(file), secrets, now)
}

function readKey(secretFile: SecretFile, name: string): Buffer {
  const key = secretFile(name, () => randomBytes(32))
  if (key.length < 32) throw new Error(`the secret ${name} is too short`)
  return key
}

/** Adds a new signing key in front; the one before retires but goes on verifying what it signed. */
export function rotateKeys(file: KeyFile, now: Date): KeyFile {
  const retired = file.keys.map(key => ({ ...key, retiredAt: key.retiredAt ?? now.toISOString() }))
  return { keys: [makeKey(now), ...retired.filter(key => isVerifying(key, now))] }
}

/** The ring a key file makes at an instant. */
export function openKeyRing(
  file: KeyFile,
  secrets: Pick<KeyRing, 'refreshKey' | 'requestHashKey' | 'secondFactorKey'>,
  now: Date,
): KeyRing {
  const signing = file.keys.find(key => key.retiredAt === null)
  if (!signing) throw new Error('access-keys.json has no key that signs')
  const verifying = new Map(
    file.keys.filter(key => isVerifying(key, now)).map(key => [key.kid, createPublicKey(key.privateKey)]),
  )
  return {
    current: { kid: signing.kid, privateKey: createPrivateKey(signing.privateKey) },
    verifying,
    refreshKey: secrets.refreshKey,
    requestHashKey: secrets.requestHashKey,
    secondFactorKey: secrets.secondFactorKey,
  }
}

export function parseKeyFile(bytes: Buffer): KeyFile {
  return keyFileSchema.parse(JSON.parse(bytes.toString('utf8')))
}

export function formatKeyFile(file: KeyFile): string {
  return `${JSON.stringify(file, null, 2)}\n`
}

function isVerifying(key: KeyFile['keys'][number], now: Date): boolean {
  return key.retiredAt === null || Date.parse(key.retiredAt) + longestAccessMinutes * 60_000 > now.getTime()
}

function makeKey(now: Date): KeyFile['keys'][number] {
  const { privateKey } = generateKeyPairSync('ed25519')
  return {
    kid: randomBytes(8).toString('hex'),
    createdAt: now.toISOString(),
    retiredAt: null,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
