import { createHash, createHmac, randomBytes } from 'node:crypto'
import { BackupError } from './backup-error.ts'

/** Seals and opens every piece of a backup. Without it a backup is noise, so people keep its text on paper. */
export interface BackupKey {
  bytes: Buffer
  /** Eight bytes that tell one key from another without telling anything of it. */
  id: Buffer
}

const keyBytes = 32
const mark = 'LGK1'

/** A new key as people write it down: `LGK1-`, eight groups of eight hex digits and a checksum of four. */
export function newKeyText(): string {
  return formatKey(randomBytes(keyBytes))
}

/** The key behind a text; spaces, hyphens and letter case do not count. Throws `BackupError` for a slip of the pen. */
export function parseKey(text: string): BackupKey {
  const digits = text.toLowerCase().replace(/[^0-9a-z]/g, '')
  const body = digits.slice(mark.length, -4)
  const isWhole = digits.startsWith(mark.toLowerCase()) && /^[0-9a-f]{64}$/.test(body)
  const bytes = Buffer.from(isWhole ? body : '', 'hex')
  if (!isWhole || checksum(bytes) !== digits.slice(-4))
    throw new BackupError('This is no backup key: it begins with LGK1- and a digit may be wrong.')
  return { bytes, id: createHmac('sha256', bytes).update('luckygas backup key').digest().subarray(0, 8) }
}

function formatKey(bytes: Buffer): string {
  const groups = bytes.toString('hex').match(/.{8}/g) ?? []
  return [mark, ...groups, checksum(bytes)].join('-')
}

const checksum = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex').slice(0, 4)
