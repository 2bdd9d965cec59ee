const dayMs = 86_400_000

/**
 * The usual use of a meter a day, in thousandths of its unit, from its latest readings: what it advanced between the
 * oldest and the newest, over the days between. Null where the readings span less than a day or run backwards.
 * @param readings newest first
 */
export function usualMilliUnitsPerDay(
  readings: readonly { readAt: Date; milliUnits: number }[],
): number | null {
  const newest = readings[0]
  const oldest = readings.at(-1)
  if (!newest || !oldest) return null
  const days = (newest.readAt.getTime() - oldest.readAt.getTime()) / dayMs
  const advanced = newest.milliUnits - oldest.milliUnits
  return days < 1 || advanced < 0 ? null : Math.round(advanced / days)
}
