import { join } from 'node:path'
import { BackupError } from './backup-error.ts'
import { type BackupFolder, type LineFolder, type LineStart, readJson } from './backup-folder.ts'
import type { BackupKey } from './backup-key.ts'
import type { Reach } from './keeper.ts'
import { type Manifest, readManifest } from './manifest.ts'
import type { Target } from './restore-backup.ts'

export interface Choice {
  line: LineFolder
  manifest: Manifest
  /** The log beyond this segment is not needed. */
  untilSegment: string | undefined
}

/** Finds the line that was alive at the moment and its last base backup before it. Says in one sentence when there is none. */
export async function chooseBase(backup: BackupFolder, key: BackupKey, target: Target): Promise<Choice> {
  const line = await chooseLine(backup, target)
  const ids = await line.baseIds()
  const moment = target.kind === 'moment' ? target.at.toISOString() : undefined
  if (moment !== undefined) await refuseBeyondReach(line, moment)
  // Names begin with the time they were begun, so their order is that of time.
  for (const [index, id] of [...ids.entries()].reverse()) {
    const manifest = await readManifest(line, key, id)
    if (moment !== undefined && manifest.stoppedAt > moment) continue
    const next = ids[index + 1]
    const later =
      next === undefined || target.kind === 'end' ? undefined : await readManifest(line, key, next)
    const untilSegment = target.kind === 'point' ? manifest.lastSegment : later?.lastSegment
    return { line, manifest, untilSegment }
  }
  const first = ids[0] === undefined ? undefined : await readManifest(line, key, ids[0])
  throw new BackupError(
    first
      ? `The backup begins at ${first.stoppedAt}; ${moment} lies before it.`
      : `${line.path} holds no finished base backup.`,
  )
}

async function chooseLine(backup: BackupFolder, target: Target): Promise<LineFolder> {
  const lines: { line: LineFolder; startedAt: string }[] = []
  for (const id of await backup.lineIds()) {
    const line = backup.line(id)
    const start = await readJson<LineStart>(join(line.path, 'line.json'))
    if (start && (await line.baseIds()).length > 0) lines.push({ line, startedAt: start.startedAt })
  }
  lines.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))
  const chosen =
    target.kind === 'moment' ? lines.find(({ startedAt }) => startedAt <= target.at.toISOString()) : lines[0]
  const found = chosen ?? lines.at(-1)
  if (!found) throw new BackupError(`${backup.path} holds no finished base backup.`)
  return found.line
}

async function refuseBeyondReach(line: LineFolder, moment: string): Promise<void> {
  const reach = await readJson<Reach>(join(line.path, 'reach.json'))
  if (reach && reach.until < moment)
    throw new BackupError(`The backup reaches to ${reach.until}; ${moment} is later than that.`)
}
