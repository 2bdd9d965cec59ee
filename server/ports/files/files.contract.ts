import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { FileMissing, type Files } from './files.port.ts'

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const limitBytes = 1_000

/** What every adapter of the files port promises. */
export function filesContract(name: string, make: () => Promise<Files>): void {
  describe(`files: ${name}`, () => {
    test('[F2] a file cut in the middle goes on where it stopped and arrives whole', async () => {
      const files = await make()
      const id = randomUUID()
      const bytes = Buffer.from('a photo of a door')
      expect(await files.append(id, 0, Readable.from([bytes.subarray(0, 5)]), limitBytes)).toBe(5)
      expect(await files.receivedBytes(id)).toBe(5)
      expect(await files.append(id, 5, Readable.from([bytes.subarray(5)]), limitBytes)).toBe(bytes.length)
      expect(await files.finish(id, sha256(bytes))).toBe(true)
      expect(await buffer(await files.open(id))).toEqual(bytes)
    })

    test('[S25] only sealed files are listed, each once', async () => {
      const files = await make()
      const [sealed, arriving] = [randomUUID(), randomUUID()]
      const bytes = Buffer.from('a signature')
      await files.append(sealed, 0, Readable.from([bytes]), limitBytes)
      await files.finish(sealed, sha256(bytes))
      await files.append(arriving, 0, Readable.from([bytes]), limitBytes)
      const listed: string[] = []
      for await (const id of files.list()) listed.push(id)
      expect(listed.filter(id => id === sealed)).toHaveLength(1)
      expect(listed).not.toContain(arriving)
    })

    test('[F2] a piece sent twice is not written twice', async () => {
      const files = await make()
      const id = randomUUID()
      await files.append(id, 0, Readable.from([Buffer.from('abc')]), limitBytes)
      expect(await files.append(id, 0, Readable.from([Buffer.from('abc')]), limitBytes)).toBe(3)
      expect(await files.finish(id, sha256(Buffer.from('abc')))).toBe(true)
    })

    test('[F2] a connection that breaks keeps what arrived', async () => {
      const files = await make()
      const id = randomUUID()
      const broken = Readable.from(
        (async function* () {
          yield Buffer.from('abc')
          throw new Error('signal lost')
        })(),
      )
      expect(await files.append(id, 0, broken, limitBytes)).toBe(3)
      expect(await files.receivedBytes(id)).toBe(3)
    })

    test('a file whose checksum differs is thrown away and may be sent again', async () => {
      const files = await make()
      const id = randomUUID()
      await files.append(id, 0, Readable.from([Buffer.from('bad')]), limitBytes)
      expect(await files.finish(id, sha256(Buffer.from('good')))).toBe(false)
      expect(await files.receivedBytes(id)).toBe(0)
    })

    test('a finished file never changes and finishing again is harmless', async () => {
      const files = await make()
      const id = randomUUID()
      await files.append(id, 0, Readable.from([Buffer.from('abc')]), limitBytes)
      await files.finish(id, sha256(Buffer.from('abc')))
      expect(await files.append(id, 3, Readable.from([Buffer.from('more')]), limitBytes)).toBe(3)
      expect(await files.finish(id, sha256(Buffer.from('abc')))).toBe(true)
      expect((await buffer(await files.open(id))).toString()).toBe('abc')
    })

    test('nothing is kept beyond the limit', async () => {
      const files = await make()
      const id = randomUUID()
      expect(
        await files.append(id, 0, Readable.from([Buffer.alloc(800), Buffer.alloc(800)]), limitBytes),
      ).toBe(limitBytes)
    })

    test('an unfinished, a removed, an unknown and an impossible id are missing', async () => {
      const files = await make()
      const id = randomUUID()
      await files.append(id, 0, Readable.from([Buffer.from('abc')]), limitBytes)
      await expect(files.open(id)).rejects.toThrow(FileMissing)
      await files.finish(id, sha256(Buffer.from('abc')))
      await files.remove(id)
      await expect(files.open(id)).rejects.toThrow(FileMissing)
      await expect(files.open(randomUUID())).rejects.toThrow(FileMissing)
      await expect(files.open('../../etc/passwd')).rejects.toThrow(FileMissing)
    })
  })
}
