import { type ProductCode, productCodes, products } from '../../../contract/kernel/cylinders.ts'
import { readAddress, readText } from './cell-text.rules.ts'
import {
  readChoice,
  readCode,
  readCount,
  readDays,
  readFlag,
  readKilograms,
  readQuantity,
  readShare,
} from './cell-values.rules.ts'
import { type Column, type ColumnOptions, column } from './columns.ts'

const asIs = (text: string) => text
const numberText = (value: number | null) => (value === null ? '' : String(value))
const kilogramsText = (grams: number | null) => (grams === null ? '' : String(grams / 1000))

/** The kinds of column the three legacy files share; the tables of columns are written in these words. */

export const codeColumn = (header: string, aliases: readonly string[]): Column<string> =>
  column(header, '', readCode, asIs, {
    aliases,
    exactOnly: true,
    need: 'file-and-row',
    merged: 'fault',
    emptyFault: 'code.missing',
  })

export const textColumn = (
  header: string,
  limit: number,
  options: ColumnOptions<string> = {},
): Column<string> => column(header, '', text => readText(text, limit), asIs, options)

export const addressColumn = (header: string, aliases: readonly string[]): Column<string> =>
  column(header, '', text => readAddress(text, 200), asIs, { aliases })

export const flagColumn = (header: string, options: ColumnOptions<boolean> = {}): Column<boolean> =>
  column(header, false, readFlag, value => (value ? '1' : '0'), options)

/** Numbers under a merged range count once, in its first row. */
export const kilogramsColumn = (header: string, maxKilograms: number): Column<number | null> =>
  column<number | null>(header, null, text => readKilograms(text, maxKilograms), kilogramsText, {
    merged: 'empty',
  })

export const daysColumn = (header: string): Column<number | null> =>
  column<number | null>(header, null, readDays, numberText, { merged: 'empty' })

export const countColumn = (
  header: string,
  min: number,
  max: number,
  options: ColumnOptions<number | null> = {},
): Column<number | null> =>
  column<number | null>(header, null, text => readCount(text, min, max), numberText, {
    merged: 'empty',
    ...options,
  })

export const shareColumn = (header: string): Column<number | null> =>
  column<number | null>(header, null, readShare, numberText, { merged: 'empty' })

/** An empty cell of a choice is answered by `empty`, usually null: the legacy system did not know either. */
export const choiceColumn = <T extends string, E extends T | null>(
  header: string,
  spellings: Record<T, readonly string[]>,
  empty: E,
  options: ColumnOptions<T | E> = {},
): Column<T | E> =>
  column<T | E>(
    header,
    empty,
    text => readChoice(text, spellings),
    value => (value === null ? '' : (spellings[value as T][0] ?? '')),
    options,
  )

export type ProductColumns = Record<`product:${ProductCode}`, Column<number>>

/**
 * The sixteen quantity columns. An unreadable quantity refuses its row: it would open a ledger wrongly or falsify a
 * site's use. Both files' names of a product (營20, 丙烷20) are understood in either file.
 */
export function productColumns(file: 'workbook' | 'history'): ProductColumns {
  const columns = productCodes.map(code => {
    const names = [products[code].workbook, products[code].history]
    const plain = names.flatMap(name => [name, name.replace(/KG$/, ''), `${name}KG`, `${name}數量`])
    const aliases = code === 'B10' ? [...plain, '瓶安10', '瓶安桶'] : plain
    return [
      `product:${code}`,
      column(products[code][file], 0, readQuantity, String, { aliases, need: 'row', merged: 'empty' }),
    ] as const
  })
  return Object.fromEntries(columns) as ProductColumns
}
