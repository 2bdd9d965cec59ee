import type { Reader } from '../../platform/database/database.ts'

export interface MessageDriver {
  id: string
  depotId: string
  name: string
  letter: string
}

/** What messages asks of the other capabilities; `main` joins them. */
export interface MessagesDeps {
  readDriver(db: Reader, driverId: string): Promise<MessageDriver | undefined>
  /** Active drivers by letter; of every depot when `depotId` is null. */
  readDrivers(db: Reader, depotId: string | null): Promise<MessageDriver[]>
  readUserNames(db: Reader, userIds: readonly string[]): Promise<Map<string, string>>
  /** Names of the sites at which stops are, by stop; unknown stops are absent. */
  readStopNames(db: Reader, stopIds: readonly string[]): Promise<Map<string, string>>
}
