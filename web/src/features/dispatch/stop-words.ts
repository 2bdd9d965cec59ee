import { products } from '@luckygas/contract/kernel/cylinders.ts'
import { formatCounts, formatKg, sumCounts } from '@luckygas/ui/format/format.ts'
import type { TFunction } from 'i18next'
import type { Stop } from './board-view.ts'

/** Where nothing is brought and only empties are fetched: 收空. */
export const isCollection = ({ lines }: Pick<Stop, 'lines'>): boolean =>
  lines.length > 0 && lines.every(line => line.fullOut === 0)

/** What the stop gets, by the size a driver lifts; where it gets nothing, 收空 and the empties it gives. */
export function stopCylinders(t: TFunction, stop: Pick<Stop, 'lines'>): string {
  const count = (side: 'fullOut' | 'emptyIn') =>
    formatCounts(sumCounts(stop.lines.map(line => ({ [products[line.product].type]: line[side] }))))
  return isCollection(stop) ? t('orders.fetches', { lines: count('emptyIn') }) : count('fullOut')
}

/** The same with its weight, where anything is brought. */
export function stopGoods(t: TFunction, stop: Pick<Stop, 'lines' | 'gasGrams'>): string {
  const cylinders = stopCylinders(t, stop)
  return isCollection(stop) ? cylinders : `${cylinders}・${formatKg(stop.gasGrams)} kg`
}
