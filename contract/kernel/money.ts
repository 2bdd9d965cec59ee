/** Money is whole New Taiwan dollars: `bigint` in programs, a decimal string in JSON, never a float. */
export type NtdText = string

/** Reads the JSON form; throws a RangeError on anything but an optional minus and digits. */
export function parseNtd(text: NtdText): bigint {
  if (!/^-?\d{1,15}$/.test(text)) throw new RangeError(`not whole dollars: ${text}`)
  return BigInt(text)
}

/** `1720n` → `1,720`; the minus is the typographic one, as the screens write it. */
export function formatNtd(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString().replace(/\B(?=(\d{3})+$)/g, ',')
  return amount < 0n ? `−${digits}` : digits
}

/** Rounds a ratio of whole dollars half up, away from zero for negative amounts: amount × numerator ÷ denominator. */
export function scaleNtd(amount: bigint, numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError('the denominator must be positive')
  const product = amount * numerator
  const magnitude = product < 0n ? -product : product
  const rounded = (2n * magnitude + denominator) / (2n * denominator)
  return product < 0n ? -rounded : rounded
}
