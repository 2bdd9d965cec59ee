import { createHash } from 'node:crypto'
import type { IndexedDocument } from './search.port.ts'

type Shown = Omit<IndexedDocument, 'tokens' | 'folded'>

/** The same for the same document: of all that is shown of it and all that it is found by. */
export function fingerprintOf(document: IndexedDocument): string {
  return fingerprintOfShown(document, fingerprintOfTokens(document))
}

/** An engine keeps this beside a document, because it does not give the tokens back. */
export function fingerprintOfTokens({ tokens, folded }: Pick<IndexedDocument, 'tokens' | 'folded'>): string {
  return hashOf([[...tokens].sort(), folded])
}

/** The fingerprint from what an engine gives back: what is shown, and the fingerprint of the tokens. */
export function fingerprintOfShown(document: Shown, ofTokens: string): string {
  const { kind, id, letter, key, title, detail, also, state, isClosed, sortKey } = document
  return hashOf([kind, id, letter, key, title, detail, also, state, isClosed, String(sortKey), ofTokens])
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22)
}
