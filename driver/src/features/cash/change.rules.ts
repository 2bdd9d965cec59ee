/** What a hand gives back. Notes and coins a driver carries for change, largest first. */
export const changePieces = [
  { value: 1000, isCoin: false },
  { value: 500, isCoin: false },
  { value: 100, isCoin: false },
  { value: 50, isCoin: true },
  { value: 10, isCoin: true },
  { value: 5, isCoin: true },
  { value: 1, isCoin: true },
] as const

export interface ChangePiece {
  value: number
  isCoin: boolean
  pieces: number
}

/** Fewest notes and coins that make an amount; each piece divides into the next larger ones, so greedy is fewest. */
export function piecesFor(amount: number): ChangePiece[] {
  let left = amount
  return changePieces.flatMap(piece => {
    const pieces = Math.floor(left / piece.value)
    left -= pieces * piece.value
    return pieces > 0 ? [{ ...piece, pieces }] : []
  })
}

export interface Tender {
  given: number
  change: number
}

const upTo = (amount: number, step: number) => Math.ceil(amount / step) * step

/**
 * What customers usually hand over: rounded up to a hundred, to five hundred, to a thousand, and the thousand with the
 * odd dollars added so that whole hundreds come back (2,020 for 1,720). At most three, smallest first.
 */
export function likelyTenders(due: number): Tender[] {
  if (due <= 0) return []
  const thousand = upTo(due, 1000)
  const odd = due % 100
  const all = [upTo(due, 100), upTo(due, 500), thousand, ...(odd === 0 ? [] : [thousand + odd])]
  const distinct = [...new Set(all)].filter(given => given > due)
  const chosen = distinct.length > 3 ? distinct.filter(given => given !== upTo(due, 500)) : distinct
  return chosen.sort((a, b) => a - b).map(given => ({ given, change: given - due }))
}
