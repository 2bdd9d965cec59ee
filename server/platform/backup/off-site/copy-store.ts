/** What a store knows of a piece without fetching it. */
export interface KeptPiece {
  bytes: number
  keptAt: Date
}

/**
 * A place far from the shop that keeps sealed pieces under their names in the backup folder. Promises: a piece that is
 * listed is whole, and what `put` has answered is kept.
 */
export interface CopyStore {
  /** For people: where it is, without its secret. */
  name: string
  /** Every piece whose name begins so. */
  list(prefix: string): Promise<Map<string, KeptPiece>>
  /** Keeps the file under a name; what was there is replaced in one step. */
  put(name: string, path: string): Promise<void>
  /** Fetches a piece into a file that is whole when it appears. */
  fetch(name: string, path: string): Promise<void>
  remove(names: readonly string[]): Promise<void>
  close(): void
}
