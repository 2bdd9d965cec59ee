/**
 * The numbers of all advisory locks, in one place so that no two things ever wait for each other by accident. Session
 * locks live on a direct connection; the others end with their transaction.
 */
export const locks = {
  /** Session: migrations, one process at a time. */
  migration: 7_203_101,
  /** Session: the event relay, held for as long as it leads. */
  relay: 7_203_102,
  /** Session, shared: every process that works on jobs. */
  workers: 7_203_103,
  /** Legacy imports, one at a time. */
  import: 7_203_104,
  /** The next customer code. */
  customerCode: 7_203_105,
  /** Opening balances of the cylinder ledger. */
  opening: 7_203_106,
  /** Partitions of positions. */
  partition: 7_203_107,
  /** Prices: what a change of many rests on still holds when it is written. */
  prices: 7_203_120,
  /** Session: who feeds the search engine, held for as long as it does. */
  searchFeed: 7_203_130,
  /** Session: a rebuild of the search engine's index. */
  searchRebuild: 7_203_131,
} as const
