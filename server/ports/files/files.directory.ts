import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, opendir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { FileMissing, type Files } from './files.port.ts'

const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Files in a directory: `aa/<id>.part` while arriving, `aa/<id>` once sealed; `aa` are the id's last two digits. */
export function makeDirectoryFiles(folder: string): Files {
  function pathOf(id: string): string {
    if (!idPattern.test(id)) throw new FileMissing(`not a file id: ${id.slice(0, 40)}`)
    return join(folder, id.slice(-2), id)
  }
  const partOf = (id: string) => `${pathOf(id)}.part`
  const sizeOf = (path: string) =>
    stat(path).then(
      found => found.size,
      () => undefined,
    )

  async function receivedBytes(id: string): Promise<number> {
    return (await sizeOf(pathOf(id))) ?? (await sizeOf(partOf(id))) ?? 0
  }

  return {
    receivedBytes,
    append: async (id, offset, bytes, limitBytes) => {
      const kept = await receivedBytes(id)
      if (offset !== kept || (await sizeOf(pathOf(id))) !== undefined) {
        bytes.resume()
        return kept
      }
      await mkdir(join(folder, id.slice(-2)), { recursive: true, mode: 0o700 })
      return appendBytes(partOf(id), kept, bytes, limitBytes)
    },
    finish: async (id, sha256) => {
      if ((await sizeOf(pathOf(id))) !== undefined) return true
      const hash = createHash('sha256')
      await pipeline(createReadStream(partOf(id)), hash).catch(error => {
        throw new FileMissing(`no bytes of ${id}`, { cause: error })
      })
      if (hash.digest('hex') !== sha256) {
        await rm(partOf(id), { force: true })
        return false
      }
      await rename(partOf(id), pathOf(id))
      await syncDirectory(join(folder, id.slice(-2)))
      return true
    },
    open: async id => {
      if ((await sizeOf(pathOf(id))) === undefined) throw new FileMissing(id)
      return createReadStream(pathOf(id))
    },
    localCopy: async id => {
      if ((await sizeOf(pathOf(id))) === undefined) throw new FileMissing(id)
      return { path: pathOf(id), release: async () => undefined }
    },
    remove: async id => {
      await rm(pathOf(id), { force: true })
      await rm(partOf(id), { force: true })
    },
    list: async function* () {
      const drawers = await readdir(folder).catch(() => [])
      for (const drawer of drawers.filter(name => /^[0-9a-f]{2}$/.test(name)))
        for await (const { name } of await opendir(join(folder, drawer))) if (idPattern.test(name)) yield name
    },
    signedUrl: async () => undefined,
  }
}

async function appendBytes(path: string, kept: number, bytes: Readable, limitBytes: number): Promise<number> {
  const handle = await open(path, 'a', 0o600)
  let length = kept
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      const room = Math.max(0, limitBytes - length)
      const piece = chunk.subarray(0, room)
      await handle.write(piece)
      length += piece.length
      if (piece.length < chunk.length) break
    }
  } catch (error) {
    // A phone that lost its signal: what arrived is kept and the next request continues there.
    if ((error as { code?: string }).code === 'ENOSPC') throw error
  } finally {
    await handle.sync()
    await handle.close()
  }
  return length
}

async function syncDirectory(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
