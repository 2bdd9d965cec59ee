import { type BusinessDate, formatMinute, toRocDigits } from '../../../contract/kernel/dates.ts'
import { earliestDelivery, readRocDate, readTime } from './cell-values.rules.ts'
import { codeColumn, productColumns, textColumn } from './column-kinds.rules.ts'
import { type Cells, column } from './columns.ts'
import type { Reading } from './remarks.rules.ts'

/**
 * The twenty columns of the 上傳清單. Date and time are part of a delivery's identity, so a row without them is
 * refused; an unreadable salesperson costs only the name.
 * @param latest the last day that can have happened
 */
export function historyColumns(latest: BusinessDate) {
  const read = remembering((text: string) => readRocDate(text, latest))
  const readDate = (date: string): Reading<string> =>
    date < earliestDelivery || date > latest
      ? { fault: 'date.out-of-range' }
      : { value: date, note: 'date.cleaned' }
  return {
    code: codeColumn('編號', ['客戶', '客戶編號', '客戶代號', '客戶代碼', '客編']),
    salesperson: textColumn('業務員', 40, { aliases: ['業務', '司機', '配送員', '送貨員'] }),
    date: column('交易日期', '', read, toRocDigits, {
      aliases: ['日期', '配送日期'],
      need: 'file-and-row',
      emptyFault: 'date.missing',
      merged: 'repeat',
      readDate,
    }),
    minute: column('交易時間', 0, readTime, formatMinute, {
      aliases: ['時間', '配送時間'],
      need: 'file-and-row',
      emptyFault: 'time.not-understood',
      merged: 'repeat',
      readDate: (_date, minute) => ({ value: minute, note: 'time.cleaned' }),
    }),
    ...productColumns('history'),
  } as const
}

export type HistoryCells = Cells<ReturnType<typeof historyColumns>>

/** A history holds each day some two hundred times; its reading is kept. Bounded, because a bad file has no days. */
function remembering<T>(read: (text: string) => Reading<T>): (text: string) => Reading<T> {
  const known = new Map<string, Reading<T>>()
  return text => {
    const before = known.get(text)
    if (before !== undefined) return before
    const reading = read(text)
    if (known.size < 20_000) known.set(text, reading)
    return reading
  }
}
