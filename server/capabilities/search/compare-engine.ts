import type { Database } from '../../platform/database/database.ts'
import { fingerprintOf } from '../../ports/search/fingerprint.ts'
import type { FollowingSearch, HeldDocument } from '../../ports/search/search.port.ts'
import {
  countWaitingChanges,
  type DocumentName,
  type Drift,
  keepComparison,
  readDocumentsAfter,
  readDocumentsNamed,
  readWaitingNames,
} from './search-feed.store.ts'

const pageRows = 1_000
/** Findings kept; more of them say nothing that these do not. */
const mostDrift = 1_000

export interface Comparison {
  documents: number
  /** Changes the engine has not been told yet; such documents are not compared. */
  waiting: number
  drift: Drift[]
}

const nameOf = ({ kind, id }: DocumentName) => `${kind} ${id}`
const byName = <T extends DocumentName>(each: readonly T[]) => new Map(each.map(one => [nameOf(one), one]))

/**
 * Compares every document of the database with the engine's, by fingerprints of all that is shown of it and all that
 * it is found by, and the other way round. Work may go on: what looks different is looked at again, and counts only
 * where it waits for nothing and did not change meanwhile. Keeps the outcome; repairs nothing.
 */
export async function compareEngine(
  { db, engine }: { db: Database; engine: FollowingSearch },
  now: Date,
): Promise<Comparison> {
  const drift: Drift[] = []
  const note = async (suspects: readonly DocumentName[]) => {
    if (suspects.length > 0 && drift.length < mostDrift) drift.push(...(await proven(db, engine, suspects)))
  }
  let documents = 0
  let after: DocumentName | null = null
  for (;;) {
    const page = await readDocumentsAfter(db, after, pageRows)
    const held = byName(await engine.readHeld(page))
    await note(page.filter(document => held.get(nameOf(document))?.fingerprint !== fingerprintOf(document)))
    documents += page.length
    after = page.at(-1) ?? null
    if (page.length < pageRows) break
  }
  for (let from: string | null = null; ; ) {
    const page = await engine.readPage(from)
    const ours = byName(await readDocumentsNamed(db, page.held))
    await note(page.held.filter(held => !ours.has(nameOf(held))))
    from = page.next
    if (from === null) break
  }
  const kept = [...byName(drift).values()].slice(0, mostDrift)
  await keepComparison(db, { now, documents, drift: kept })
  return { documents, waiting: await countWaitingChanges(db), drift: kept }
}

/** Of suspects, those that differ although nothing is on its way and nothing changed while they were looked at. */
async function proven(
  db: Database,
  engine: FollowingSearch,
  suspects: readonly DocumentName[],
): Promise<Drift[]> {
  const before = await fingerprintsOf(db, suspects)
  const waiting = byName(await readWaitingNames(db, suspects))
  const held = byName<HeldDocument>(await engine.readHeld(suspects))
  const then = await fingerprintsOf(db, suspects)
  return suspects.flatMap(({ kind, id }): Drift[] => {
    const name = nameOf({ kind, id })
    const [ours, theirs] = [before.get(name), held.get(name)?.fingerprint]
    if (waiting.has(name) || ours !== then.get(name) || ours === theirs) return []
    const what =
      theirs === undefined ? 'document-missing' : ours === undefined ? 'document-orphan' : 'document-differs'
    return [{ kind, id, what }]
  })
}

async function fingerprintsOf(db: Database, names: readonly DocumentName[]): Promise<Map<string, string>> {
  const documents = await readDocumentsNamed(db, names)
  return new Map(documents.map(document => [nameOf(document), fingerprintOf(document)]))
}
