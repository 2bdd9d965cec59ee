import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

/** RFC 6238 with the parameters that every authenticator app knows: SHA-1, six digits, 30 seconds. */
export const stepSeconds = 30
const digits = 6
/** A phone's clock may be this many steps before or after ours. */
const drift = 1
const secretBytes = 20

export interface NewSecret {
  bytes: Buffer
  /** Base32, for typing. */
  text: string
  /** `otpauth://totp/…`, for the app's camera. */
  uri: string
}

const totp = (secret: Secret, issuer = '', label = '') =>
  new TOTP({ issuer, label: label || 'user', secret, algorithm: 'SHA1', digits, period: stepSeconds })

/** A random secret, as the app takes it; `issuer` and `login` are what the app shows. */
export function makeSecret(issuer: string, login: string): NewSecret {
  const bytes = randomBytes(secretBytes)
  const secret = new Secret({ buffer: new Uint8Array(bytes).buffer })
  return { bytes, text: secret.base32, uri: totp(secret, issuer, login).toString() }
}

/** The step that a six-digit code belongs to, of those that may be now; undefined when it fits none. */
export function stepOfCode(secret: Buffer, code: string, now: Date): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined
  const timestamp = now.getTime()
  const key = new Secret({ buffer: new Uint8Array(secret).buffer })
  const delta = totp(key).validate({ token: code, timestamp, window: drift })
  return delta === null ? undefined : Math.floor(timestamp / 1000 / stepSeconds) + delta
}

const recoveryCodes = 10
/** Without what looks alike on paper. */
const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

/** Ten codes such as `K7QW4-M2XPA`, 49 bits each. */
export function makeRecoveryCodes(): string[] {
  const pick = () => {
    let byte = letters.length * 8
    while (byte >= letters.length * 8) byte = randomBytes(1)[0] ?? 255
    return letters[byte % letters.length]
  }
  const word = () => Array.from({ length: 5 }, pick).join('')
  return Array.from({ length: recoveryCodes }, () => `${word()}-${word()}`)
}

/** A recovery code as a person may type it, or undefined when it cannot be one. */
export function readRecoveryCode(typed: string): string | undefined {
  const text = typed.toUpperCase().replace(/[\s-]/g, '')
  return /^[A-Z0-9]{10}$/.test(text) ? `${text.slice(0, 5)}-${text.slice(5)}` : undefined
}

export const hashRecoveryCode = (key: Buffer, userId: string, code: string): Buffer =>
  createHmac('sha256', key).update(`${userId}:${code}`).digest()

const ivBytes = 12
const tagBytes = 16

/** AES-256-GCM, bound to its user: a row copied to another user does not open. */
export function sealSecret(key: Buffer, userId: string, secret: Buffer): Buffer {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key.subarray(0, 32), iv).setAAD(Buffer.from(userId))
  const sealed = Buffer.concat([cipher.update(secret), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed])
}

/** @throws Error when the key is another one or the bytes were changed */
export function openSecret(key: Buffer, userId: string, sealed: Buffer): Buffer {
  const iv = sealed.subarray(0, ivBytes)
  const tag = sealed.subarray(ivBytes, ivBytes + tagBytes)
  const decipher = createDecipheriv('aes-256-gcm', key.subarray(0, 32), iv)
    .setAAD(Buffer.from(userId))
    .setAuthTag(tag)
  return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()])
}
