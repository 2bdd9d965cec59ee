import { products } from '@luckygas/contract/kernel/cylinders.ts'
import { formatCounts, sumCounts } from '@luckygas/ui/format/format.ts'
import type { Stop } from './board-view.ts'

/** What the stop gets, by the size a driver lifts; where it gets nothing, behind an arrow back, the empties it gives. */
export function stopCylinders(stop: Pick<Stop, 'lines'>): string {
  const count = (side: 'fullOut' | 'emptyIn') =>
    formatCounts(sumCounts(stop.lines.map(line => ({ [products[line.product].type]: line[side] }))))
  const isCollection = stop.lines.length > 0 && stop.lines.every(line => line.fullOut === 0)
  return isCollection ? `↩ ${count('emptyIn')}` : count('fullOut')
}
