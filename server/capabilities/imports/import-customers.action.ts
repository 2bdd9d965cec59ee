import type { WriteContext } from '../../platform/database/write.ts'
import type { GeocodedPoint } from '../../ports/geocoder/geocoder.port.ts'
import { type CellChange, type CellTexts, mergeRow } from './cell-merge.rules.ts'
import type { Columns } from './columns.ts'
import { type CustomerFile, customerFiles } from './customer-files.rules.ts'
import type { CustomerRecord } from './customer-record.rules.ts'
import type { HeaderMatch } from './header.rules.ts'
import type { ImportDeps, NewCustomer, StoredCustomer } from './import-deps.ts'
import { ImportTally } from './import-tally.rules.ts'
import type { LegacyFile } from './legacy-file.reader.ts'
import { findLegacyTable } from './legacy-table.reader.ts'
import { memberRecord } from './member-record.rules.ts'
import { type AcceptedRow, RepeatedCodes } from './source-rows.rules.ts'
import { readSourceRows, saveSourceRows } from './source-rows.store.ts'

/** One customer that the import creates or changes; `before` is null in a creation. */
export interface ImportedChange {
  customerCode: string
  change: 'create' | 'update'
  cells: { column: string; before: string | null; after: string }[]
}

export interface ImportedConflict {
  customerId: string
  /** Our name of the column; lists show its header. */
  key: string
  ours: string
  theirs: string
}

export interface CustomersImport {
  tally: ImportTally
  changes: ImportedChange[]
  conflicts: ImportedConflict[]
}

/** Customers handled with one round of statements. */
const batchRows = 500

/**
 * Imports the customer workbook or the household members in the caller's transaction. Known customers are compared
 * cell by cell with the file as last imported and with what LuckyGas holds; see `decideCell`. A dry run reads and
 * decides the same and writes nothing.
 */
export async function importCustomers(
  deps: Pick<ImportDeps, 'customers' | 'geocoder' | 'openSites'>,
  context: WriteContext,
  kind: 'customers' | 'members',
  file: LegacyFile,
  options: { isDryRun: boolean; onRows(rows: number): Promise<void> },
): Promise<CustomersImport> {
  const format = customerFiles[kind]
  const { header, batches } = await findLegacyTable(file, format.columns)
  const codeColumn = header.names[header.keys.indexOf('code')] ?? ''
  const importing = new CustomerImport(deps, context, kind, format, header, options.isDryRun)
  const repeated = new RepeatedCodes()
  let rows: AcceptedRow<Columns>[] = []
  for await (const batch of batches) {
    for (const outcome of batch) {
      const code = outcome.kind === 'accepted' ? String(outcome.cells.code) : ''
      const judged = repeated.check(outcome, code, codeColumn)
      importing.tally.count(judged)
      if (judged.kind !== 'accepted') continue
      rows.push(judged)
      if (rows.length < batchRows) continue
      await importing.take(rows)
      rows = []
    }
    await options.onRows(importing.tally.rows)
  }
  await importing.take(rows)
  return importing
}

/** What one import has decided so far. */
class CustomerImport implements CustomersImport {
  readonly tally: ImportTally
  readonly changes: ImportedChange[] = []
  readonly conflicts: ImportedConflict[] = []
  readonly #deps: Pick<ImportDeps, 'customers' | 'geocoder' | 'openSites'>
  readonly #context: WriteContext
  readonly #kind: 'customers' | 'members'
  readonly #format: CustomerFile
  readonly #header: HeaderMatch<Columns>
  readonly #isDryRun: boolean

  constructor(
    deps: Pick<ImportDeps, 'customers' | 'geocoder' | 'openSites'>,
    context: WriteContext,
    kind: 'customers' | 'members',
    format: CustomerFile,
    header: HeaderMatch<Columns>,
    isDryRun: boolean,
  ) {
    this.#deps = deps
    this.#context = context
    this.#kind = kind
    this.#format = format
    this.#header = header
    this.#isDryRun = isDryRun
    this.tally = new ImportTally(header.remarks)
  }

