import type { CylinderCounts } from '../../../../contract/kernel/cylinders.ts'
import type { Holdings } from '../../cylinders/cylinders.api.ts'

/** A vehicle's account as counts of full and of empty cylinders; what is negative in the books is none. */
export function countsOf(holdings: Holdings | undefined): { full: CylinderCounts; empty: CylinderCounts } {
  const side = (condition: 'full' | 'empty'): CylinderCounts =>
    Object.fromEntries(
      [...(holdings ?? [])].flatMap(([type, held]) => (held[condition] > 0 ? [[type, held[condition]]] : [])),
    )
  return { full: side('full'), empty: side('empty') }
}
