import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeJson } from '../../platform/backup/backup-folder.ts'
import type { DataFolder } from '../../platform/data-folder/data-folder.ts'
import type { RestoreReport } from '../restore-installation.ts'
import { UpdateError } from './release-sums.ts'
import {
  closeJournal,
  type Release,
  type ReleaseShelf,
  type StepName,
  type UpdateJournal,
  writeJournal,
} from './update-journal.ts'

type Found = Partial<UpdateJournal>

/** What an update asks of the installation. Each may be cut at any moment and is then done again from its beginning. */
export interface UpdateDeps {
  shelf: ReleaseShelf
  data: DataFolder
  layRelease(journal: UpdateJournal): Promise<Pick<UpdateJournal, 'to' | 'isMigrating'>>
  /** A base backup while the shop works, and the proof that it can be restored. */
  backUpAndVerify(): Promise<void>
  stopServers(): Promise<void>
  /** A base backup at standstill: exactly what the old release left. Answers when it was finished. */
  backUp(): Promise<{ savedAt: string }>
  tryRelease(release: Release): Promise<void>
  /** Restores the newest base backup into an empty folder of its own and proves it. */
  restore(into: string): Promise<Pick<RestoreReport, 'baseBackupAt' | 'totalsDiffer' | 'integrity'>>
  now(): Date
  onProgress(line: string): void
}

interface Step {
  say: string
  run(deps: UpdateDeps, journal: UpdateJournal): Promise<Found | undefined>
  next: StepName | 'end'
  /** Where a failure leads; without it the step is tried again by the next run. */
  onFailure?: StepName
}

/**
 * The whole update. The journal names a step before it begins, and every step may be done again, so a power cut anywhere
 * goes on where it was. Until `try` nothing of the old release is touched; after it the base backup of `save` is
 * the way back, or the pointer alone where the schema stayed as it was.
 */
const steps: Readonly<Record<StepName, Step>> = {
  lay: { say: '檢查並安裝新版 checking and installing', run: lay, next: 'back-up', onFailure: 'return' },
  'back-up': {
    say: '備份並試還原 backing up and proving it',
    run: backUp,
    next: 'stop',
    onFailure: 'return',
  },
  stop: { say: '停止服務 stopping', run: stop, next: 'save', onFailure: 'return' },
  save: { say: '停機備份 backing up at standstill', run: save, next: 'try', onFailure: 'return' },
  try: { say: '試開新版 trying the new release', run: tryOut, next: 'switch', onFailure: 'restore' },
  switch: { say: '換成新版 switching', run: switchOver, next: 'end', onFailure: 'restore' },
  restore: { say: '失敗，還原資料 failed, restoring', run: restore, next: 'swap' },
  swap: { say: '換回原來的資料 putting the data back', run: swap, next: 'return' },
  return: { say: '回到舊版 back to the old release', run: goBack, next: 'end' },
}

const goingBack = (data: DataFolder) => join(data.path, 'going-back')
const clusterOf = (folder: string) => join(folder, 'postgres')
const failedCluster = (data: DataFolder) => join(data.path, 'postgres.failed')

/**
 * Does the steps from the journal's on to the end. Answers the last journal: with a `failure` the old release serves
 * again, as before. Throws only where even going back could not be finished; the same command then goes on.
 */
export async function runUpdate(deps: UpdateDeps, begun: UpdateJournal): Promise<UpdateJournal> {
  let journal = begun
  for (;;) {
    const step = steps[journal.step]
    deps.onProgress(`${step.say} …`)
    try {
      const found = await step.run(deps, journal)
      if (step.next === 'end') {
        await closeJournal(deps.shelf, { ...journal, ...found }, deps.now())
        return journal
      }
      journal = { ...journal, ...found, step: step.next }
    } catch (error) {
      if (step.onFailure === undefined || !(error instanceof Error) || error.name === 'AbortError')
        throw error
      journal = { ...journal, step: step.onFailure, failure: error.message }
    }
    await writeJournal(deps.shelf, journal)
  }
}

async function lay(deps: UpdateDeps, journal: UpdateJournal): Promise<Found> {
  // What an earlier failure left for a closer look has been looked at.
  await rm(failedCluster(deps.data), { recursive: true, force: true })
  return deps.layRelease(journal)
}

async function backUp(deps: UpdateDeps): Promise<undefined> {
  await deps.backUpAndVerify()
}

async function stop(deps: UpdateDeps): Promise<undefined> {
  await deps.stopServers()
}

async function save(deps: UpdateDeps): Promise<Found> {
  await deps.stopServers()
  return deps.backUp()
}

async function tryOut(deps: UpdateDeps, { to }: UpdateJournal): Promise<undefined> {
  if (!to) throw new UpdateError('The update does not know its release.')
  await deps.stopServers()
  await deps.tryRelease(to)
}

async function switchOver({ shelf }: UpdateDeps, { to }: UpdateJournal): Promise<undefined> {
  if (!to) throw new UpdateError('The update does not know its release.')
  await writeJson(shelf.pointer, { folder: to.folder })
}

async function restore(deps: UpdateDeps, { isMigrating, savedAt }: UpdateJournal): Promise<undefined> {
  if (!isMigrating) return
  await deps.stopServers()
  const { baseBackupAt, totalsDiffer, integrity } = await deps.restore(goingBack(deps.data))
  if (baseBackupAt !== savedAt)
    throw new UpdateError(`The newest backup is of ${baseBackupAt}, not of the standstill at ${savedAt}.`)
  if (totalsDiffer.length > 0 || !integrity.isClean)
    throw new UpdateError(`The restored data does not agree: ${totalsDiffer.join('; ')}`)
}

/** Only the cluster changes places: documents and secrets are as they were. Its log goes on in a line of its own. */
async function swap({ data }: UpdateDeps, { isMigrating }: UpdateJournal): Promise<undefined> {
  if (!isMigrating) return
  const restored = clusterOf(goingBack(data))
  const current = clusterOf(data.path)
  if (existsSync(restored)) {
    if (existsSync(current)) await rename(current, failedCluster(data))
    await rm(data.file('secrets', 'backup-line'), { force: true })
    await rename(restored, current)
  }
  await rm(goingBack(data), { recursive: true, force: true })
}

async function goBack({ shelf }: UpdateDeps, { from, to }: UpdateJournal): Promise<undefined> {
  if (from.folder === shelf.home) await rm(shelf.pointer, { force: true })
  else await writeJson(shelf.pointer, { folder: from.folder })
  if (to && to.folder !== from.folder) await rm(to.folder, { recursive: true, force: true })
  await rm(join(shelf.path, 'next.draft'), { recursive: true, force: true })
}
