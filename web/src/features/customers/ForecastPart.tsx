import { addDays, daysBetween } from '@luckygas/contract/kernel/dates.ts'
import { getSiteForecast } from '@luckygas/ui/api/routes/forecasting.ts'
import { today } from '@luckygas/ui/clock.ts'
import { formatDate, formatKg, formatPercent, formatShortDate } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { useRead } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import type { Site } from './SiteCard.tsx'

const chartWidth = 320
const chartHeight = 90

/** How long the gas lasts, why we think so, and the risk of each coming day with its table. */
export function ForecastPart({ site }: { site: Site }) {
  const { t } = useTranslation()
  const { forecast } = site
  const daily = useRead(
    'customers',
    getSiteForecast,
    { params: { id: site.id } },
    { isEnabled: useMay('forecast.read') && forecast !== null },
  )
  if (forecast === null) return <p className="part mut">{t('customers.noForecast')}</p>
  const left = daysBetween(today(), forecast.runOutOn)
  const risks = daily.data?.runOutByDay.slice(0, 14) ?? []
  return (
    <div className="part">
      <h2>{t('customers.forecast')}</h2>
      <p className="lasts">
        <b className={left <= 1 ? 'high' : ''}>{left}</b> {t('word.days')}
        <span className="mut">
          {t('customers.range', { from: formatShortDate(forecast.p10), to: formatShortDate(forecast.p90) })}
        </span>
      </p>
      <p className="mut">
        {t('customers.stock', {
          stock: formatKg(forecast.stockGrams),
          use: formatKg(forecast.dailyUseGrams),
        })}
        ・{t(`evidence.${forecast.evidence}`)}
      </p>
      <p>
        {t('customers.visit', { from: formatDate(forecast.earliestOn), to: formatDate(forecast.latestOn) })}
      </p>
      {risks.length === 0 ? null : (
        <>
          <svg
            width={chartWidth}
            height={chartHeight}
            viewBox={`0 0 ${chartWidth} ${chartHeight}`}
            role="img"
            aria-label={t('customers.riskChart')}
            className="riskchart"
          >
            {risks.map((risk, day) => {
              const width = chartWidth / risks.length
              const height = risk * (chartHeight - 22)
              const date = addDays(daily.data?.asOf ?? today(), day + 1)
              return (
                <g key={date}>
                  <rect
                    x={day * width + 2}
                    y={chartHeight - 16 - height}
                    width={width - 4}
                    height={Math.max(1, height)}
                    className={risk >= 0.5 ? 'hi' : risk >= 0.2 ? 'md' : ''}
                  >
                    <title>{`${formatDate(date)} ${formatPercent(risk)}%`}</title>
                  </rect>
                  {day % 2 === 0 ? (
                    <text x={day * width + width / 2} y={chartHeight - 3}>
                      {Number(date.slice(8))}
                    </text>
                  ) : null}
                </g>
              )
            })}
          </svg>
          <details>
            <summary>{t('customers.riskTable')}</summary>
            <table className="tbl dense">
              <tbody>
                {risks.map((risk, day) => {
                  const date = addDays(daily.data?.asOf ?? today(), day + 1)
                  return (
                    <tr key={date}>
                      <td className="num">{formatDate(date)}</td>
                      <td className="r">{formatPercent(risk)}%</td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </details>
        </>
      )}
    </div>
  )
}
