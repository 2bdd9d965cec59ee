import { type CellTexts, cellsOfTexts, cellTexts } from './cell-merge.rules.ts'
import type { Columns } from './columns.ts'
import { checkCustomerRow } from './customer-checks.rules.ts'
import { type CustomerCells, customerColumns } from './customer-columns.rules.ts'
import { type CustomerRecord, customerRecord } from './customer-record.rules.ts'
import { plainQuantities, type SizeCounts, sizeCountsOf } from './cylinder-text.rules.ts'
import type { HeaderMatch } from './header.rules.ts'
import { memberCells, withWorkbookCells, workbookCells } from './legacy-rows.rules.ts'
import { type MemberCells, memberColumns } from './member-columns.rules.ts'
import { memberRecord } from './member-record.rules.ts'
import type { FileRemark } from './remarks.rules.ts'
import type { AcceptedRow } from './source-rows.rules.ts'

/** How one of the two customer files becomes records and back; the import itself is the same for both. */
export interface CustomerFile {
  columns: Columns
  /** A row that was accepted, as the record of a customer nobody knew before. */
  record(row: AcceptedRow<Columns>): CustomerRecord
  /** What a record looks like in this file, cell by cell. */
  texts(record: CustomerRecord): CellTexts
  /** The record with these cells of the file over it. */
  withTexts(record: CustomerRecord, texts: CellTexts): CustomerRecord
  /** What one column of a row says against another. */
  check(row: AcceptedRow<Columns>, header: HeaderMatch<Columns>): FileRemark | undefined
  /** Cylinders that a record declares, by size. */
  cylinders(record: CustomerRecord): SizeCounts
}

const workbook: CustomerFile = {
  columns: customerColumns,
  record: row => customerRecord(row.cells as CustomerCells),
  texts: record => cellTexts(workbookCells(record), customerColumns),
  withTexts: (record, texts) => withWorkbookCells(record, cellsOfTexts(texts, customerColumns)),
  check: (row, header) =>
    checkCustomerRow(
      row as AcceptedRow<typeof customerColumns>,
      header as HeaderMatch<typeof customerColumns>,
    ),
  cylinders: record => sizeCountsOf(record.site.declared),
}

const members: CustomerFile = {
  columns: memberColumns,
  record: row => memberRecord(row.cells as MemberCells),
  texts: record => cellTexts(memberCells(record), memberColumns),
  withTexts: (record, texts) => withMemberCells(record, cellsOfTexts(texts, memberColumns)),
  check: () => undefined,
  cylinders: record => sizeCountsOf(record.site.declared),
}

export const customerFiles = { customers: workbook, members } as const

/** A member who is a commercial customer already keeps what the workbook declares he holds. */
function withMemberCells(record: CustomerRecord, cells: MemberCells): CustomerRecord {
  const declared = record.kind === 'household' ? plainQuantities(cells.cylinderText) : record.site.declared
  const snapshot = { ...record.site.snapshot, cylinderText: cells.cylinderText }
  const site = { ...record.site, address: cells.address, zone: cells.zone || null, declared, snapshot }
  return { ...record, shortName: cells.shortName || cells.code, phone: cells.phone, site }
}
