import { formatCount, formatDecimal } from '@luckygas/ui/format/format.ts'
import type { TFunction } from 'i18next'

/** 多 or 少: what an insertion adds to the road in minutes, said without a sign. */
export const addedMinutesWords = (t: TFunction, minutes: number): string =>
  t(minutes < 0 ? 'running.saved' : 'running.added', { minutes: formatCount(Math.abs(minutes)) })

/** The same in kilometres. */
export const addedKmWords = (t: TFunction, km: number): string =>
  t(km < 0 ? 'running.savedKm' : 'running.addedKm', { km: formatDecimal(Math.abs(km)) })
