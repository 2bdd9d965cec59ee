import type { DueItem } from '@luckygas/contract/endpoints/forecasting.ts'
import type { DueReason } from '@luckygas/contract/states.ts'
import { sumCounts } from '@luckygas/ui/format/format.ts'
import { sorted } from '../../parts/use-sort.ts'

export interface DueFilter {
  /** Reasons shown; all where empty. */
  reasons: readonly DueReason[]
  zone: string
  slot: string
  vehicle: string
  text: string
  isPostponedShown: boolean
}

export type RiskLevel = 'high' | 'mid' | 'low'

/** Half or more is red, a fifth or more amber: the levels at which staff call the customer or look twice. */
export function riskLevel(probability: number | null): RiskLevel {
  if (probability === null) return 'low'
  return probability >= 0.495 ? 'high' : probability >= 0.195 ? 'mid' : 'low'
}

/** Whether the line goes to dispatch as it stands. */
export const isTicked = (item: DueItem): boolean => item.status === 'listed'

const columns: Record<string, (item: DueItem) => string | number | null> = {
  reason: item => item.reason,
  code: item => item.customerCode,
  name: item => item.shortName,
  zone: item => item.zone,
  days: item => item.daysLeft,
  risk: item => item.runOutProbability,
  latest: item => item.latestOn,
  kg: item => item.gasGrams,
  slot: item => item.windows[0]?.fromMinute ?? null,
  vehicle: item => item.vehicleAccess,
  settlement: item => item.settlement,
}

/** Why a line is looked for: by what it was listed for, and by the order that came after it. */
const reasonsOf = (item: DueItem): DueReason[] =>
  item.waitingOrder === null ? [item.reason] : [item.reason, 'new_order']

/** How many lines a filter by a reason shows besides those listed for it. */
export const waitingCount = (items: readonly DueItem[], reason: DueReason): number =>
  items.filter(
    item => item.status !== 'postponed' && item.reason !== reason && reasonsOf(item).includes(reason),
  ).length

/** The lines the screen shows, in its order. */
export function dueView(
  items: readonly DueItem[],
  filter: DueFilter,
  sort: { column: string; isDescending: boolean },
): DueItem[] {
  const wanted = filter.text.trim().toLowerCase()
  const kept = items.filter(
    item =>
      (item.status === 'postponed') === filter.isPostponedShown &&
      (filter.reasons.length === 0 || reasonsOf(item).some(reason => filter.reasons.includes(reason))) &&
      (filter.zone === '' || item.zone === filter.zone) &&
      (filter.slot === '' || item.slot === filter.slot) &&
      (filter.vehicle === '' || item.vehicleAccess === filter.vehicle || item.vehicleAccess === 'any') &&
      (wanted === '' || `${item.customerCode} ${item.shortName} ${item.note}`.toLowerCase().includes(wanted)),
  )
  return sorted(kept, sort, columns[sort.column] ?? columns.risk ?? (() => null))
}

export interface DueTotals {
  stops: number
  /** Ticked, whether with dispatch already or not. */
  ticked: number
  toSend: number
  gasGrams: number
  cylinders: ReturnType<typeof sumCounts>
  byVehicle: Record<DueItem['vehicleAccess'], { stops: number; gasGrams: number }>
}

/** What the lines to be served add up to. */
export function dueTotals(items: readonly DueItem[]): DueTotals {
  const live = items.filter(item => item.status !== 'postponed')
  const ticked = live.filter(item => isTicked(item) || item.status === 'sent')
  const byVehicle: DueTotals['byVehicle'] = {
    truck: { stops: 0, gasGrams: 0 },
    motorcycle: { stops: 0, gasGrams: 0 },
    any: { stops: 0, gasGrams: 0 },
  }
  for (const item of ticked) {
    byVehicle[item.vehicleAccess].stops += 1
    byVehicle[item.vehicleAccess].gasGrams += item.gasGrams
  }
  return {
    stops: live.length,
    ticked: ticked.length,
    toSend: ticked.filter(item => isTicked(item) || item.waitingOrder !== null).length,
    gasGrams: ticked.reduce((sum, item) => sum + item.gasGrams, 0),
    cylinders: sumCounts(ticked.map(item => item.cylinders)),
    byVehicle,
  }
}
