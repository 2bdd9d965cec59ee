import { formatCount, formatInstant, formatMoney } from '@luckygas/ui/format/format.ts'
import type { i18n, TFunction } from 'i18next'

type Detail = Readonly<Record<string, string | number | null>>

/** How a fact is written, by what its name ends in. */
const formats: readonly [suffix: RegExp, write: (value: string | number) => string][] = [
  [/Ntd$/, value => `NT$ ${formatMoney(String(value))}`],
  [/At$/, value => formatInstant(String(value))],
  [/Milli(Units)?$/, value => (Number(value) / 1000).toFixed(3)],
  [/(Ms)$/, value => formatCount(Math.round(Number(value) / 60_000))],
]

/** The facts of a conflict with their names in words; ids and empty values say nothing to a person. */
export function detailWords(t: TFunction, i18n: i18n, detail: Detail): [string, string][] {
  return Object.entries(detail).flatMap(([name, value]): [string, string][] => {
    if (value === null || value === '' || name.endsWith('Id')) return []
    const write = formats.find(([suffix]) => suffix.test(name))?.[1]
    const key = `conflictDetail.${name}`
    const text = i18n.exists(key) ? t(key) : name
    return [[text, write === undefined ? String(value) : write(value)]]
  })
}