  /** Compares and stores one batch of rows. */
  async take(rows: readonly AcceptedRow<Columns>[]): Promise<void> {
    if (rows.length === 0) return
    const records = rows.map(row => ({ row, record: this.#format.record(row) }))
    const codes = records.map(({ record }) => record.code)
    const known = await this.#deps.customers.read(this.#context.db, codes)
    const sources = await readSourceRows(this.#context.db, this.#kind, codes)
    const create: NewCustomer[] = []
    const update: { stored: StoredCustomer; to: NewCustomer }[] = []
    const saved = new Map<string, CellTexts>()
    for (const { row, record } of records) {
      const remark = this.#format.check(row, this.#header)
      if (remark !== undefined) this.tally.warn(remark)
      this.tally.cylinders(this.#format.cylinders(record))
      const source = sources.get(record.code)
      const stored = known.get(record.code)
      if (stored === undefined) create.push(await this.#creation(record))
      else {
        const to = await this.#merge(row, record, stored, source)
        if (to !== undefined) update.push({ stored, to })
      }
      const texts = this.#sourceTexts(row, record, source)
      if (source === undefined || !sameTexts(source, texts)) saved.set(record.code, texts)
    }
    if (!this.#isDryRun) await this.#store(create, update, saved)
  }

  async #store(
    create: readonly NewCustomer[],
    update: readonly { stored: StoredCustomer; to: NewCustomer }[],
    saved: ReadonlyMap<string, CellTexts>,
  ): Promise<void> {
    const created = await this.#deps.customers.create(this.#context, create)
    for (const { stored, to } of update) await this.#deps.customers.update(this.#context, stored, to)
    const touched = [
      ...created.map(({ siteId, record }) => ({ siteId, declared: record.site.declared })),
      ...update.map(({ stored, to }) => ({ siteId: stored.siteId, declared: to.record.site.declared })),
    ]
    await this.#deps.openSites(this.#context, touched)
    await saveSourceRows(this.#context.db, this.#kind, saved, this.#context.now)
  }

  async #creation(record: CustomerRecord): Promise<NewCustomer> {
    this.tally.change('create')
    const cells = Object.entries(this.#format.texts(record))
      .filter(([, text]) => text !== '' && text !== '0')
      .map(([key, after]) => ({ column: this.#columnName(key), before: null, after }))
    this.changes.push({ customerCode: record.code, change: 'create', cells })
    return { record, point: await this.#locate(record) }
  }

  /** The record to store over a known customer; undefined where nothing changes. */
  async #merge(
    row: AcceptedRow<Columns>,
    record: CustomerRecord,
    stored: StoredCustomer,
    source: CellTexts | undefined,
  ): Promise<NewCustomer | undefined> {
    const ours = this.#format.texts(stored.record)
    const base = { ...this.#untouchedTexts(record.code), ...source }
    const merge = mergeRow(base, ours, this.#format.texts(record), this.#unreadKeys(row))
    for (const { key, before, after } of merge.conflicts) {
      this.conflicts.push({ customerId: stored.customerId, key, ours: before, theirs: after })
      this.tally.warn({ row: row.row, column: this.#columnName(key), code: 'cell.edited-here', value: after })
    }
    if (merge.changes.length === 0) {
      this.tally.change('same')
      return undefined
    }
    this.tally.change('update')
    const cells = merge.changes.map(({ key, before, after }: CellChange) => ({
      column: this.#columnName(key),
      before,
      after,
    }))
    this.changes.push({ customerCode: record.code, change: 'update', cells })
    const next = this.#format.withTexts(stored.record, merge.texts)
    const moved = merge.changes.some(change => change.key === 'address') && !stored.isPlacedExactly
    return { record: next, point: moved ? await this.#locate(next) : undefined }
  }

  /** What a customer of this code would look like if nobody had said anything about him. */
  #untouchedTexts(code: string): CellTexts {
    const nothing = { code, shortName: '', phone: '', address: '', zone: '', cylinderText: {} }
    return this.#format.texts(memberRecord(nothing))
  }

  #unreadKeys(row: AcceptedRow<Columns>): Set<string> {
    return new Set([...this.#header.absent, ...row.unread])
  }

  /** The row to compare the next import with: a cell that was not read is as it was. */
  #sourceTexts(row: AcceptedRow<Columns>, record: CustomerRecord, source: CellTexts | undefined): CellTexts {
    const texts = this.#format.texts(record)
    for (const key of this.#unreadKeys(row)) {
      const before = source?.[key]
      if (before === undefined) delete texts[key]
      else texts[key] = before
    }
    return texts
  }

  #columnName(key: string): string {
    return this.#format.columns[key]?.header ?? key
  }

  #locate(record: CustomerRecord): Promise<GeocodedPoint | undefined> {
    return record.site.address === ''
      ? Promise.resolve(undefined)
      : this.#deps.geocoder.locate(record.site.address)
  }
}

function sameTexts(one: CellTexts, other: CellTexts): boolean {
  const keys = Object.keys(other)
  return keys.length === Object.keys(one).length && keys.every(key => one[key] === other[key])
}
