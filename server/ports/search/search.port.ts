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
