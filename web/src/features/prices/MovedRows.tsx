import type { priceUpdateRowSchema } from '@luckygas/contract/endpoints/prices.ts'
import { listProducts } from '@luckygas/ui/api/routes/customers.ts'
import { formatDate, formatMoney, formatSigned } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { useRead } from '../../shell/queries.ts'

type Row = (typeof priceUpdateRowSchema)['_output']

/** Prices that move, old and new, the list first and then whose own price it is. */
export function MovedRows({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation()
  const products = useRead('products', listProducts)
  const label = (code: string) => products.data?.products.find(each => each.code === code)?.label ?? code
  return (
    <div className="tw">
      <table className="tbl dense moves">
        <thead>
          <tr>
            <th>{t('orders.product')}</th>
            <th>{t('prices.forWhom')}</th>
            <th>{t('settings.unit')}</th>
            <th className="r">{t('prices.old')}</th>
            <th className="r">{t('prices.new')}</th>
            <th className="r">±</th>
            <th>{t('word.note')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={`${row.product} ${row.rule?.id ?? ''}`}>
              <td>{label(row.product)}</td>
              <td>
                {row.rule === null ? (
                  t('prices.kind.list')
                ) : (
                  <>
                    {t(`prices.kind.${row.rule.kind}`)} {row.rule.customer}
                    {row.rule.isSite ? `・${t('prices.oneSite')}` : ''}
                  </>
                )}
              </td>
              <td>{t(`unit.${row.unit}`)}</td>
              <td className="r">{formatMoney(row.oldNtd)}</td>
              <td className="r new">{formatMoney(row.newNtd)}</td>
              <td className="r">{formatSigned(Number(row.newNtd) - Number(row.oldNtd))}</td>
              <td className="mut">
                {row.until === null ? '' : t('prices.until', { date: formatDate(row.until) })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
