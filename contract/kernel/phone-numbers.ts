/** A caller as a screen may trust it: a number to look up, none shown, or something that is no number of this world. */
export type Caller =
  | { kind: 'number'; digits: string }
  | { kind: 'withheld' }
  | { kind: 'implausible'; text: string }

/** What exchanges write instead of a number that the caller keeps to himself. */
const withheldWords = new Set([
  '',
  'anonymous',
  'private',
  'restricted',
  'unknown',
  'unavailable',
  'withheld',
  'asserted',
  'no number',
  '未顯示',
  '未顯示號碼',
  '私人號碼',
])
const phoneText = /^(?:tel:|sips?:)?\+?[\d\s().#*-]+$/i

/**
 * A Taiwanese number as digits beginning with 0, whatever way it is written: full-width digits, spaces, dashes,
 * brackets, `+886 9…`, `00886…`, `886…`, a SIP address, an extension after `#`. A number without an area code gets the
 * shop's own. Null where the text is no phone number. Lengths after the numbering plan of the NCC: mobile 10 digits
 * from 09, land lines 9 or 10 digits with their area code (02 … 089), 0800/0809 10.
 */
export function normalisePhone(text: string, areaCode = '089'): string | null {
  const plain = text.normalize('NFKC').trim().replace(/@.*$/, '')
  if (!phoneText.test(plain)) return null
  const main = plain.replace(/^(?:tel|sips?):/i, '').split(/[#*]/)[0] ?? ''
  const isInternational = /^\s*(?:\+|00)/.test(main)
  const digits = main.replace(/\D/g, '').replace(/^00/, '')
  const national = digits.replace(/^886(?=0?[2-9]\d{7,8}$)0?/, '0')
  if (isPlausible(national)) return national
  if (isInternational) return digits.length >= 8 && digits.length <= 15 ? digits : null
  const local = `${areaCode}${national}`
  return !national.startsWith('0') && /^[2-9]\d{5,7}$/.test(national) && isPlausible(local) ? local : null
}

/** Area codes by their whole length with the subscriber's number. */
const landLines: readonly RegExp[] = [
  /^02\d{8}$/,
  /^04\d{8}$/,
  /^04\d{7}$/,
  /^037\d{6}$/,
  /^049\d{7}$/,
  /^0(?:3|5|6|7|8)\d{7}$/,
  /^08(?:2\d{6}|26\d{5}|36\d{5}|9\d{6})$/,
  /^0800\d{6}$/,
  /^0809\d{6}$/,
]
const isPlausible = (digits: string) =>
  /^09\d{8}$/.test(digits) || landLines.some(pattern => pattern.test(digits))

/** Who calls, by what the exchange presents. Foreign numbers are kept with their country code. */
export function readCaller(text: string, areaCode = '089'): Caller {
  const plain = text.normalize('NFKC').trim()
  if (
    withheldWords.has(
      plain
        .toLowerCase()
        .replace(/^sips?:/, '')
        .replace(/@.*$/, ''),
    )
  )
    return { kind: 'withheld' }
  const digits = normalisePhone(plain, areaCode)
  return digits === null ? { kind: 'implausible', text: plain } : { kind: 'number', digits }
}
