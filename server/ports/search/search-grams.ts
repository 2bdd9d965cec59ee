const isDigits = /^\d+$/

/**
 * The tokens a folded word must have: two letters each, three digits each. Digits in twos say little and are asked for
 * only where they stand beside a letter or alone between letters; a word of one letter or two digits has no tokens.
 */
export function gramsOf(word: string): string[] {
  const letters = [...word]
  const grams: string[] = []
  for (let at = 0; at + 1 < letters.length; at += 1) {
    const two = letters.slice(at, at + 2).join('')
    const three = letters.slice(at, at + 3).join('')
    if (three.length > two.length && isDigits.test(three)) grams.push(three)
    else if (!isDigits.test(two)) grams.push(two)
  }
  return grams
}
