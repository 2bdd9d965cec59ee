import type { Today } from '@luckygas/contract/endpoints/today.ts'
import { formatMinute, minuteOfDay } from '@luckygas/contract/kernel/dates.ts'
import { serverNowMs } from '@luckygas/ui/clock.ts'
import { formatCount, formatKg, formatShortDate } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { ChartFrame } from '../../parts/charts/ChartFrame.tsx'
import { Columns } from '../../parts/charts/Columns.tsx'
import { Lines } from '../../parts/charts/Lines.tsx'
import { addUp, percentOf } from './day-charts.ts'

/** The day against its plan, hour by hour, and the fortnight before it. */
export function DayCharts({ data, isToday }: { data: Today; isToday: boolean }) {
  return (
    <div className="day-charts">
      <ProgressChart data={data} isToday={isToday} />
      <HoursChart data={data} />
      <OnTimeChart data={data} />
      <ForecastChart data={data} />
    </div>
  )
}

function ProgressChart({ data, isToday }: { data: Today; isToday: boolean }) {
  const { t } = useTranslation()
  const now = isToday ? minuteOfDay(new Date(serverNowMs())) : null
  const { minutes, planned, done } = addUp(data.progress, now)
  const labels = minutes.map(formatMinute)
  return (
    <ChartFrame
      title={t('today.chart.progress')}
      summary={t('today.chart.progressWords', {
        done: done.at(-1) ?? 0,
        planned: planned[done.length - 1] ?? 0,
      })}
      legend={[
        { mark: 'c-done', text: t('today.chart.finished') },
        { mark: 'c-plan', text: t('today.chart.plan') },
      ]}
      table={{
        heads: [t('today.chart.until'), t('today.chart.plan'), t('today.chart.finished')],
        rows: labels.map((label, index) => [
          label,
          formatCount(planned[index] ?? 0),
          formatOrDash(done[index]),
        ]),
      }}
    >
      <Lines
        labels={labels}
        lines={[
          { mark: 'c-plan', values: planned },
          { mark: 'c-done', values: done },
        ]}
      />
    </ChartFrame>
  )
}

function HoursChart({ data }: { data: Today }) {
  const { t } = useTranslation()
  const steps = data.progress
  return (
    <ChartFrame
      title={t('today.chart.hours')}
      summary={t('today.chart.hoursWords', { done: data.stops.done, failed: data.stops.failed })}
      legend={[
        { mark: 'c-done', text: t('state.done') },
        { mark: 'c-failed', text: t('state.failed') },
        { mark: 'c-aim', text: t('today.chart.plan') },
      ]}
      table={{
        heads: [t('today.chart.from'), t('today.chart.plan'), t('state.done'), t('state.failed')],
        rows: steps.map(step => [
          formatMinute(step.minute),
          formatCount(step.planned),
          formatCount(step.done),
          formatCount(step.failed),
        ]),
      }}
    >
      <Columns
        columns={steps.map(step => ({
          label: formatMinute(step.minute),
          parts: [
            { mark: 'c-done', value: step.done },
            { mark: 'c-failed', value: step.failed },
          ],
          aim: step.planned,
        }))}
      />
    </ChartFrame>
  )
}

function OnTimeChart({ data }: { data: Today }) {
  const { t } = useTranslation()
  const days = data.days.map(day => ({ ...day, share: percentOf(day.onTime, day.timed) }))
  const total = (of: (day: (typeof days)[number]) => number) => days.reduce((sum, day) => sum + of(day), 0)
  const share = percentOf(
    total(day => day.onTime),
    total(day => day.timed),
  )
  return (
    <ChartFrame
      title={t('today.chart.onTime')}
      summary={t('today.chart.onTimeWords', { share: formatOrDash(share), days: days.length })}
      legend={[{ mark: 'c-plain', text: t('today.chart.onTimeLegend') }]}
      table={{
        heads: [t('word.date'), '%', t('state.done'), t('state.failed'), 'kg'],
        rows: days.map(day => [
          formatShortDate(day.date),
          formatOrDash(day.share),
          formatCount(day.done),
          formatCount(day.failed),
          formatKg(day.gasGrams),
        ]),
      }}
    >
      <Columns
        most={100}
        columns={days.map(day => ({
          label: formatShortDate(day.date),
          parts: [{ mark: 'c-plain', value: day.share ?? 0 }],
        }))}
      />
    </ChartFrame>
  )
}

function ForecastChart({ data }: { data: Today }) {
  const { t } = useTranslation()
  const { lessThanPlanned, asPlanned, moreThanPlanned } = data.forecast
  const bars = [
    { label: t('today.chart.less'), value: lessThanPlanned },
    { label: t('today.chart.same'), value: asPlanned },
    { label: t('today.chart.more'), value: moreThanPlanned },
  ]
  const all = lessThanPlanned + asPlanned + moreThanPlanned
  return (
    <ChartFrame
      title={t('today.chart.forecast')}
      summary={t('today.chart.forecastWords', { share: formatOrDash(percentOf(asPlanned, all)), count: all })}
      legend={[{ mark: 'c-plain', text: t('today.chart.forecastLegend') }]}
      table={{
        heads: [t('today.chart.taken'), t('word.stops'), '%'],
        rows: bars.map(({ label, value }) => [
          label,
          formatCount(value),
          formatOrDash(percentOf(value, all)),
        ]),
      }}
    >
      <Columns columns={bars.map(({ label, value }) => ({ label, parts: [{ mark: 'c-plain', value }] }))} />
    </ChartFrame>
  )
}

const formatOrDash = (value: number | null | undefined) => (value == null ? '–' : String(value))
