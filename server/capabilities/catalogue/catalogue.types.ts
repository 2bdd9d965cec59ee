import type { Reader } from '../../platform/database/database.ts'

export interface CatalogueDeps {
  /** Names of users by id; unknown ids are absent. */
  readUserNames(db: Reader, userIds: readonly string[]): Promise<Map<string, string>>
}
