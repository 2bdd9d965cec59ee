import iconv from 'iconv-lite'
import { type ProductCode, productCodes, products } from '../../../contract/kernel/cylinders.ts'
import { formatMinute, toRocDigits } from '../../../contract/kernel/dates.ts'
import { csvCell } from './csv-cells.rules.ts'
import type { HistoryRecord } from './history-record.rules.ts'

/** The 上傳清單: twenty columns in the order the old system reads. */
export const uploadListHeader = [
  '編號',
  '業務員',
  '交易日期',
  '交易時間',
  ...productCodes.map((code: ProductCode) => products[code].history),
] as const

/** A character that cp950 cannot write; the old system shows □ in its place. */
export interface UnwritableCell {
  /** 1-based line of the list, the header being line 1. */
  row: number
  column: string
  value: string
}

export interface UploadList {
  /** cp950, CRLF after every line. */
  bytes: Buffer
  /** Cells in which a character had to be replaced; the office is told, the line still goes. */
  unwritable: UnwritableCell[]
}

const replacement = '□'

/**
 * Writes deliveries as the old system's 上傳清單: ROC dates of seven digits, `HH:MM`, nothing for zero.
 * Reading it back with the history columns gives the same deliveries.
 */
export function uploadList(deliveries: Iterable<HistoryRecord>): UploadList {
  const lines = [uploadListHeader.join(',')]
  const unwritable: UnwritableCell[] = []
  for (const delivery of deliveries) {
    const salesperson = writable(delivery.salesperson)
    if (salesperson !== delivery.salesperson) {
      unwritable.push({ row: lines.length + 1, column: uploadListHeader[1], value: delivery.salesperson })
    }
    const quantities = productCodes.map(code => String(delivery.quantities[code] || ''))
    const cells = [
      delivery.code,
      salesperson,
      toRocDigits(delivery.date),
      formatMinute(delivery.minute),
      ...quantities,
    ]
    lines.push(cells.map(csvCell).join(','))
  }
  return { bytes: iconv.encode(`${lines.join('\r\n')}\r\n`, 'cp950'), unwritable }
}

/** The text with □ for every character outside cp950 (emoji, rare variants such as 峯). */
function writable(text: string): string {
  return iconv.decode(iconv.encode(text, 'cp950'), 'cp950') === text
    ? text
    : Array.from(text, sign =>
        iconv.decode(iconv.encode(sign, 'cp950'), 'cp950') === sign ? sign : replacement,
      ).join('')
}
