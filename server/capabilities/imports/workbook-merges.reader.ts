/** A merged range; all numbers 1-based and inclusive. */
export interface MergedRange {
  fromRow: number
  toRow: number
  fromColumn: number
  toColumn: number
}

/** Ranges beyond this number are left alone; a customer list has dozens at most. */
const maxRanges = 20_000

/** `BW` → 75. */
export function columnNumber(letters: string): number {
  let number = 0
  for (let index = 0; index < letters.length; index += 1)
    number = number * 26 + letters.charCodeAt(index) - 64
  return number
}

/**
 * The merged ranges of a sheet. A sheet names them after its rows, so that they need a pass of their own; it looks
 * for the one element and parses nothing else.
 */
export async function readMergedRanges(pieces: AsyncIterable<string>): Promise<MergedRange[]> {
  const ranges: MergedRange[] = []
  const element = /<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"/g
  let rest = ''
  for await (const piece of pieces) {
    const text = rest + piece
    let used = 0
    for (const match of text.matchAll(element)) {
      used = match.index + match[0].length
      const [, left = '', top, right = '', bottom] = match
      ranges.push({
        fromRow: Number(top),
        toRow: Number(bottom),
        fromColumn: columnNumber(left),
        toColumn: columnNumber(right),
      })
      if (ranges.length >= maxRanges) return ranges
    }
    rest = text.slice(Math.max(used, text.length - 200))
  }
  return ranges
}
