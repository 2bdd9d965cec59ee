import { type ProductCode, productCodes, products } from '@luckygas/contract/kernel/cylinders.ts'
import { daysBetween } from '@luckygas/contract/kernel/dates.ts'
import { formatDate, formatKg } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { focusFirst } from '../../parts/focus-first.ts'
import { Kbd } from '../../parts/Kbd.tsx'
import { chooseByDigit, walkByArrow } from './digit-keys.ts'
import type { CustomerCard } from './use-order-draft.ts'

type Quantities = Partial<Record<ProductCode, number>>
interface Props {
  deliveries: CustomerCard['recentDeliveries']
  onRepeat?: (quantities: Quantities) => void
  shown?: number
  /** The keys go to the newest one, so that Enter repeats it. */
  isFocused?: boolean
}

export const quantitiesWords = (quantities: Quantities): string =>
  productCodes
    .filter(code => (quantities[code] ?? 0) > 0)
    .map(code => `${products[code].workbook}×${quantities[code]}`)
    .join(' ')

/** What they took last; a line becomes this order. */
export function LastDeliveries({ deliveries, onRepeat, shown = 5, isFocused = false }: Props) {
  const { t } = useTranslation()
  // The old system's column names a zone, which is no driver; what was sold over the counter nobody drove.
  const whoBrought = ({ source, driver, isCounter }: Props['deliveries'][number]) => {
    if (source === 'history') return <span className="mut">{t('orders.oldSystem')}</span>
    return driver || t(isCounter ? 'orders.overCounter' : 'orders.someDriver')
  }
  const goods = ({ products: brought, fetched }: Props['deliveries'][number]) =>
    quantitiesWords(brought) || (fetched ? t('orders.fetches', { lines: quantitiesWords(fetched) }) : '')
  return (
    <fieldset
      className="part last"
      aria-label={t('orders.last')}
      onKeyDown={event => {
        chooseByDigit(event)
        walkByArrow(event)
      }}
    >
      <h2>{t('orders.last')}</h2>
      {deliveries.length === 0 ? (
        <p className="mut">{t('orders.noLast')}</p>
      ) : (
        <table className="tbl dense">
          <thead>
            <tr>
              <th>{t('word.date')}</th>
              <th>{t('word.cylinders')}</th>
              <th className="r">kg</th>
              <th>{t('dispatch.driver')}</th>
              <th className="r">{t('orders.gap')}</th>
              {onRepeat === undefined ? null : (
                <th>
                  <span className="sr">{t('orders.repeat')}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {deliveries.slice(0, shown).map((delivery, index) => {
              const earlier = deliveries[index + 1]
              return (
                <tr key={`${delivery.date}${delivery.minute}`}>
                  <td className="num">{formatDate(delivery.date)}</td>
                  <td>
                    <b>{goods(delivery)}</b>
                  </td>
                  <td className="r">{formatKg(delivery.gasGrams)}</td>
                  <td>{whoBrought(delivery)}</td>
                  <td className="r">
                    {earlier === undefined
                      ? ''
                      : t('word.daysOf', { count: daysBetween(earlier.date, delivery.date) })}
                  </td>
                  {onRepeat === undefined ? null : (
                    <td className="r">
                      <button
                        type="button"
                        className="btn xs"
                        data-digit={index + 1}
                        tabIndex={index === 0 ? 0 : -1}
                        ref={isFocused && index === 0 ? focusFirst : undefined}
                        onClick={() => onRepeat(delivery.products)}
                      >
                        {t('orders.repeat')}
                        <Kbd keys={[String(index === 0 ? 'Enter' : index + 1)]} />
                      </button>
                    </td>
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </fieldset>
  )
}
