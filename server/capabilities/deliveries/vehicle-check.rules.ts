/** One line of 行車前檢查 in force on a day. */
export interface CheckItem {
  code: string
  label: string
  labelEn: string
  /** `block`: a vehicle with this fault stays where it is. */
  effect: 'block' | 'warn'
  /** A fault here is shown with a picture. */
  needsPhoto: boolean
}

/**
 * Faults that keep the vehicle at the depot, in the list's order. An item the list of the day does not know (a phone
 * with an older list) only warns.
 */
export function blockingFaults(
  list: readonly CheckItem[],
  checked: readonly { item: string; isOk: boolean }[],
): string[] {
  const faulty = new Set(checked.filter(({ isOk }) => !isOk).map(({ item }) => item))
  return list.filter(({ code, effect }) => effect === 'block' && faulty.has(code)).map(({ code }) => code)
}
