import type { Reading, RemarkCode } from './remarks.rules.ts'

/** What the decoder leaves for a byte the encoding does not know. */
export const unknownCharacter = '\ufffd'
/** The blank square, the customary stand-in for a character that is missing; cp950 has it, unlike the geta mark. */
const missingGlyph = '□'
/** Control and format characters (zero-width spaces, direction marks) and the selectors of picture variants. */
const invisible = /(?![\t\n\r])[\p{Cc}\p{Cf}]|\p{Variation_Selector}/gu
/** Signs that show as pictures by default; ordinary type such as ★ and ☎ stays. */
const pictographs = /[\p{Emoji_Presentation}\u{1f000}-\u{1faff}]|(?<=\p{Emoji}\ufe0f?)\u20e3/gu
const plain = /^[\u0021-\u007e\u3001-\u9fff\uff00-\uff60]*$/

/** Full-width Latin letters and digits and the ideographic space to their half-width forms; nothing else changes. */
export function halfWidthAlphanumerics(text: string): string {
  return text.replace(/[０-９Ａ-Ｚａ-ｚ]/g, sign => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
}

/** The compatibility form used to compare and to read numbers: half width, no invisible characters, no white space. */
export function compact(text: string): string {
  return text.normalize('NFKC').replace(invisible, '').replace(/\s+/g, '')
}

/** 臺 and 台 are one character to every comparison; what is stored keeps the writer's form. */
export function sameTai(text: string): string {
  return text.replaceAll('臺', '台')
}

interface Cleaning {
  note: RemarkCode
  apply(text: string): string
}

/** In the order of telling: the first cleaning that changes the text names the warning. */
const cleanings: readonly Cleaning[] = [
  { note: 'text.unknown-byte', apply: text => text.replaceAll(unknownCharacter, missingGlyph) },
  { note: 'text.pictograph', apply: text => text.replace(pictographs, '') },
  { note: 'text.line-break', apply: text => text.replace(/\s*(?:\r\n|\r|\n)\s*/g, ' ') },
  { note: 'text.trimmed', apply: text => text.replace(invisible, '').replace(/\s+/g, ' ').trim() },
]

function clean(text: string, steps: readonly Cleaning[]): { value: string; note?: RemarkCode } {
  let value = text
  let note: RemarkCode | undefined
  for (const step of steps) {
    const next = step.apply(value)
    if (next !== value) note ??= step.note
    value = next
  }
  return note === undefined ? { value } : { value, note }
}

/**
 * A name or other free text, kept as its writer wrote it except for what no column should hold: line breaks, emoji,
 * invisible characters, surplus spaces, bytes the encoding does not know. A text that a spreadsheet would run as a
 * formula is stored as text and reported.
 * @param limit longest text in characters
 */
export function readText(text: string, limit: number): Reading<string> {
  if (plain.test(text) && text.length <= limit && !formulaLike(text)) return { value: text }
  const cleaned = clean(text, cleanings)
  if ([...cleaned.value].length > limit) return { fault: 'text.too-long' }
  if (cleaned.note === undefined && formulaLike(cleaned.value))
    return { value: cleaned.value, note: 'text.formula-like' }
  return cleaned
}

const addressCleanings: readonly Cleaning[] = [
  ...cleanings,
  { note: 'text.half-width', apply: halfWidthAlphanumerics },
  { note: 'text.trimmed', apply: text => text.replace(/(?<=[\u3400-\u9fff\d]) (?=[\u3400-\u9fff\d])/g, '') },
]

/** An address: as free text, with half-width numbers and no spaces between its parts. 臺 stays as written. */
export function readAddress(text: string, limit: number): Reading<string> {
  const cleaned = clean(text, addressCleanings)
  return [...cleaned.value].length > limit ? { fault: 'text.too-long' } : cleaned
}

/** Whether a spreadsheet program would run this text as a formula if it met it in a .csv file (CWE-1236). */
export function formulaLike(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text)
}
