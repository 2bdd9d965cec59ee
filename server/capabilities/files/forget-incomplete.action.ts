import type { Pruned, PruneRequest } from '../../platform/database/prune.ts'
import type { Files } from '../../ports/files/files.port.ts'
import { deleteIncompleteFile, listIncompleteFiles } from './file.store.ts'

/** A phone may be without signal for days; after a week it announces the file anew. */
const keepDays = 7
const batchFiles = 200

/** Forgets files that were announced more than a week ago and never arrived whole, with the bytes that did. */
export async function forgetIncompleteFiles({
  db,
  now,
  signal,
  files,
}: PruneRequest & { files: Files }): Promise<Pruned> {
  const before = new Date(now.getTime() - keepDays * 86_400_000)
  let forgotten = 0
  for (;;) {
    const ids = await listIncompleteFiles(db, before, batchFiles)
    for (const id of ids) {
      if (signal.aborted) return { file_object: forgotten }
      // Bytes go before the row is gone for good: a process killed in between finds it again tomorrow.
      forgotten += await db.transaction().execute(async tx => {
        const deleted = await deleteIncompleteFile(tx, id)
        if (deleted > 0) await files.remove(id)
        return deleted
      })
    }
    if (ids.length < batchFiles) return { file_object: forgotten }
  }
}
