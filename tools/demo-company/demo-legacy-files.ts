import iconv from 'iconv-lite'
import { productCodes, products } from '../../contract/kernel/cylinders.ts'
import { addDays } from '../../contract/kernel/dates.ts'
import { customerHeaders } from '../dirty-legacy/layouts.ts'
import { type Random, seededRandom } from '../dirty-legacy/random.ts'
import { type SheetCell, workbookFile } from '../dirty-legacy/workbook-file.ts'
import { type DemoCustomer, demoCustomer } from './demo-customers.ts'
import { type DemoVisit, historyLine, livedHistory } from './demo-history.ts'

export interface DemoLegacyFiles {
  /** The customer workbook, 75 columns. */
  workbook: Buffer
  /** The delivery history, cp950 with CRLF. */
  history: Buffer
  customers: number
  visits: number
}

export interface DemoOptions {
  seed: number
  customers: number
  /** First and last business day of the history. */
  from: string
  until: string
}

/** 營20 of the workbook is 丙烷20 in the history. */
const historyNames = new Map(
  productCodes.map(code => [products[code].workbook as string, products[code].history as string]),
)

/** The files an invented company moves in with: the same (seed, size, days) always gives the same bytes. */
export function demoLegacyFiles(options: DemoOptions): DemoLegacyFiles {
  const random = seededRandom(options.seed)
  const customers = Array.from({ length: options.customers }, (_item, index) => demoCustomer(index, random))
  const visits = customers.flatMap(customer => visitsOf(customer, options, random))
  visits.sort((a, b) =>
    a.date < b.date ? -1 : a.date > b.date ? 1 : a.minute - b.minute || (a.code < b.code ? -1 : 1),
  )
  const columns = productCodes.map(code => products[code].history)
  const lines = [['編號', '業務員', '交易日期', '交易時間', ...columns].join(',')]
  for (const visit of visits) lines.push(historyLine(visit, columns))
  return {
    workbook: workbookFile({ rows: sheetRows(customers) }),
    history: iconv.encode(`${lines.join('\r\n')}\r\n`, 'cp950'),
    customers: customers.length,
    visits: visits.length,
  }
}

function visitsOf(customer: DemoCustomer, options: DemoOptions, random: Random): DemoVisit[] {
  const { use } = customer
  // One in five came later than the first day of the history; a terminated one left before its last.
  const joined = random.next() < 0.2 ? addDays(options.from, random.whole(1, 1_200)) : options.from
  const left = use.isTerminated ? addDays(options.until, -random.whole(60, 400)) : options.until
  if (joined >= left) return []
  return livedHistory(use, joined, left, random).map(visit => ({
    ...visit,
    product: historyNames.get(visit.product) ?? visit.product,
  }))
}

function sheetRows(customers: DemoCustomer[]): Map<number, readonly SheetCell[]> {
  const rows = new Map<number, readonly SheetCell[]>([[1, customerHeaders]])
  for (const [index, customer] of customers.entries()) {
    rows.set(
      index + 2,
      customerHeaders.map(header => customer.cells[header]),
    )
  }
  return rows
}
