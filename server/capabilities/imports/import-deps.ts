import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Reader } from '../../platform/database/database.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import type { Files } from '../../ports/files/files.port.ts'
import type { GeocodedPoint, Geocoder } from '../../ports/geocoder/geocoder.port.ts'
import type { JobDesk, Queue } from '../../ports/queue/queue.port.ts'
import type { CustomerRecord } from './customer-record.rules.ts'
import type { ProductQuantities } from './cylinder-text.rules.ts'
import type { HistoryRecord } from './history-record.rules.ts'

/** A customer that LuckyGas has, in the words of the legacy files. */
export interface StoredCustomer {
  customerId: string
  siteId: string
  record: CustomerRecord
  /** Whether a person, a driver's arrivals or an address service placed the site better than a centroid. */
  isPlacedExactly: boolean
}

export interface NewCustomer {
  record: CustomerRecord
  /** Undefined where the address names no place. */
  point: GeocodedPoint | undefined
}

/** What the imports need of the capability that owns customers and sites. Codes and ids come in batches. */
export interface ImportedCustomers {
  /** Customers by code; codes nobody has are absent. Only the first site of a customer belongs to the legacy files. */
  read(db: Reader, codes: readonly string[]): Promise<Map<string, StoredCustomer>>
  create(context: WriteContext, customers: readonly NewCustomer[]): Promise<StoredCustomer[]>
  /** Writes the record over what is stored; a point only where one is given. */
  update(context: WriteContext, stored: StoredCustomer, to: NewCustomer): Promise<void>
  /** Which of these codes are somebody's. */
  readKnownCodes(db: Reader, codes: readonly string[]): Promise<Set<string>>
  /** Code and short name by customer id, for lists. */
  readNames(
    db: Reader,
    customerIds: readonly string[],
  ): Promise<Map<string, { code: string; shortName: string }>>
}

export interface SiteHolding {
  siteId: string
  declared: ProductQuantities
}

export interface ImportDeps {
  db: Database
  clock: Clock
  files: Files
  queue: Queue & Pick<JobDesk, 'list'>
  geocoder: Geocoder
  customers: ImportedCustomers
  /** Opens the ledger of sites that have no opening yet; the others are left alone. */
  openSites(context: WriteContext, sites: readonly SiteHolding[]): Promise<void>
  /** Tells every office of a change. */
  announce(
    context: WriteContext,
    event: { kind: 'customers.changed' | 'import.progressed'; entityId: string },
  ): Promise<void>
  /** A file that was uploaded for an import and has arrived whole; undefined for any other id. */
  readUploadedFile(db: Reader, fileId: string): Promise<{ fileName: string } | undefined>
  readUserNames(db: Reader, userIds: readonly string[]): Promise<Map<string, string>>
  /** Deliveries made with LuckyGas in a span of days, in the order of time; for the 上傳清單. */
  readDeliveries(db: Reader, from: BusinessDate, to: BusinessDate): Promise<HistoryRecord[]>
}
