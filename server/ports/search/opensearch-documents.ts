import { fingerprintOfShown, fingerprintOfTokens } from './fingerprint.ts'
import type { HeldDocument, IndexedDocument, SearchDocument } from './search.port.ts'
import { drawerLetters, tokensOf } from './search-tokens.ts'

/**
 * How an index is laid out. The tokens are cut by us, so an engine needs no plug-in for Chinese; `letters` holds the
 * folded texts letter by letter, in which a phrase is any part of a text. Sorted as the drawers are, so that a search
 * for what nearly every document has stops at its limit.
 */
export const indexLayout = {
  settings: {
    index: {
      number_of_shards: 1,
      auto_expand_replicas: '0-1',
      refresh_interval: '1s',
      // A deletion is remembered for as long as a page of a rebuild that was read before it may be under way.
      gc_deletes: '1h',
      'sort.field': ['isClosed', 'sortKey', 'id'],
      'sort.order': ['asc', 'asc', 'asc'],
    },
  },
  mappings: {
    dynamic: 'strict',
    _source: { excludes: ['tokens', 'letters'] },
    properties: {
      tokens: { type: 'keyword', doc_values: false, norms: false },
      letters: { type: 'text', analyzer: 'whitespace', norms: false },
      kind: { type: 'keyword' },
      id: { type: 'keyword' },
      name: { type: 'keyword', index: false },
      letter: { type: 'keyword', index: false, doc_values: false },
      key: { type: 'keyword', index: false, doc_values: false },
      title: { type: 'keyword', index: false, doc_values: false },
      detail: { type: 'keyword', index: false, doc_values: false },
      also: { type: 'keyword', index: false, doc_values: false },
      state: { type: 'keyword', index: false, doc_values: false },
      isClosed: { type: 'boolean', index: false },
      sortKey: { type: 'long', index: false },
      tokensFingerprint: { type: 'keyword', index: false, doc_values: false },
    },
  },
} as const

/** What the engine gives back of a document. */
export interface StoredDocument {
  kind: string
  id: string
  letter: string
  key: string
  title: string
  detail: string
  also: string[]
  state: string
  isClosed: boolean
  /** A whole number of up to 64 bits, which JSON's numbers cannot hold. */
  sortKey: string
  tokensFingerprint: string
}

export const nameOf = ({ kind, id }: { kind: string; id: string }) => `${kind} ${id}`

/** A text letter by letter. White space, which parts letters here, becomes the mark that parts texts. */
export const lettersOf = (text: string) => [...text.replaceAll(/\s/gu, '|')].join(' ')

/** What is sent to the engine. */
export function storedOf(document: IndexedDocument) {
  const { tokens, folded, sortKey, ...shown } = document
  return {
    ...shown,
    name: nameOf(document),
    sortKey: String(sortKey),
    tokens,
    letters: lettersOf(folded),
    tokensFingerprint: fingerprintOfTokens(document),
  }
}

export function heldOf({ tokensFingerprint, ...stored }: StoredDocument): HeldDocument {
  const shown = { ...stored, sortKey: BigInt(stored.sortKey) }
  return { kind: stored.kind, id: stored.id, fingerprint: fingerprintOfShown(shown, tokensFingerprint) }
}

/** A document that comes to the port uncut. */
export function indexedOf({ drawer, exacts, ...document }: SearchDocument): IndexedDocument {
  return { ...document, letter: drawerLetters[drawer], ...tokensOf({ drawer, exacts, ...document }) }
}
