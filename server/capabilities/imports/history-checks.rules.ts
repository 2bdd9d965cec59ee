import type { HistoryRecord } from './history-record.rules.ts'
import type { FileRemark } from './remarks.rules.ts'

/** A delivery without any quantity is stored (somebody was there) and reported: it says nothing about use. */
export function checkDelivery(row: number, record: HistoryRecord): FileRemark | undefined {
  for (const _ in record.quantities) return undefined
  return { row, column: '', code: 'row.nothing-delivered', value: '' }
}
