import type { CopyStore, KeptPiece } from './copy-store.ts'

const dayMs = 86_400_000
const baseName = /^lines\/([^/]+)\/bases\/([^/]+)$/

/**
 * Forgets off site what the backup folder has forgotten. The folder decides only while it is whole: as long as the store
 * holds a base backup of the kept days that the folder has not (its disk died, or the shop was restored into a new
 * folder), nothing but base backups past their days goes. Lines without any base backup left go as a whole.
 * @param here the finished pieces of the backup folder
 * @returns the names that were removed, which leave `known` as well
 */
export async function pruneOffSite(options: {
  store: CopyStore
  known: Map<string, KeptPiece>
  here: ReadonlySet<string>
  now: Date
  keepDays: number
}): Promise<string[]> {
  const { store, known, here } = options
  // A disk that is not mounted looks like a folder that has forgotten everything.
  if (![...here].some(name => baseName.test(name))) return []
  const cutoff = new Date(options.now.getTime() - options.keepDays * dayMs)
  // A base backup's name begins with the time it was begun, with hyphens for colons.
  const firstKeptName = cutoff.toISOString().replaceAll(':', '-')
  const isLonely = (name: string) => !here.has(name)
  const lonelyBases = [...known.keys()].filter(name => baseName.test(name) && isLonely(name))
  const expired = lonelyBases.filter(name => (baseName.exec(name)?.[2] ?? '') < firstKeptName)
  const gone = [...expired]
  if (expired.length === lonelyBases.length) gone.push(...forgotten(known, here))
  if (gone.length > 0) await store.remove(gone)
  for (const name of gone) known.delete(name)
  return gone
}

/** Everything but bases that the folder has not, and the small files of lines that it has not. */
function forgotten(known: ReadonlyMap<string, KeptPiece>, here: ReadonlySet<string>): string[] {
  const lineOf = (name: string) => /^lines\/([^/]+)\//.exec(name)?.[1]
  const lines = new Set([...here].map(lineOf))
  return [...known.keys()].filter(name => {
    if (baseName.test(name)) return false
    if (/^lines\/[^/]+\/(line|reach)\.json$/.test(name)) return !lines.has(lineOf(name))
    return !here.has(name)
  })
}
