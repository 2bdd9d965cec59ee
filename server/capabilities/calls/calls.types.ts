import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import type { CallsSettings } from './exchange.rules.ts'

export interface CallsDeps {
  db: Database
  clock: Clock
  /** How the exchange proves itself; absent where none is joined and its events are refused (`calls.off`). */
  settings: CallsSettings | undefined
}
