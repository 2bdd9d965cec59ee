import {
  type SearchFit,
  type SearchHit,
  type SearchQuestion,
  searchDrawers,
  searchFits,
} from './search.port.ts'
import { gramsOf } from './search-grams.ts'
import { drawerLetters, longestBeginning } from './search-tokens.ts'

/** An order's number is asked for by this many digits at least. */
const fewestOrderDigits = 3

/** One way in which documents of a drawer may fit; every adapter asks its engine once for each, limited on its own. */
export interface SearchWay {
  /** The drawer's letter, with which all its tokens begin. */
  letter: string
  fit: SearchFit
  /** All of these the document must have. */
  tokens: readonly string[]
  /** To be found in the folded text besides. */
  texts: readonly string[]
  /** What is sought lies together, far from the beginning of the drawer's order: orders by the beginning of their number. */
  isFarOff: boolean
}

/** The ways in which documents of each drawer may fit the question. */
export function waysOf(question: SearchQuestion): SearchWay[] {
  return searchDrawers.flatMap(drawer => waysOfDrawer(drawerLetters[drawer], question))
}

function waysOfDrawer(letter: string, { whole, words }: SearchQuestion): SearchWay[] {
  const ways: Omit<SearchWay, 'letter'>[] = []
  const isOrder = letter === drawerLetters.orders
  const isNumber = /^\d+$/.test(whole)
  if (whole !== '') ways.push({ fit: 'exact', tokens: [`=${whole}`], texts: [], isFarOff: false })
  if (whole !== '' && !(isOrder && isNumber && whole.length < fewestOrderDigits)) {
    const beginning = [...whole].slice(0, longestBeginning).join('')
    const texts = beginning === whole ? [] : [`^${whole}`]
    ways.push({ fit: 'prefix', tokens: [`^${beginning}`], texts, isFarOff: isOrder && isNumber })
  }
  const grams = [...new Set(words.flatMap(gramsOf))]
  // A word that is one token needs no second look.
  const texts = words.filter(word => !grams.includes(word))
  if (grams.length > 0) ways.push({ fit: 'part', tokens: grams, texts, isFarOff: false })
  return ways.map(way => ({ ...way, letter, tokens: way.tokens.map(token => letter + token) }))
}

/** A hit with its drawer's letter, as engines answer it. */
export type RankedHit = SearchHit & { letter: string }

/** The best fit of each document, in the order the port promises. */
export function bestHits(hits: readonly RankedHit[]): SearchHit[] {
  const drawerOf = (hit: RankedHit) => searchDrawers.findIndex(drawer => drawerLetters[drawer] === hit.letter)
  const ranked = hits.toSorted(
    (a, b) =>
      searchFits.indexOf(a.fit) - searchFits.indexOf(b.fit) ||
      drawerOf(a) - drawerOf(b) ||
      Number(a.isClosed) - Number(b.isClosed) ||
      Number(a.sortKey - b.sortKey),
  )
  const seen = new Set<string>()
  return ranked.flatMap(({ letter: _, ...hit }) => {
    const name = `${hit.kind} ${hit.id}`
    if (seen.has(name)) return []
    seen.add(name)
    return [hit]
  })
}
