import type { DayLimits } from '@luckygas/contract/endpoints/dispatch.ts'
import { formatCount } from '@luckygas/ui/format/format.ts'
import type { TFunction } from 'i18next'
import type { BoardView, Stop } from './board-view.ts'

type LeftOut = DayLimits['leftOut'][number]

/**
 * Why a stop is not planned, beside the short reason: what would let it in, once that has been asked, else what the
 * reason means.
 */
export function trayWords(
  t: TFunction,
  stop: Pick<Stop, 'unplannedBecause'>,
  left: LeftOut | undefined,
  view: Pick<BoardView, 'lanes'>,
): string {
  if (left?.costNtd != null) return t('dispatch.why.placeCost', { amount: formatCount(left.costNtd) })
  const lift = left?.lifts[0]
  if (lift !== undefined) {
    const letter = view.lanes.find(lane => lane.driverId === lift.driverId)?.letter ?? '?'
    return t(`dispatch.why.lift.${lift.rule}`, { amount: formatCount(lift.costNtd), letter })
  }
  const reason = left?.reason ?? stop.unplannedBecause
  return reason === null ? '' : t(`unplannedWhy.${reason}`, { defaultValue: '' })
}
