import type { RawBuilder } from 'kysely'

/**
 * One cross-check over the whole database. This capability is the one reader of everybody's tables: what it proves is
 * exactly that capabilities which never read each other's tables still agree.
 */
export interface Check {
  name: string
  /** Selects one row a finding: `what` (a stable word) and `params` (a flat JSON object); none when all is well. */
  find: RawBuilder<unknown>
}
