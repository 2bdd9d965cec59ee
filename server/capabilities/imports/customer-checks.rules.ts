import { type CustomerCells, customerColumns } from './customer-columns.rules.ts'
import { quantitiesOf } from './customer-record.rules.ts'
import { formatCylinderText, sizeCountsOf, sizesAgree } from './cylinder-text.rules.ts'
import type { HeaderMatch } from './header.rules.ts'
import type { FileRemark } from './remarks.rules.ts'
import type { AcceptedRow } from './source-rows.rules.ts'

/**
 * What one column of a row says about another: 系統上鋼瓶數量 and the quantity columns must declare the same
 * cylinders. Where they do not, the quantity columns count and the difference is reported.
 */
export function checkCustomerRow(
  row: AcceptedRow<typeof customerColumns>,
  header: HeaderMatch<typeof customerColumns>,
): FileRemark | undefined {
  const key = 'cylinderText'
  if (header.absent.includes(key) || row.unread.includes(key)) return undefined
  const cells: CustomerCells = row.cells
  const declared = sizeCountsOf(quantitiesOf(cells))
  if (sizesAgree(cells.cylinderText, declared)) return undefined
  const column = header.names[header.keys.indexOf(key)] ?? customerColumns.cylinderText.header
  const value = `${formatCylinderText(cells.cylinderText) || '0'} ≠ ${formatCylinderText(declared) || '0'}`
  return { row: row.row, column, code: 'cylinders.disagree', value }
}
