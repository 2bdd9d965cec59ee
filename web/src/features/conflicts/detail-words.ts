import { cylinderTypes } from '@luckygas/contract/kernel/cylinders.ts'
import { isBusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { formatCount, formatDate, formatInstant, formatMoney } from '@luckygas/ui/format/format.ts'
import type { i18n, TFunction } from 'i18next'

type Detail = Readonly<Record<string, string | number | null>>
type Value = string | number

/** How a fact is written, by what its name ends in. */
const formats: readonly [suffix: RegExp, write: (value: Value) => string][] = [
  [/Ntd$/, value => `NT$ ${formatMoney(String(value))}`],
  [/At$/, value => formatInstant(String(value))],
  [/Milli(Units)?$|^milliUnits$/, value => (Number(value) / 1000).toFixed(3)],
  [/Ms$/, value => formatCount(Math.round(Number(value) / 60_000))],
]

/** Names whose values are words of a table rather than text. */
const tables: Readonly<Record<string, (value: Value) => string>> = {
  problem: value => `conflictProblem.${value}`,
  payment: value => `conflictPayment.${value}`,
}

/** `full.50`: a count of one type of cylinder, named by what is counted. */
const countedType = /^(full|empty)\.(.+)$/

function valueWords(t: TFunction, i18n: i18n, name: string, value: Value): string {
  const key = tables[name]?.(value)
  if (key !== undefined && i18n.exists(key)) return t(key)
  if (typeof value === 'string' && isBusinessDate(value)) return formatDate(value)
  const write = formats.find(([suffix]) => suffix.test(name))?.[1]
  return write === undefined ? String(value) : write(value)
}

function nameWords(t: TFunction, i18n: i18n, name: string): string | undefined {
  const [, side, type = ''] = countedType.exec(name) ?? []
  if (side !== undefined) {
    const label = type in cylinderTypes ? cylinderTypes[type as keyof typeof cylinderTypes].label : type
    return t(`conflictDetail.${side}`, { type: label })
  }
  const key = `conflictDetail.${name}`
  return i18n.exists(key) ? t(key) : undefined
}

/** The facts of a conflict with their names in words; what has no name says nothing to a person. */
export function detailWords(t: TFunction, i18n: i18n, detail: Detail): [string, string][] {
  return Object.entries(detail).flatMap(([name, value]): [string, string][] => {
    if (value === null || value === '') return []
    const text = nameWords(t, i18n, name)
    return text === undefined ? [] : [[text, valueWords(t, i18n, name, value)]]
  })
}

/** What a sentence about a conflict may name; a fact that is not there is left empty. */
export function storyFacts(
  t: TFunction,
  i18n: i18n,
  conflict: { driverName: string | null; shortName: string | null; detail: Detail },
): Record<string, string> {
  const told = Object.entries(conflict.detail).map(([name, value]) => [
    name,
    value === null || value === '' ? '' : valueWords(t, i18n, name, value),
  ])
  const blank = Object.fromEntries(
    ['reassignedTo', 'earlierAt', 'milliUnits', 'beforeMilliUnits', 'faults', 'short', 'plate'].map(name => [
      name,
      '',
    ]),
  )
  return {
    ...blank,
    ...Object.fromEntries(told),
    driver: conflict.driverName ?? '',
    shop: conflict.shortName ?? '',
  }
}
