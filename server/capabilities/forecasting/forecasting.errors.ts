import { invalid, missing, type Problem, refused } from '@luckygas/contract/kernel/problem.ts'
import type { PostponeFault } from './due-list.rules.ts'

export const datePast = (): Problem => refused('forecasting.date-past')
export const itemNotFound = (): Problem => missing('forecasting.item-not-found')
/** The line is with dispatch already. */
export const alreadySent = (): Problem => refused('forecasting.already-sent')
export const nothingToSend = (): Problem => refused('forecasting.nothing-to-send')
export const noForecast = (): Problem => missing('forecasting.no-forecast')
export const staleVersion = (): Problem => refused('request.stale-version')
export const cannotPostpone = (fault: PostponeFault, latestOn: string): Problem => {
  if (fault === 'forecasting.beyond-window') return refused(fault, { params: { latestOn } })
  return fault === 'forecasting.site-closed' ? refused(fault) : invalid(fault)
}
/** Nothing stands that could be taken back. */
export const notPostponed = (): Problem => refused('forecasting.not-postponed')
