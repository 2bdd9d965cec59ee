import type { SearchDocument, SearchDrawer } from './search.port.ts'
import { gramsOf } from './search-grams.ts'

/** How a drawer is written before each of its tokens, in the database (`search_tokens`) as in every engine. */
export const drawerLetters: Readonly<Record<SearchDrawer, string>> = {
  customers: 'c',
  orders: 'o',
  others: 'x',
}

/** Letters of a beginning that are kept as one token. */
export const longestBeginning = 8

const [variantsFrom, variantsTo] = [[...'臺号峯裏衞鷄麵煑豊啓羣'], [...'台號峰裡衛雞面煮豐啟群']]
const variants = new Map(variantsFrom.map((from, at) => [from, variantsTo[at] ?? from]))
const dropped = new Set(' -()#^|')

/** The twin of the database's `search_fold`: half width, small, one form of a variant, no spaces or dashes. */
export function foldDocumentText(said: string): string {
  return [...said.normalize('NFKC').toLowerCase()]
    .filter(letter => !dropped.has(letter))
    .map(letter => variants.get(letter) ?? letter)
    .join('')
}

const isNumber = (text: string) => /^[0-9]+$/.test(text)
const beginningsOf = (head: string) => {
  const letters = [...head].slice(0, longestBeginning)
  return letters.map((_letter, at) => `^${letters.slice(0, at + 1).join('')}`)
}

/** The grams of one folded text; digits in twos count only in a text that has other letters too. */
function partsOf(text: string): string[] {
  const letters = [...text]
  const pairs = isNumber(text) ? [] : letters.slice(1).map((letter, at) => `${letters[at]}${letter}`)
  return [...pairs, ...gramsOf(text).filter(gram => gram.length === 3 && isNumber(gram))]
}

/**
 * What an engine keeps of a document to find it by, as the database's `search_tokens` and `search_source` have it:
 * tokens marked with their drawer, sorted, and the folded texts (`^name|^code|other|other`) for a second look.
 */
export function tokensOf(document: SearchDocument): { tokens: string[]; folded: string } {
  const heads = [document.title, document.key].map(foldDocumentText)
  const parts = document.also.map(foldDocumentText)
  const exacts = document.exacts.map(foldDocumentText).filter(each => each !== '')
  const isOrder = document.drawer === 'orders'
  const searched = [...heads.filter(head => !(isOrder && isNumber(head))), ...parts]
  const letter = drawerLetters[document.drawer]
  const tokens = [
    ...exacts.map(each => `=${each}`),
    ...heads.flatMap(beginningsOf),
    ...searched.flatMap(partsOf),
  ].map(token => letter + token)
  return {
    tokens: [...new Set(tokens)].sort(),
    folded: [...heads.map(head => `^${head}`), ...parts].join('|'),
  }
}
