import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import { type ProductCode, productCodes, products } from '@luckygas/contract/kernel/cylinders.ts'
import type { listProducts } from '@luckygas/ui/api/routes/customers.ts'
import { formatMoney } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { NumberCell } from '../../parts/NumberCell.tsx'

type Quantities = Partial<Record<ProductCode, number>>
interface Props {
  quantities: Quantities
  priceList: EndpointAnswer<NonNullable<(typeof listProducts)['types']>>['products']
  onChange: (quantities: Quantities) => void
}

/** This order, line by line; any other product is one press away. */
export function OrderLines({ quantities, priceList, onChange }: Props) {
  const { t } = useTranslation()
  const lines = productCodes.filter(code => quantities[code] !== undefined)
  const others = productCodes.filter(code => quantities[code] === undefined)
  const priceOf = (code: ProductCode) => priceList.find(each => each.code === code)
  return (
    <section className="part">
      <h2>{t('orders.this')}</h2>
      <table className="tbl">
        <thead>
          <tr>
            <th>{t('orders.product')}</th>
            <th className="r">{t('orders.quantity')}</th>
            <th className="r">{t('orders.unitPrice')}</th>
            <th className="r">{t('orders.amount')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(code => {
            const price = priceOf(code)
            const quantity = quantities[code] ?? 0
            const name = products[code].workbook
            return (
              <tr key={code}>
                <td>
                  <b>{name}</b>
                </td>
                <td className="r">
                  <NumberCell
                    label={`${name} ${t('orders.quantity')}`}
                    value={quantity}
                    onChange={value => onChange({ ...quantities, [code]: value })}
                  />
                </td>
                <td className="r">
                  {price?.unitPriceNtd == null
                    ? t('orders.noPrice')
                    : `${formatMoney(price.unitPriceNtd)} / ${t(`unit.${price.unit ?? 'cylinder'}`)}`}
                </td>
                <td className="r">
                  {price?.unit === 'cylinder' && price.unitPriceNtd !== null
                    ? formatMoney(String(BigInt(price.unitPriceNtd) * BigInt(quantity)))
                    : t('orders.byMeter')}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <div className="row add">
        <span className="mut">{t('orders.addLine')}</span>
        {others.map(code => (
          <button
            key={code}
            type="button"
            className="btn xs"
            onClick={() => onChange({ ...quantities, [code]: 1 })}
          >
            {products[code].workbook}
          </button>
        ))}
      </div>
    </section>
  )
}
