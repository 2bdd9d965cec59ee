import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

export const sumsName = 'SHA256SUMS'

/** A release cannot be taken; the message says which file and why. */
export class UpdateError extends Error {}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** Every file below a folder, with `/`, without the list of checksums itself. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => !entry.isDirectory())
    .map(entry =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter(path => path !== sumsName)
    .sort()
}

/** Throws unless the folder holds exactly the files of its list, each with its checksum. @returns the list's own SHA-256 */
export async function checkSums(folder: string): Promise<string> {
  const text = await readFile(join(folder, sumsName), 'utf8').catch(() => {
    throw new UpdateError(`${folder} holds no ${sumsName}: it is no release.`)
  })
  const sums = new Map(
    text
      .trim()
      .split('\n')
      .map(line => [line.slice(66).trim(), line.slice(0, 64)]),
  )
  for (const path of await filesBelow(folder)) {
    const wanted = sums.get(path)
    if (wanted === undefined) throw new UpdateError(`${path} is not in the release's list of files.`)
    if ((await sha256Of(join(folder, path))) !== wanted)
      throw new UpdateError(`${path} is not what was released: its checksum differs.`)
    sums.delete(path)
  }
  const [missing] = sums.keys()
  if (missing !== undefined) throw new UpdateError(`${missing} is missing from the release.`)
  return createHash('sha256').update(text).digest('hex')
}
