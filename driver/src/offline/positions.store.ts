import type { BufferedFix, DriverDatabase } from './database.ts'

/** About a week of driving at one fix in ten seconds; beyond it the oldest go. */
export const positionLimit = 20_000
export const positionsPerRequest = 500

export async function bufferFix(database: DriverDatabase, fix: BufferedFix): Promise<void> {
  const transaction = database.transaction('positions', 'readwrite')
  await transaction.store.add(fix)
  const surplus = (await transaction.store.count()) - positionLimit
  if (surplus > 0) {
    for (const key of await transaction.store.getAllKeys(null, surplus)) await transaction.store.delete(key)
  }
  await transaction.done
}

/** The oldest fixes of this author, all of one run, with their keys. */
export async function nextFixes(database: DriverDatabase, authorId: string): Promise<BufferedFix[]> {
  const fixes: BufferedFix[] = []
  let cursor = await database.transaction('positions').store.openCursor()
  while (cursor !== null && fixes.length < positionsPerRequest) {
    const fix = cursor.value
    const runId = fixes[0]?.runId ?? fix.runId
    if (fix.authorId === authorId && fix.runId === runId) fixes.push(fix)
    cursor = await cursor.continue()
  }
  return fixes
}

export async function dropFixes(database: DriverDatabase, fixes: readonly BufferedFix[]): Promise<void> {
  const transaction = database.transaction('positions', 'readwrite')
  for (const { sequence } of fixes) if (sequence !== undefined) await transaction.store.delete(sequence)
  await transaction.done
}
