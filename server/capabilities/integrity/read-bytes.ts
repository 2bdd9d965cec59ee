import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import type { Database } from '../../platform/database/database.ts'
import { FileMissing, type Files } from '../../ports/files/files.port.ts'
import { listKnownFiles, listSealedFiles, type SealedFile } from './file-checks.store.ts'
import type { IntegrityReport } from './run-integrity.ts'

type CheckResult = IntegrityReport['checks'][number]
type Finding = CheckResult['findings'][number]

const batchFiles = 500
const findingsListed = 100

/**
 * Reads every kept file once and holds it against its row: bytes that are gone, bytes that changed, and bytes that no
 * row knows. One file at a time in small pieces, so that a disk full of photos needs time but no memory.
 */
export async function checkBytes(db: Database, files: Files, signal?: AbortSignal): Promise<CheckResult[]> {
  return [
    await result('files.bytes-agree', findRowsWithoutBytes(db, files, signal)),
    await result('files.bytes-belong', findBytesWithoutRow(db, files, signal)),
  ]
}

async function result(name: string, found: AsyncIterable<Finding>): Promise<CheckResult> {
  const findings: Finding[] = []
  for await (const finding of found) {
    findings.push(finding)
    if (findings.length === findingsListed) break
  }
  return { name, isClean: findings.length === 0, findings }
}

async function* findRowsWithoutBytes(
  db: Database,
  files: Files,
  signal?: AbortSignal,
): AsyncGenerator<Finding> {
  let after: string | undefined
  for (;;) {
    const rows = await listSealedFiles(db, after, batchFiles)
    for (const row of rows) {
      signal?.throwIfAborted()
      const what = await compareBytes(files, row)
      if (what) yield { what, params: { fileId: row.id, purpose: row.purpose } }
    }
    after = rows.at(-1)?.id
    if (rows.length < batchFiles) return
  }
}

async function compareBytes(
  files: Files,
  row: SealedFile,
): Promise<'bytes-missing' | 'bytes-differ' | undefined> {
  const hash = createHash('sha256')
  try {
    await pipeline(await files.open(row.id), hash)
  } catch (error) {
    if (error instanceof FileMissing) return 'bytes-missing'
    throw error
  }
  return hash.digest('hex') === row.sha256 ? undefined : 'bytes-differ'
}

/** A row is there before its first byte, so the bytes are listed first and the rows asked for afterwards. */
async function* findBytesWithoutRow(
  db: Database,
  files: Files,
  signal?: AbortSignal,
): AsyncGenerator<Finding> {
  let batch: string[] = []
  const unknown = async () => {
    const known = await listKnownFiles(db, batch)
    return batch
      .filter(id => !known.has(id))
      .map(id => ({ what: 'bytes-without-row', params: { fileId: id } }))
  }
  for await (const id of files.list()) {
    signal?.throwIfAborted()
    batch.push(id)
    if (batch.length < batchFiles) continue
    yield* await unknown()
    batch = []
  }
  yield* await unknown()
}
