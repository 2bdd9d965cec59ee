import { type Found, type SearchKind, searchKinds } from '../../../contract/endpoints/search.ts'
import { may, type Role } from '../../../contract/permissions.ts'

/** Most words of a question; the rest is ignored. */
const mostWords = 6

/** Forms of one character that people and old files mix, each with the one kept. The database's `search_fold` has the same. */
const variants: Readonly<Record<string, string>> = {
  臺: '台',
  号: '號',
  峯: '峰',
  裏: '裡',
  衞: '衛',
  鷄: '雞',
  麵: '面',
  煑: '煮',
  豊: '豐',
  啓: '啟',
  羣: '群',
}
/** Characters that carry nothing in a search; `^` and `|` part the texts of a document. */
const dropped = new Set(' -()#^|')

/** A text as searches compare it: half width, small, one form of each variant, no spaces, dashes or brackets. */
export function foldText(said: string): string {
  return foldWithPlaces(said).text
}

/** As `foldText`, with the place in `said` from which each folded character came. */
function foldWithPlaces(said: string): { text: string; places: number[] } {
  let text = ''
  const places: number[] = []
  let at = 0
  for (const letter of said) {
    for (const plain of letter.normalize('NFKC').toLowerCase()) {
      if (dropped.has(plain)) continue
      const kept = variants[plain] ?? plain
      text += kept
      for (let unit = 0; unit < kept.length; unit += 1) places.push(at)
    }
    at += letter.length
  }
  return { text, places }
}

/** The digits of a text that is nothing but a phone number or a part of one (three digits or more); null otherwise. */
export function phoneDigitsOf(said: string): string | null {
  const plain = said.normalize('NFKC').trim()
  if (!/^\+?[\d\s()#.-]+$/.test(plain)) return null
  const digits = plain.replace(/\D/g, '')
  const isInternational = digits.startsWith('886') && (plain.startsWith('+') || digits.length >= 11)
  const local = isInternational ? digits.replace(/^8860?/, '0') : digits
  return local.length >= 3 ? local : null
}

export interface SearchWords {
  /** All of it as one word; a phone number as its digits. */
  whole: string
  words: string[]
  /** Set where it is nothing but a phone number, long enough to be dialled. */
  phone: string | null
}

/** What a person typed, as words that must all be found. */
export function searchWords(typed: string): SearchWords {
  const digits = phoneDigitsOf(typed)
  if (digits !== null)
    return {
      whole: digits,
      words: [digits],
      phone: digits.length >= 8 && digits.length <= 15 ? digits : null,
    }
  const plain = typed.normalize('NFKC').replace(/\s+/g, ' ')
  const words = plain
    .split(/[\s,、,]+/)
    .map(foldText)
    .filter(word => word !== '')
  return { whole: foldText(plain), words: [...new Set(words)].slice(0, mostWords), phone: null }
}

/** The kinds that a role may find. */
export function kindsFor(role: Role): SearchKind[] {
  return (Object.keys(searchKinds) as SearchKind[]).filter(kind => may(role, searchKinds[kind]))
}

/** Where the words stand in a text, joined where they touch, in order. */
export function marksIn(said: string, words: readonly string[]): [number, number][] {
  const { text, places } = foldWithPlaces(said)
  const found = words.flatMap((word): [number, number][] => {
    const at = word === '' ? -1 : text.indexOf(word)
    if (at < 0) return []
    const last = places[at + word.length - 1] ?? 0
    return [[places[at] ?? 0, last + ((said.codePointAt(last) ?? 0) > 0xffff ? 2 : 1)]]
  })
  const joined: [number, number][] = []
  for (const [from, to] of found.sort((a, b) => a[0] - b[0])) {
    const before = joined.at(-1)
    if (before && from <= before[1]) before[1] = Math.max(before[1], to)
    else joined.push([from, to])
  }
  return joined
}

/** A hit as a person sees it: with the text it was found by, and the letters that matched marked. */
export function showHit(
  hit: Pick<Found, 'id' | 'key' | 'title' | 'detail' | 'state' | 'isClosed'> & {
    kind: string
    also: readonly string[]
  },
  { whole, words }: Pick<SearchWords, 'whole' | 'words'>,
): Found {
  const seen = [hit.key, hit.title, hit.detail].map(foldText)
  const unseen = [...words, whole].find(
    word => !seen.some(text => text.includes(word)) && hit.also.some(text => foldText(text).includes(word)),
  )
  const because =
    unseen === undefined ? null : (hit.also.find(text => foldText(text).includes(unseen)) ?? null)
  const mark = (said: string) => marksIn(said, words)
  return {
    kind: hit.kind as SearchKind,
    id: hit.id,
    key: hit.key,
    title: hit.title,
    detail: hit.detail,
    because,
    state: hit.state,
    isClosed: hit.isClosed,
    marks: {
      key: mark(hit.key),
      title: mark(hit.title),
      detail: mark(hit.detail),
      because: because === null ? [] : mark(because),
    },
  }
}
