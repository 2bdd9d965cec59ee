import { fromRocDigits, isBusinessDate } from '../../../contract/kernel/dates.ts'
import { compact, halfWidthAlphanumerics, unknownCharacter } from './cell-text.rules.ts'
import type { Reading, RemarkCode } from './remarks.rules.ts'

/** Ways of writing "none" that are not an empty cell. */
const noneInWords = new Set(['-', '--', '—', '–', '無', '没有', '沒有', 'n/a', 'na', '/', 'x'])

/** Length of a customer code in the legacy system. */
export const codeLength = 7

/**
 * A customer code: seven digits. A spreadsheet drops leading zeros; they are put back with a warning. Letters are
 * refused, because guessing which digit was meant would join two customers.
 */
export function readCode(text: string): Reading<string> {
  if (/^\d{7}$/.test(text) && text !== '0000000') return { value: text }
  if (text.includes(unknownCharacter)) return { fault: 'code.not-digits' }
  const digits = compact(text)
    .replace(/^'/, '')
    .replace(/^(\d+)\.0+$/, '$1')
  if (digits === '' || /^0+$/.test(digits)) return { fault: 'code.missing' }
  if (!/^\d+$/.test(digits)) return { fault: 'code.not-digits' }
  if (digits.length > codeLength) return { fault: 'code.too-long' }
  const value = digits.padStart(codeLength, '0')
  return { value, note: digits.length < codeLength ? 'code.zeros-restored' : 'code.cleaned' }
}

export interface NumberRule {
  /** Units people type into the cell; compared without case. */
  units: readonly string[]
  min: number
  max: number
}

/** A number, freed of unit, full width, thousands separators and spaces. Empty is answered by the caller. */
export function readNumber(text: string, rule: NumberRule): Reading<number | undefined> {
  if (/^\d{1,6}(\.\d+)?$/.test(text)) return within(Number(text), rule)
  const dense = compact(text).toLowerCase()
  if (noneInWords.has(dense)) return { value: undefined, note: 'cell.none-in-words' }
  if (/^\d{7}$/.test(dense) && fromRocDigits(dense) !== undefined) return { fault: 'number.is-a-date' }
  let bare = dense
  for (const unit of rule.units) {
    if (bare.endsWith(unit)) {
      bare = bare.slice(0, -unit.length)
      break
    }
  }
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare)) bare = bare.replaceAll(',', '')
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?$/.test(bare)) return { fault: 'number.not-understood' }
  const reading = within(Number(bare), rule)
  return 'fault' in reading || bare === text ? reading : { value: reading.value, note: 'number.cleaned' }
}

function within(value: number, rule: NumberRule): Reading<number> {
  return value < rule.min || value > rule.max ? { fault: 'number.out-of-range' } : { value }
}

const cylinderUnits = ['桶', '支', '瓶', '個', '只'] as const
/** No site holds or takes more cylinders of one kind; a larger number is a slip of the keyboard. */
export const maxCylinders = 500

/** A number of cylinders; none is 0. Negative, broken and absurd numbers are refused. */
export function readQuantity(text: string): Reading<number> {
  if (/^\d{1,2}$/.test(text)) return { value: Number(text) }
  const reading = readNumber(text, { units: cylinderUnits, min: 0, max: maxCylinders })
  if ('fault' in reading) return reading
  const value = reading.value ?? 0
  if (!Number.isInteger(value)) return { fault: 'quantity.not-whole' }
  return reading.note === undefined ? { value } : { value, note: reading.note }
}

/** Kilograms with decimals to whole grams. */
export function readKilograms(text: string, maxKilograms: number): Reading<number | null> {
  return scaled(text, { units: ['公斤', 'kgs', 'kg', 'k'], min: 0, max: maxKilograms }, 1000)
}

/** Days, up to one year, to hundredths of a day. */
export function readDays(text: string): Reading<number | null> {
  const reading = scaled(text, { units: ['天', '日', 'days', 'day'], min: 0, max: 366 }, 100)
  if ('fault' in reading || reading.value === null) return reading
  return { ...reading, value: reading.value / 100 }
}

/** A whole number without a unit of its own. */
export function readCount(text: string, min: number, max: number): Reading<number | null> {
  const reading = readNumber(text, { units: [...cylinderUnits, '天', '日'], min, max })
  if ('fault' in reading) return reading
  if (reading.value !== undefined && !Number.isInteger(reading.value))
    return { fault: 'number.not-understood' }
  return orNull(reading)
}

/** A share between 0 and 1 to five decimals; `6.9%` is read as 0.069. */
export function readShare(text: string): Reading<number | null> {
  const dense = compact(text)
  const percent = dense.endsWith('%')
  const reading = readNumber(percent ? dense.slice(0, -1) : text, {
    units: [],
    min: 0,
    max: percent ? 100 : 1,
  })
  if ('fault' in reading || reading.value === undefined) return orNull(reading)
  const value = Math.round((percent ? reading.value / 100 : reading.value) * 1e5) / 1e5
  const note: RemarkCode | undefined = percent ? 'number.cleaned' : reading.note
  return note === undefined ? { value } : { value, note }
}

