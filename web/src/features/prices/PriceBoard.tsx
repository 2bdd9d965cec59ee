import { getPriceBoard } from '@luckygas/ui/api/routes/prices.ts'
import { formatDate, formatMoney } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useRead } from '../../shell/queries.ts'
import './prices.css'

/** 價目表: what must hang in the shop, at least 70 × 55 cm; printed over the whole sheet. */
export function PriceBoard() {
  const { t } = useTranslation()
  const board = useRead('products', getPriceBoard)
  return (
    <div className="board">
      <p className="mut no-print">{t('prices.boardHint')}</p>
      <div className="no-print">
        <button type="button" className="btn" onClick={() => window.print()}>
          {t('word.print')}
        </button>
      </div>
      <Loaded
        query={board}
        skeleton={<SkeletonRows rows={12} widths={[30, 20, 20]} />}
        isEmpty={data => data.cylinders.length + data.metered.length === 0}
        empty={<Empty>{t('prices.boardEmpty')}</Empty>}
      >
        {data => (
          <article className="board-sheet" aria-label={t('prices.view.board')}>
            <h2>{data.company}</h2>
            <p className="sub">{t('prices.boardOn', { date: formatDate(data.on) })}</p>
            {data.cylinders.length === 0 ? null : (
              <table>
                <thead>
                  <tr>
                    <th>{t('prices.boardProduct')}</th>
                    <th className="r">{t('prices.boardPerCylinder')}</th>
                    <th className="r">{t('settings.from')}</th>
                  </tr>
                </thead>
                <tbody>
                  {data.cylinders.map(row => (
                    <tr key={row.product}>
                      <td>{row.label}</td>
                      <td className="r">{formatMoney(row.unitPriceNtd)}</td>
                      <td className="r">{formatDate(row.since)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
            {data.metered.length === 0 ? null : (
              <>
                <h3>{t('prices.boardMetered')}</h3>
                <table>
                  <thead>
                    <tr>
                      <th>{t('prices.boardProduct')}</th>
                      <th>{t('settings.unit')}</th>
                      <th className="r">{t('prices.boardToday')}</th>
                      {data.metered[0]?.months.map(({ month }) => (
                        <th key={month} className="r">
                          {t('prices.boardMonth', { month: Number(month.slice(5)) })}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {data.metered.map(row => (
                      <tr key={row.product}>
                        <td>{row.label}</td>
                        <td>{t(`unit.${row.unit}`)}</td>
                        <td className="r">{formatMoney(row.unitPriceNtd)}</td>
                        {row.months.map(({ month, unitPriceNtd }) => (
                          <td key={month} className="r">
                            {unitPriceNtd === null ? '–' : formatMoney(unitPriceNtd)}
                          </td>
                        ))}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </>
            )}
          </article>
        )}
      </Loaded>
    </div>
  )
}
