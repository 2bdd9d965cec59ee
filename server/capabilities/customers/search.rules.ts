/** Longest list of words a search looks for; the rest is ignored. */
const mostTerms = 6

/**
 * A text as searches compare it: full-width forms become half-width (NFKC), capitals small, 臺 becomes 台. The
 * database folds `search_text` by the same three steps.
 */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll('臺', '台').trim()
}

export interface SearchTerm {
  /** Folded; to be found in code, name, invoice title or address. */
  text: string
  /** Digits to be found in a phone number, where the term could be a part of one. */
  phoneDigits: string | null
}

/** What a person typed, as terms that must all be found. A phone may be written with spaces, dashes, brackets or +886. */
export function searchTerms(typed: string): SearchTerm[] {
  const folded = foldText(typed)
  const wholePhone = phoneDigitsOf(folded)
  if (wholePhone) return [{ text: folded.replace(/[\s()-]/g, ''), phoneDigits: wholePhone }]
  return folded
    .split(/[\s,，、]+/)
    .filter(Boolean)
    .slice(0, mostTerms)
    .map(text => ({ text, phoneDigits: phoneDigitsOf(text) }))
}

/** The digits of a text that is nothing but a phone number or a part of one (three digits or more); null otherwise. */
export function phoneDigitsOf(text: string): string | null {
  const folded = foldText(text)
  if (!/^\+?[\d\s()#-]+$/.test(folded)) return null
  const digits = folded.replace(/^\+?886[\s-]*(?=[1-9])/, '0').replace(/\D/g, '')
  return digits.length >= 3 ? digits : null
}
