import type { Reader } from '../../platform/database/database.ts'

/** What the ledger asks of the owners of depots, vehicles and sites, whose ids are its holders. */
export interface HolderNames {
  /** A depot's name, a vehicle's plate, a site's short name, each with its depot; unknown ids are absent. At most 500. */
  readHolders(
    db: Reader,
    kind: 'depot' | 'truck' | 'site',
    ids: readonly string[],
  ): Promise<Map<string, { name: string; depotId: string }>>
}
