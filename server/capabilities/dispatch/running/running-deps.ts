import type { Reader } from '../../../platform/database/database.ts'
import type { DispatchDeps } from '../dispatch-deps.ts'
import type { DwellFix } from './watch.rules.ts'

/** What the running day asks of the other capabilities besides what dispatch asks. */
export interface RunningDeps extends DispatchDeps {
  /** A driver's fixes since an instant, in order of the phone's time; at most a few hundred. */
  readFixes(db: Reader, driverId: string, since: Date): Promise<DwellFix[]>
}
