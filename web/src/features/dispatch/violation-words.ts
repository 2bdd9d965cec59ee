import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { formatKg, formatWindows } from '@luckygas/ui/format/format.ts'
import type { i18n } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Stop, Violation } from './board-view.ts'

/** A broken constraint in words with its numbers. */
export function violationWords(i18n: i18n, violation: Violation, stop: Stop | undefined): string {
  const key = `violation.${violation.code}`
  const params = {
    name: stop?.shortName ?? '',
    windows: stop === undefined ? '' : formatWindows(stop.windows),
    arrive: stop?.arriveMinute == null ? '' : formatMinute(stop.arriveMinute),
    amount: Number(violation.params.amount ?? 0),
    kg: formatKg(Number(violation.params.amount ?? 0)),
    code: violation.code,
  }
  return i18n.exists(key) ? i18n.t(key, params) : i18n.t('violation.other', params)
}

export function useViolationWords(): (violation: Violation, stop: Stop | undefined) => string {
  const { i18n } = useTranslation()
  return (violation, stop) => violationWords(i18n, violation, stop)
}
