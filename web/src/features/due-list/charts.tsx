import type { DueItem } from '@luckygas/contract/endpoints/forecasting.ts'
import { addDays, type BusinessDate, daysBetween } from '@luckygas/contract/kernel/dates.ts'
import { formatDecimal, weekdayOf } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { riskLevel } from './due-view.ts'

const rangeDays = 8
const rangeWidth = 172
const perDay = rangeWidth / rangeDays
const at = (days: number) => Math.min(rangeDays, Math.max(0, days)) * perDay

/** Head of the range column: a scale of days from today. */
export function RangeHead() {
  const { t } = useTranslation()
  return (
    <svg
      width={rangeWidth}
      height="34"
      viewBox={`0 0 ${rangeWidth} 34`}
      role="img"
      aria-label={t('dueList.range')}
    >
      <text x="0" y="13" className="hx">
        {t('dueList.range')}
      </text>
      <text x="0" y="29" className="hx">
        {t('dueList.now')}
      </text>
      {[1, 2, 4, 6].map(day => (
        <text key={day} x={day * perDay} y="29" className="hx m">
          {day}
        </text>
      ))}
      <text x={rangeWidth} y="29" className="hx e">
        {t('dueList.lastDay', { day: rangeDays })}
      </text>
    </svg>
  )
}

/** Days left: median tick and 10–90 % range, solid when a sensor or meter reports, hollow when estimated. */
export function RangeChart({ item }: { item: DueItem }) {
  const { t } = useTranslation()
  const { daysLeft, p10Days, p90Days } = item
  if (daysLeft === null || p10Days === null || p90Days === null)
    return <span className="mut">{t('dueList.noRange')}</span>
  const level = riskLevel(item.runOutProbability)
  const tone = level === 'high' ? ' hi' : level === 'mid' ? ' md' : ''
  const params = {
    median: formatDecimal(daysLeft),
    low: formatDecimal(p10Days),
    high: formatDecimal(p90Days),
  }
  return (
    <svg
      width={rangeWidth}
      height="16"
      viewBox={`0 0 ${rangeWidth} 16`}
      role="img"
      aria-label={t(item.isMeasured ? 'dueList.rangeMeasured' : 'dueList.rangeEstimated', params)}
    >
      <path d={`M${perDay} 0V16M${2 * perDay} 0V16`} className="g1" />
      <path d={`M0 8H${rangeWidth}`} className="g0" />
      <rect
        x={at(p10Days) + 0.5}
        y="4"
        width={Math.max(4, at(p90Days) - at(p10Days) - 1)}
        height="8"
        rx="2"
        className={`rg${item.isMeasured ? '' : ' nt'}${tone}`}
      />
      <path d={`M${Math.min(rangeWidth - 1, at(daysLeft) + 0.5)} 2V14`} className={`mn${tone}`} />
    </svg>
  )
}

const shownDays = 7
const dayWidth = 16

/** Head of the window column: the weekdays from the list's day on. */
export function WindowHead({ date }: { date: BusinessDate }) {
  const { t } = useTranslation()
  return (
    <svg
      width={shownDays * dayWidth}
      height="34"
      viewBox={`0 0 ${shownDays * dayWidth} 34`}
      role="img"
      aria-label={t('dueList.window')}
    >
      <text x="1" y="13" className="hx">
        {t('dueList.window')}
      </text>
      {Array.from({ length: shownDays }, (_, day) => addDays(date, day)).map((each, day) => (
        <text key={each} x={day * dayWidth + 8} y="29" className={day === 0 ? 'hx m t' : 'hx m'}>
          {weekdayOf(each)}
        </text>
      ))}
    </svg>
  )
}

/** Earliest useful to latest safe day, the day it stands on, and closed days crossed out. */
export function WindowChart({ item, date }: { item: DueItem; date: BusinessDate }) {
  const { t } = useTranslation()
  const clamp = (day: number) => Math.min(shownDays - 1, Math.max(0, day))
  const from = clamp(daysBetween(date, item.earliestOn))
  const to = Math.max(from, clamp(daysBetween(date, item.latestOn)))
  const closed = item.closedDates
    .map(each => daysBetween(date, each))
    .filter(day => day >= 0 && day < shownDays)
  return (
    <svg
      width={shownDays * dayWidth}
      height="16"
      viewBox={`0 0 ${shownDays * dayWidth} 16`}
      role="img"
      aria-label={t('dueList.windowWords', { from: item.earliestOn, to: item.latestOn })}
    >
      {Array.from({ length: shownDays }, (_, day) => day * dayWidth + 1).map(x => (
        <rect key={x} x={x} y="6" width="14" height="4" rx="1" className="wc" />
      ))}
      <rect
        x={from * dayWidth + 1}
        y="4"
        width={(to - from + 1) * dayWidth - 2}
        height="8"
        rx="2.5"
        className="ww"
      />
      <circle cx={from * dayWidth + 8} cy="8" r="2.4" className="wd" />
      {closed.map(day => (
        <g key={day}>
          <rect x={day * dayWidth} y="2" width="16" height="12" className="wbg" />
          <path d={`M${day * dayWidth + 5} 5l6 6m0-6l-6 6`} className="wx" />
        </g>
      ))}
    </svg>
  )
}
