import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type BackupFolder, ifMissing, namesIn } from '../backup-folder.ts'
import { eachOf } from '../each-of.ts'
import type { Reach } from '../keeper.ts'
import type { CopyStore, KeptPiece } from './copy-store.ts'
import { pruneOffSite } from './prune-off-site.ts'

export interface OffSiteOptions {
  backup: BackupFolder
  store: CopyStore
  keepDays: number
  ownLineId(): Promise<string>
  now(): Date
  /** Ends a round after the pieces under way. */
  signal: AbortSignal
}

export interface OffSiteRound {
  copied: number
  bytes: number
  removed: number
  /** Everything committed before this instant is off site; absent until the first round has seen a whole backup. */
  reachesTo: Date | undefined
}

const copiedAtOnce = 4
/** How often the store is asked what it has; in between the rounds remember it. */
const listEveryMs = 60 * 60_000

/**
 * Copies what is new in the backup folder to a store elsewhere. Every piece is sealed already, never changes under its
 * name and is copied whole, so a round that was cut goes on where it stopped. A base backup's list goes after its
 * contents, and how far the log reaches goes last: whatever the store says it has, it has.
 */
export function makeOffSiteCopy(options: OffSiteOptions): { round(): Promise<OffSiteRound> } {
  const { backup, store } = options
  let known: Map<string, KeptPiece> | undefined
  let listedAt = 0
  const told = new Map<string, string>()

  async function copy(name: string, done: OffSiteRound): Promise<void> {
    options.signal.throwIfAborted()
    const path = join(backup.path, name)
    // What retention has forgotten since it was listed is no longer wanted there either.
    const bytes = await sizeOf(path)
    const isCopied = await store.put(name, path).then(() => true, ifMissing(false))
    if (!isCopied || bytes === undefined) return
    known?.set(name, { bytes, keptAt: options.now() })
    done.copied += 1
    done.bytes += bytes
  }

  async function tell(lineId: string, file: string, text: string | undefined): Promise<void> {
    const name = `lines/${lineId}/${file}`
    if (text === undefined || told.get(name) === text) return
    await store.put(name, join(backup.path, name))
    told.set(name, text)
  }

  return {
    round: async () => {
      const done: OffSiteRound = { copied: 0, bytes: 0, removed: 0, reachesTo: undefined }
      const now = options.now().getTime()
      const isFresh = known === undefined || now - listedAt >= listEveryMs
      if (known === undefined || isFresh) {
        known = await store.list('')
        listedAt = now
        told.clear()
      }
      const have = known
      const reaches = await readReaches(backup)
      const local = await listBackup(backup)
      const missing = (names: readonly string[]) => names.filter(name => !have.has(name))
      await eachOf(missing(local.pieces), copiedAtOnce, name => copy(name, done))
      for (const name of missing(local.bases)) await copy(name, done)
      for (const { lineId, start, reach } of reaches) {
        await tell(lineId, 'line.json', start)
        await tell(lineId, 'reach.json', reach)
      }
      const ownLineId = await options.ownLineId()
      const own = reaches.find(({ lineId }) => lineId === ownLineId)?.reach
      if (own !== undefined) done.reachesTo = new Date((JSON.parse(own) as Reach).until)
      if (isFresh) {
        const here = new Set([...local.pieces, ...local.bases])
        const { keepDays } = options
        const gone = await pruneOffSite({ store, known: have, here, now: new Date(now), keepDays })
        done.removed = gone.length
      }
      return done
    },
  }
}

const sizeOf = (path: string) => stat(path).then(found => found.size, ifMissing(undefined))

interface LineReach {
  lineId: string
  start: string | undefined
  reach: string | undefined
}

/** How far each line reaches, read before its log is listed, so that the list holds at least that much. */
async function readReaches(backup: BackupFolder): Promise<LineReach[]> {
  const text = (path: string) => readFile(path, 'utf8').catch(ifMissing(undefined))
  const lineIds = await backup.lineIds()
  return Promise.all(
    lineIds.map(async lineId => {
      const { path } = backup.line(lineId)
      return {
        lineId,
        start: await text(join(path, 'line.json')),
        reach: await text(join(path, 'reach.json')),
      }
    }),
  )
}

/** Names of the finished pieces. Base backups are listed before contents, which are there before their base appears. */
async function listBackup(backup: BackupFolder): Promise<{ bases: string[]; pieces: string[] }> {
  const bases: string[] = []
  const pieces: string[] = []
  const lineIds = await backup.lineIds()
  for (const lineId of lineIds)
    for (const base of await backup.line(lineId).baseIds()) bases.push(`lines/${lineId}/bases/${base}`)
  const shelves = async (folder: string) => {
    for (const shelf of await namesIn(join(backup.path, folder)))
      for (const name of await namesIn(join(backup.path, folder, shelf)))
        if (!name.endsWith('.draft')) pieces.push(`${folder}/${shelf}/${name}`)
  }
  await shelves('objects')
  for (const lineId of lineIds) {
    await shelves(`lines/${lineId}/files`)
    for (const segment of await backup.line(lineId).walSegments())
      pieces.push(`lines/${lineId}/wal/${segment}`)
  }
  return { bases, pieces }
}
