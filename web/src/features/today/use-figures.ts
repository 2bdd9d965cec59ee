import type { Today } from '@luckygas/contract/endpoints/today.ts'
import { formatCount, formatKg, formatMoney, formatTime } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { paths } from '../../shell/paths.ts'
import { percentOf } from './day-charts.ts'

export interface Figure {
  /** Names the text `today.figure.ID`. */
  id: string
  /** The list it counts. */
  to: string
  value: string
  unit: string
  note: string
  /** Share reached, 0–1, drawn as a bar. */
  share?: number
  /** Somebody should look. */
  isBad?: boolean
}

const shareOf = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)

/** The twelve figures in the order in which a manager asks. */
export function useFigures(data: Today): Figure[] {
  const { t } = useTranslation()
  const { date, stops, gas, cylinders, cash, orders, conflicts, dayCloses, phones, next } = data
  const onTime = percentOf(stops.onTime, stops.timed)
  return [
    {
      id: 'stops',
      to: paths.dispatch({ date }),
      value: formatCount(stops.done),
      unit: `/${stops.total}`,
      note: t('today.failed', { count: stops.failed }),
      share: shareOf(stops.done, stops.total),
    },
    {
      id: 'onTime',
      to: paths.dispatch({ date }),
      value: onTime === null ? '–' : String(onTime),
      unit: '%',
      note: t('today.late', { count: stops.late }),
      isBad: stops.late > 0,
    },
    {
      id: 'atRisk',
      to: paths.dispatch({ date }),
      value: formatCount(stops.atRisk),
      unit: t('word.stops'),
      note: t('today.unplanned', { count: stops.unplanned }),
      isBad: stops.atRisk > 0,
    },
    {
      id: 'kg',
      to: paths.dispatch({ date }),
      value: formatKg(gas.doneGrams),
      unit: 'kg',
      note: t('today.planKg', { kg: formatKg(gas.plannedGrams) }),
      share: shareOf(gas.doneGrams, gas.plannedGrams),
    },
    {
      id: 'cylinders',
      to: paths.cylinders(),
      value: formatCount(cylinders.fullOut),
      unit: t('today.out'),
      note: t('today.in', { count: cylinders.emptyIn }),
    },
    {
      id: 'cash',
      to: paths.dayCloses({ date }),
      value: formatMoney(cash.takenNtd),
      unit: 'NT$',
      note: t('today.inHand', { money: formatMoney(cash.inHandNtd) }),
    },
    {
      id: 'orders',
      to: paths.orders({ date }),
      value: formatCount(orders.placed),
      unit: t('word.items'),
      note: t('today.ordersNote', { open: orders.open, urgent: orders.urgent }),
    },
    {
      id: 'conflicts',
      to: paths.conflicts(),
      value: formatCount(conflicts.open),
      unit: t('word.items'),
      note:
        conflicts.oldestAt === null
          ? t('today.conflictsNote')
          : t('today.since', { time: formatTime(conflicts.oldestAt) }),
      isBad: conflicts.open > 0,
    },
    {
      id: 'closes',
      to: paths.dayCloses({ date }),
      value: formatCount(dayCloses.closed),
      unit: `/${dayCloses.runs}`,
      note: t('today.toSign', { count: dayCloses.toSign }),
      isBad: dayCloses.toSign > 0,
    },
    {
      id: 'phones',
      to: paths.tracking(),
      value: formatCount(phones.silent),
      unit: `/${phones.onTheRoad}`,
      note: t('today.phonesNote'),
      isBad: phones.silent > 0,
    },
    {
      id: 'due',
      to: paths.dueList({ date: next.date }),
      value: next.isListBuilt ? formatCount(next.listed + next.sent) : '–',
      unit: t('word.stops'),
      note: next.isListBuilt ? t('today.dueKg', { kg: formatKg(next.gasGrams) }) : t('today.notBuilt'),
    },
    {
      id: 'ready',
      to: paths.dispatch({ date: next.date }),
      value: t(`today.plan.${next.plan}`),
      unit: '',
      note: t('today.readyNote', { listed: next.listed, unplanned: next.unplanned }),
    },
  ]
}
