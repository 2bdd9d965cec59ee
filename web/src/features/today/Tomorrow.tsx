import { addDays, type BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { getDueList } from '@luckygas/ui/api/routes/forecasting.ts'
import { formatKg, formatShortDate } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { paths } from '../../shell/paths.ts'
import { useRead } from '../../shell/queries.ts'

/** What tomorrow's list asks for, zone by zone. */
export function Tomorrow({ date }: { date: BusinessDate }) {
  const { t } = useTranslation()
  const next = addDays(date, 1)
  const list = useRead('due-list', getDueList, { query: { date: next } })
  return (
    <>
      <div className="sh">
        <h2>
          {t('today.tomorrow')} {formatShortDate(next)}
        </h2>
        <span className="sp" />
        <Link className="btn sm" to={paths.dueList({ date: next })}>
          {t('today.seeDueList')}
        </Link>
      </div>
      <Loaded
        query={list}
        skeleton={<SkeletonRows rows={8} widths={[14, 60, 8, 10]} />}
        isEmpty={data => data.items.length === 0}
        empty={<Empty>{t(list.data?.builtAt === null ? 'dueList.emptyUnbuilt' : 'dueList.empty')}</Empty>}
      >
        {data => {
          const items = data.items.filter(item => item.status !== 'postponed')
          const zones = [...Map.groupBy(items, item => item.zone ?? t('today.noZone'))]
            .map(([zone, members]) => ({
              zone,
              stops: members.length,
              urgent: members.filter(item => (item.runOutProbability ?? 0) >= 0.5).length,
              grams: members.reduce((sum, item) => sum + item.gasGrams, 0),
            }))
            .sort((a, b) => b.stops - a.stops)
          const most = Math.max(1, ...zones.map(zone => zone.stops))
          return (
            <table className="tbl dense zones">
              <thead>
                <tr>
                  <th>{t('word.zone')}</th>
                  <th className="r">{t('word.stops')}</th>
                  <th>
                    <span className="sr">{t('today.chart.bar')}</span>
                  </th>
                  <th className="r">{t('today.urgent')}</th>
                  <th className="r">kg</th>
                </tr>
              </thead>
              <tbody>
                {zones.map(zone => (
                  <tr key={zone.zone}>
                    <td>{zone.zone}</td>
                    <td className="r">
                      <b>{zone.stops}</b>
                    </td>
                    <td className="bar-cell">
                      <span className="bars">
                        <i style={{ width: `${(zone.stops / most) * 100}%` }} />
                      </span>
                    </td>
                    <td className={zone.urgent > 0 ? 'r high' : 'r mut'}>{zone.urgent}</td>
                    <td className="r">{formatKg(zone.grams)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }}
      </Loaded>
    </>
  )
}
