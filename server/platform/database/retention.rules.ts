/** A month of the `retention` table, counted generously: nothing is forgotten before its calendar months are over. */
const daysOfMonth = 31
const dayMs = 86_400_000

/**
 * The instant before which rows of a table may be forgotten; undefined when the table is kept for good.
 * @param keepMonths of the `retention` table; null keeps for good
 * @param atLeastDays what the program itself needs, whatever the table says
 */
export function forgetBefore(now: Date, keepMonths: number | null, atLeastDays: number): Date | undefined {
  if (keepMonths === null) return undefined
  return new Date(now.getTime() - Math.max(keepMonths * daysOfMonth, atLeastDays) * dayMs)
}
