import { addDays, type BusinessDate, isBusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { today } from '@luckygas/ui/clock.ts'
import { useUrlState } from './use-url-state.ts'

/** The business day in the page's address; `daysAhead` of today where it names none. */
export function usePageDate(daysAhead = 0): [BusinessDate, (date: BusinessDate) => void] {
  const usual = addDays(today(), daysAhead)
  const [text, set] = useUrlState('date', usual)
  return [isBusinessDate(text) ? text : usual, set]
}
