import type { CustomerCardView } from '@luckygas/contract/endpoints/customers.ts'
import { products } from '@luckygas/contract/kernel/cylinders.ts'
import { formatDate, formatMoney, formatShortDate } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { paths } from '../../shell/paths.ts'

type Order = CustomerCardView['openOrders'][number]

const goods = (order: Order) =>
  order.lines.map(line => `${products[line.product].workbook}×${line.quantity}`).join(' ')
const amount = (order: Order) =>
  String(order.lines.reduce((sum, line) => sum + BigInt(line.quantity) * BigInt(line.unitPriceNtd), 0n))

/** What is ordered and not yet delivered, and visits put off. */
export function OpenOrdersPart({ customer }: { customer: CustomerCardView }) {
  const { t } = useTranslation()
  const { openOrders, postponements } = customer
  return (
    <section className="part" id="orders" aria-label={t('customers.openOrders')}>
      <h2>{t('customers.openOrders')}</h2>
      {openOrders.length === 0 ? <p className="mut">{t('customers.noOrders')}</p> : null}
      {openOrders.length === 0 ? null : (
        <div className="tw">
          <table className="tbl dense">
            <tbody>
              {openOrders.map(order => (
                <tr key={order.id}>
                  <td>
                    <Link to={paths.orders({ date: order.requestedOn })}>#{order.number}</Link>
                  </td>
                  <td className="num">{formatDate(order.requestedOn)}</td>
                  <td>{t(`slot.${order.slot}`)}</td>
                  <td>{goods(order)}</td>
                  <td className="r">{formatMoney(amount(order))}</td>
                  <td>{t(`orderState.${order.state}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {postponements.map(each => (
        <p key={`${each.siteId}${each.at}`}>
          {t('customers.postponed', {
            from: formatShortDate(each.fromDate),
            to: formatShortDate(each.toDate),
          })}
          {each.reason === '' ? '' : `・${each.reason}`}{' '}
          <Link to={paths.dueList({ date: each.fromDate })}>{t('customers.seeList')}</Link>
        </p>
      ))}
    </section>
  )
}
