import { appendFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readJson, writeJson } from '../../platform/backup/backup-folder.ts'

/** Where an update is; the table in `update-steps.ts` says what each does and what follows. */
export type StepName = 'lay' | 'back-up' | 'stop' | 'save' | 'try' | 'switch' | 'restore' | 'swap' | 'return'

export interface Release {
  /** The version of its package and the beginning of its list of checksums. */
  id: string
  folder: string
}

/** What an interrupted update needs to know; on the disk before the step it names begins. */
export interface UpdateJournal {
  step: StepName
  /** The folder or tarball it was asked for. */
  source: string
  sha256: string | undefined
  startedAt: string
  /** What ran before and what runs if all fails; it also runs the update. */
  from: Release
  /** Known once it has been laid out. */
  to: Release | undefined
  /** Whether the new release changes the schema, so that going back means restoring. */
  isMigrating: boolean
  /** When the base backup at standstill was finished, by the database's clock: it is the one to go back to. */
  savedAt: string | undefined
  /** Why it goes back. */
  failure: string | undefined
}

/** Releases lie beside each other below the home folder; the root of the first installation is itself the first. */
export interface ReleaseShelf {
  home: string
  path: string
  /** Names the folder whose program runs; absent while that is the home itself. */
  pointer: string
  journal: string
}

export function releaseShelf(home: string): ReleaseShelf {
  const path = join(home, 'releases')
  return { home, path, pointer: join(path, 'current.json'), journal: join(path, 'update.json') }
}

export const readJournal = (shelf: ReleaseShelf) => readJson<UpdateJournal>(shelf.journal)
export const writeJournal = (shelf: ReleaseShelf, journal: UpdateJournal) => writeJson(shelf.journal, journal)

/** Ends an update: what it came to is kept in one line, and starts are free again. */
export async function closeJournal(
  shelf: ReleaseShelf,
  journal: UpdateJournal,
  endedAt: Date,
): Promise<void> {
  const line = { ...journal, endedAt: endedAt.toISOString() }
  await appendFile(join(shelf.path, 'updates.jsonl'), `${JSON.stringify(line)}\n`, { flush: true })
  await rm(shelf.journal, { force: true })
}
