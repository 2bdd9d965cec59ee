import { products } from '@luckygas/contract/kernel/cylinders.ts'
import { formatCounts, sumCounts } from '@luckygas/ui/format/format.ts'
import type { Stop } from './board-view.ts'

/** What the stop gets, by the size a driver lifts. */
export function stopCylinders(stop: Pick<Stop, 'lines'>): string {
  return formatCounts(sumCounts(stop.lines.map(line => ({ [products[line.product].type]: line.fullOut }))))
}
