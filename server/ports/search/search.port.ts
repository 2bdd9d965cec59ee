/** Where a document lies: customers, orders, or the rest. Each drawer is searched and limited on its own. */
export const searchDrawers = ['customers', 'orders', 'others'] as const
export type SearchDrawer = (typeof searchDrawers)[number]

export interface SearchDocument {
  kind: string
  /** A UUID. */
  id: string
  drawer: SearchDrawer
  /** What people call the thing by: code, order number, plate. */
  key: string
  title: string
  detail: string
  /** Other texts it is found by: phones as digits, addresses, contacts. */
  also: readonly string[]
  /** Whole codes and numbers that find it at once. */
  exacts: readonly string[]
  state: string
  isClosed: boolean
  /** Smaller comes first among equals. */
  sortKey: bigint
}

/** How well a document fits: a whole code or number; the beginning of its name or key; a part of anything. */
export const searchFits = ['exact', 'prefix', 'part'] as const
export type SearchFit = (typeof searchFits)[number]

export type SearchHit = Omit<SearchDocument, 'exacts' | 'drawer'> & { fit: SearchFit }

export interface SearchQuestion {
  /** All that was typed, folded into one word, or the digits of the phone number it is. */
  whole: string
  /** Folded words; all must be found. Those of one letter, or of one or two digits, only narrow what others find. */
  words: readonly string[]
  kinds: readonly string[]
  /** At most this many of each drawer. */
  limit: number
}

/**
 * Finds documents by two letters, three digits, or the beginning of a name; orders, of which there are very many, by
 * three digits or more of the beginning of their number only. Promises: what `put` has settled is found
 * by the next `find`; whole codes and numbers come first, then beginnings of names and keys, then parts; within those
 * customers before orders before others, active before closed, then by `sortKey`. Folding (臺 is 台, full width is
 * half width) is the port's own, for documents; questions come folded by `searchWords`.
 */
export interface SearchIndex {
  find(question: SearchQuestion): Promise<SearchHit[]>
  /** Adds or replaces documents by (kind, id). */
  put(documents: readonly SearchDocument[]): Promise<void>
  remove(kind: string, ids: readonly string[]): Promise<void>
}

/** A document as the database keeps it: cut into tokens, with its texts folded; see `search_source` of the migrations. */
export interface IndexedDocument extends Omit<SearchDocument, 'exacts' | 'drawer'> {
  /** The drawer's letter. */
  letter: string
  tokens: readonly string[]
  folded: string
}

/** What became of a document; `null` where it is gone. */
export interface SearchChange {
  kind: string
  id: string
  /** Grows with every change of the document in the order of their commits. */
  version: bigint
  document: IndexedDocument | null
}

/** A document that an engine holds, as fingerprints; see `fingerprintOf`. */
export interface HeldDocument {
  kind: string
  id: string
  fingerprint: string
}

/** How far one page of documents goes. */
export interface DocumentPage {
  held: readonly HeldDocument[]
  /** Where the next page begins; null after the last. */
  next: string | null
}

/** An index under construction beside the one that is searched. */
export interface SearchRebuild {
  /** Adds documents that no change has brought meanwhile. */
  add(documents: readonly IndexedDocument[]): Promise<void>
  /** Searches go to the new index from here on, all at once; the old one is dropped. */
  finish(): Promise<void>
  /** Drops what was built. */
  abandon(): Promise<void>
}

/**
 * A search engine of its own that follows the documents of our database. Promises besides those of `SearchIndex`: a
 * change never overwrites a later one, whoever sends it and however often; while a rebuild is under way, changes
 * reach both the index that is searched and the one that is built, if they were read before `apply` was called.
 */
export interface FollowingSearch extends SearchIndex {
  /** Whether there is an index to search. */
  isBuilt(): Promise<boolean>
  /** @param isFoundAtOnce whether the next `find` must find it; dear where there are many more to come */
  apply(changes: readonly SearchChange[], isFoundAtOnce: boolean): Promise<void>
  beginRebuild(): Promise<SearchRebuild>
  /** All documents in the order of their kind and id, by pages, to be compared with the database's. */
  readPage(from: string | null): Promise<DocumentPage>
  /** The fingerprints of some documents as they are at this moment; what is not there is not answered. */
  readHeld(names: readonly { kind: string; id: string }[]): Promise<HeldDocument[]>
  close(): Promise<void>
}
