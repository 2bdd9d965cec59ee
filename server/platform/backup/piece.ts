import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { BackupError } from './backup-error.ts'
import type { BackupKey } from './backup-key.ts'

/**
 * One sealed file of a backup: `LGB1`, the key's id (8 bytes), a salt (32), then AES-256-GCM over zstd, then the tag
 * (16). Key and nonce come from the salt by HKDF-SHA256, so that no nonce is ever used twice under one key.
 */
const magic = Buffer.from('LGB1')
const keyIdBytes = 8
const saltBytes = 32
const tagBytes = 16
const headerBytes = magic.length + keyIdBytes + saltBytes
const nonceBytes = 12
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 3 } }

export interface Content {
  /** Of what was sealed, before compression. */
  sha256: string
  bytes: number
}

export type Source = AsyncIterable<Buffer> | Iterable<Buffer>

/** Seals a source into a file that is whole and on the disk when it appears under its name; nothing is left of a failure. */
export async function writePiece(path: string, key: BackupKey, source: Source): Promise<Content> {
  const draft = `${path}.${randomUUID()}.draft`
  try {
    const content = await seal(draft, key, source)
    await rename(draft, path)
    await syncFolder(dirname(path))
    return content
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/** Seals a source into a new file and leaves naming and cleaning up to the caller. */
export async function seal(path: string, key: BackupKey, source: Source): Promise<Content> {
  const hash = createHash('sha256')
  let bytes = 0
  const counted = async function* () {
    for await (const chunk of source) {
      hash.update(chunk)
      bytes += chunk.length
      yield chunk
    }
  }
  await pipeline(
    counted,
    createZstdCompress(compression),
    sealing(key),
    createWriteStream(path, { mode: 0o600, flush: true }),
  )
  return { sha256: hash.digest('hex'), bytes }
}

function sealing(key: BackupKey): Transform {
  const salt = randomBytes(saltBytes)
  const cipher = createCipheriv('aes-256-gcm', ...derived(key, salt))
  const header = Buffer.concat([magic, key.id, salt])
  cipher.setAAD(header)
  let isBegun = false
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (!isBegun) this.push(header)
      isBegun = true
      done(null, cipher.update(chunk))
    },
    flush(done) {
      if (!isBegun) this.push(header)
      this.push(cipher.final())
      done(null, cipher.getAuthTag())
    },
  })
}

function derived(key: BackupKey, salt: Buffer): [Buffer, Buffer] {
  const bytes = Buffer.from(hkdfSync('sha256', key.bytes, salt, 'luckygas backup piece', 32 + nonceBytes))
  return [bytes.subarray(0, 32), bytes.subarray(32)]
}

/** Opens a piece into a file and says what it held. Throws `BackupError` by the piece's name when it is not whole. */
export async function openPieceInto(path: string, key: BackupKey, target: string): Promise<Content> {
  const hash = createHash('sha256')
  let bytes = 0
  const counted = async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      hash.update(chunk)
      bytes += chunk.length
      yield chunk
    }
  }
  await throughPiece(path, key, plain =>
    pipeline(plain, counted, createWriteStream(target, { mode: 0o600, flush: true })),
  )
  return { sha256: hash.digest('hex'), bytes }
}

/** The bytes of a small piece, all at once. */
export async function readPiece(path: string, key: BackupKey): Promise<Buffer> {
  const chunks: Buffer[] = []
  await throughPiece(path, key, async plain => {
    for await (const chunk of plain) chunks.push(chunk)
  })
  return Buffer.concat(chunks)
}

/** What a piece holds, without keeping it: also the proof that it is whole. */
export async function inspectPiece(path: string, key: BackupKey): Promise<Content> {
  const hash = createHash('sha256')
  let bytes = 0
  await throughPiece(path, key, async plain => {
    for await (const chunk of plain) {
      hash.update(chunk)
      bytes += chunk.length
    }
  })
  return { sha256: hash.digest('hex'), bytes }
}

async function throughPiece(
  path: string,
  key: BackupKey,
  consume: (plain: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const { header, tag, bytes } = await readEnds(path)
  const keyId = header.subarray(magic.length, magic.length + keyIdBytes)
  if (!keyId.equals(key.id))
    throw new BackupError(
      `The key does not fit: ${basename(path)} was sealed with key ${keyId.toString('hex')}, and this is key ${key.id.toString('hex')}.`,
    )
  const salt = header.subarray(magic.length + keyIdBytes)
  const decipher = createDecipheriv('aes-256-gcm', ...derived(key, salt))
  decipher.setAAD(header)
  decipher.setAuthTag(tag)
  const sealed = createReadStream(path, { start: headerBytes, end: bytes - tagBytes - 1 })
  try {
    await pipeline(sealed, decipher, createZstdDecompress(), consume)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== undefined && /^E[A-Z]+$/.test(code)) throw error
    throw new BackupError(`The piece ${path} is damaged: it is not what was written.`, { cause: error })
  }
}

async function readEnds(path: string) {
  const file = await open(path).catch(error => {
    if (error.code !== 'ENOENT') throw error
    throw new BackupError(`The piece ${path} is missing from the backup.`)
  })
  try {
    const { size } = await file.stat()
    const header = Buffer.alloc(headerBytes)
    const tag = Buffer.alloc(tagBytes)
    // An empty source still compresses to a few bytes.
    if (size <= headerBytes + tagBytes) throw new BackupError(`The piece ${path} is cut short.`)
    await file.read(header, 0, headerBytes, 0)
    await file.read(tag, 0, tagBytes, size - tagBytes)
    if (!header.subarray(0, magic.length).equals(magic))
      throw new BackupError(`The piece ${path} is damaged: it does not begin as a piece of ours.`)
    return { header, tag, bytes: size }
  } finally {
    await file.close()
  }
}

/** Makes names in a folder survive a power cut; systems that cannot do it for folders do it by themselves. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder)
  await handle.sync().finally(() => handle.close())
}
