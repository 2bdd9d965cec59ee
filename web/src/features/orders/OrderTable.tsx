import type { OrderView } from '@luckygas/contract/endpoints/orders.ts'
import { orderStates } from '@luckygas/contract/states.ts'
import { formatMoney, formatTime } from '@luckygas/ui/format/format.ts'
import { stateMarks } from '@luckygas/ui/icons/states.tsx'
import { useTranslation } from 'react-i18next'
import { slotWords } from '../../parts/words.ts'
import { EmergencyClock } from './EmergencyClock.tsx'
import { goodsWords, orderMark, orderPayment, orderTotal, orderWindows } from './order-words.ts'

interface Props {
  orders: readonly OrderView[]
  selectedId: string
  onOpen: (id: string) => void
}

export function OrderTable({ orders, selectedId, onOpen }: Props) {
  const { t } = useTranslation()
  return (
    <table className="tbl">
      <thead>
        <tr>
          <th className="r">{t('orders.number')}</th>
          <th>{t('word.state')}</th>
          <th>{t('word.customer')}</th>
          <th>{t('word.zone')}</th>
          <th>{t('orders.lines')}</th>
          <th className="r">NT$</th>
          <th>{t('orders.payment')}</th>
          <th>{t('word.slot')}</th>
          <th>{t('orders.priority')}</th>
          <th>{t('orders.source')}</th>
          <th className="r">{t('orders.takenAt')}</th>
          <th>{t('word.note')}</th>
        </tr>
      </thead>
      <tbody>
        {orders.map(order => {
          const Mark = stateMarks[orderMark[order.state]]
          return (
            <tr
              key={order.id}
              className={order.id === selectedId ? 'cur' : ''}
              onClick={() => onOpen(order.id)}
            >
              <td className="r">
                <button type="button" className="link num" onClick={() => onOpen(order.id)}>
                  {order.number}
                </button>
              </td>
              <td>
                <span className="row">
                  <Mark /> {t(`orderState.${order.state}`)}
                </span>
              </td>
              <td>
                <span className="cd">{order.customerCode}</span> <b>{order.shortName}</b>
              </td>
              <td>{order.zone}</td>
              <td>{goodsWords(t, order)}</td>
              <td className="r">{formatMoney(String(orderTotal(order)))}</td>
              <td>
                {order.isCollection ? (
                  ''
                ) : order.payment === null ? (
                  t(`orders.pay.${orderPayment(order)}`)
                ) : (
                  <b>{t(`orders.pay.${order.payment}`)}</b>
                )}
              </td>
              <td>{slotWords(t, order.slot, orderWindows(order))}</td>
              <td>
                {order.priority === 'normal' ? '' : <b>{t(`priority.${order.priority}`)}</b>}
                {order.emergencyLevel === null ? null : (
                  <>
                    {' '}
                    {t(`orders.level.${order.emergencyLevel}`)}{' '}
                    {order.dueBy !== null && orderStates[order.state].length > 0 ? (
                      <EmergencyClock dueBy={order.dueBy} />
                    ) : null}
                  </>
                )}
              </td>
              <td>{t(`orderSource.${order.source}`)}</td>
              <td className="r num">{formatTime(order.createdAt)}</td>
              <td className="mut">{order.note}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
