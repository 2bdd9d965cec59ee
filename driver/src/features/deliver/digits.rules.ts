/** Typing with our own keypad: digits come in from the right, as on a cash register, so no one types a point or zeros. */

/** Adds one digit; leading zeros vanish and a full field takes no more. */
export function typed(text: string, digit: string, longest: number): string {
  const next = `${text}${digit}`.replace(/^0+(?=\d)/, '')
  return next.length > longest ? text : next
}

export const erased = (text: string): string => text.slice(0, -1)

/** Typed tenths of a kilogram → grams: `198` is 19.8 kg. Empty text is nothing weighed. */
export const tenthsToGrams = (text: string): number => Number(text === '' ? '0' : text) * 100

/** Typed tenths → `19.8`. */
export const tenthsText = (text: string): string => (Number(text === '' ? '0' : text) / 10).toFixed(1)
