import type { CylinderCounts, CylinderType } from '../../../../contract/kernel/cylinders.ts'
import type { RunNow } from './running-day.types.ts'
import { fullsAsked } from './running-problem.ts'

/** Fulls that are really aboard (the ledger, not the plan) and not asked for by the rest of the present trip. */
export function spareAboard(run: Pick<RunNow, 'aboard' | 'open' | 'trip'>): CylinderCounts {
  const asked = fullsAsked(run.open.filter(stop => (stop.publishedTrip ?? 1) <= run.trip))
  const spare: CylinderCounts = {}
  for (const [type, full] of Object.entries(run.aboard.full) as [CylinderType, number][]) {
    const left = full - (asked[type] ?? 0)
    if (left > 0) spare[type] = left
  }
  return spare
}

/** What of `needed` is missing; empty where everything is there. */
export function shortOf(needed: CylinderCounts, spare: CylinderCounts): CylinderCounts {
  const short: CylinderCounts = {}
  for (const [type, quantity] of Object.entries(needed) as [CylinderType, number][]) {
    const lacking = quantity - (spare[type] ?? 0)
    if (lacking > 0) short[type] = lacking
  }
  return short
}

/**
 * Whether the driver can hand the cylinders over without coming home: they are aboard and spare, or his present trip is
 * still to be loaded.
 */
export function canDeliverNow(
  run: Pick<RunNow, 'aboard' | 'open' | 'trip' | 'isLoaded'>,
  needed: CylinderCounts,
): boolean {
  return !run.isLoaded || Object.keys(shortOf(needed, spareAboard(run))).length === 0
}