function scaled(text: string, rule: NumberRule, factor: number): Reading<number | null> {
  const reading = readNumber(text, rule)
  if ('fault' in reading || reading.value === undefined) return orNull(reading)
  return { ...reading, value: Math.round(reading.value * factor) }
}

function orNull(reading: Reading<number | undefined>): Reading<number | null> {
  return 'fault' in reading ? reading : { ...reading, value: reading.value ?? null }
}

const yes = new Set(['true', 'yes', 'y', 't', 'v', '✓', '✔', '√', 'o', '是', '有', '要', '可'])
const no = new Set(['false', 'no', 'n', 'f', '否', '不', ...noneInWords])

/** 0 or 1; the usual words and ticks are understood with a warning. */
export function readFlag(text: string): Reading<boolean> {
  if (text === '1' || text === '0') return { value: text === '1' }
  const dense = compact(text).toLowerCase()
  if (/^[01](\.0+)?$/.test(dense)) return { value: dense.startsWith('1'), note: 'flag.cleaned' }
  if (yes.has(dense)) return { value: true, note: 'flag.cleaned' }
  return no.has(dense) ? { value: false, note: 'flag.cleaned' } : { fault: 'flag.not-understood' }
}

/** One of a closed list. The first spelling of each value is the file's own; the others are cleaned to it. */
export function readChoice<T extends string>(
  text: string,
  spellings: Record<T, readonly string[]>,
): Reading<T> {
  for (const value of Object.keys(spellings) as T[]) if (spellings[value][0] === text) return { value }
  const dense = compact(text)
    .toLowerCase()
    .replace(/^(\d+)\.0+$/, '$1')
  for (const value of Object.keys(spellings) as T[]) {
    if (spellings[value].includes(dense)) return { value, note: 'choice.cleaned' }
  }
  return { fault: 'choice.not-understood' }
}

/** Oldest day a history may hold: 民國 80. */
export const earliestDelivery = '1991-01-01'

/**
 * A seven-digit ROC date (`1140528`) to a business day. Slashes, six digits of the years before 民國 100 and
 * western dates are understood with a warning.
 * @param latest the last day that can have happened, `YYYY-MM-DD`
 */
export function readRocDate(text: string, latest: string): Reading<string> {
  const dense = compact(text)
  if (dense === '') return { fault: 'date.missing' }
  const parts =
    /^(\d{3})(\d{2})(\d{2})$/.exec(dense) ??
    /^(\d{2})(\d{2})(\d{2})$/.exec(dense) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(dense) ??
    /^(?:民國)?(\d{2,4})[./年-](\d{1,2})[./月-](\d{1,2})日?$/.exec(dense)
  if (parts === null) return { fault: 'date.not-understood' }
  const [, year = '', month = '', day = ''] = parts
  const western = Number(year) + (year.length === 4 && Number(year) > 1911 ? 0 : 1911)
  const date = `${western}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  if (!isBusinessDate(date)) return { fault: 'date.does-not-exist' }
  if (date < earliestDelivery || date > latest) return { fault: 'date.out-of-range' }
  return /^\d{7}$/.test(text) ? { value: date } : { value: date, note: 'date.cleaned' }
}

/** `HH:MM` to the minute of the day. */
export function readTime(text: string): Reading<number> {
  const exact = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text)
  if (exact !== null) return { value: Number(exact[1]) * 60 + Number(exact[2]) }
  const loose = /^(\d{1,2})[:.時]?(\d{2})(?:[:.分]\d{0,2}秒?|分)?$/.exec(compact(text))
  if (loose === null) return { fault: 'time.not-understood' }
  const [hour, minute] = [Number(loose[1]), Number(loose[2])]
  return hour > 23 || minute > 59
    ? { fault: 'time.not-understood' }
    : { value: hour * 60 + minute, note: 'time.cleaned' }
}

/** A telephone number to its digits, 6 to 15 of them; +886 becomes 0. */
export function readPhone(text: string): Reading<string> {
  if (noneInWords.has(compact(text).toLowerCase())) return { value: '', note: 'cell.none-in-words' }
  const half = halfWidthAlphanumerics(compact(text))
  if (!/^[\d+()\-./#轉]+$/.test(half)) return { fault: 'phone.not-understood' }
  const digits =
    half
      .split(/[#轉]/)[0]
      ?.replace(/\D/g, '')
      .replace(/^886(?=\d{8,9}$)/, '0') ?? ''
  if (!/^\d{6,15}$/.test(digits)) return { fault: 'phone.not-understood' }
  return /^[\d-]+$/.test(text) ? { value: digits } : { value: digits, note: 'phone.cleaned' }
}
