import type { PricedLineView } from '@luckygas/contract/endpoints/prices.ts'
import { type ProductCode, productCodes, products } from '@luckygas/contract/kernel/cylinders.ts'
import { formatMoney } from '@luckygas/ui/format/format.ts'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Kbd } from '../../parts/Kbd.tsx'
import { NumberCell } from '../../parts/NumberCell.tsx'
import { chooseByDigit, walkByArrow } from './digit-keys.ts'
import { PriceReason } from './PriceReason.tsx'
import type { Quantities } from './use-order-draft.ts'

interface Props {
  quantities: Quantities
  quote: ReadonlyMap<ProductCode, PricedLineView>
  onChange: (quantities: Quantities) => void
  title?: string
  /** The keys go to the products at once, as for a customer who never ordered. */
  isFocused?: boolean
  /** 收空: empties to fetch, which cost nothing. */
  isCollection?: boolean
}

/** This order, line by line with its price and why; any other product is one digit away. */
export function OrderLines({
  quantities,
  quote,
  onChange,
  title,
  isFocused = false,
  isCollection = false,
}: Props) {
  const { t } = useTranslation()
  const table = useRef<HTMLTableElement>(null)
  const adding = useRef<HTMLFieldSetElement>(null)
  const [added, setAdded] = useState<ProductCode>()
  const lines = productCodes.filter(code => quantities[code] !== undefined)
  const others = productCodes.filter(code => quantities[code] === undefined)
  useEffect(() => {
    if (added !== undefined)
      table.current?.querySelector<HTMLInputElement>(`[data-line="${added}"] input`)?.focus()
  }, [added])
  useEffect(() => {
    if (isFocused) adding.current?.querySelector('button')?.focus()
  }, [isFocused])
  return (
    <section className="part">
      <h2>{title ?? t(isCollection ? 'orders.empties' : 'orders.this')}</h2>
      {lines.length === 0 ? null : (
        <table className="tbl" ref={table}>
          <thead>
            <tr>
              <th>{t('orders.product')}</th>
              <th className="r">{t('orders.quantity')}</th>
              {isCollection ? null : (
                <>
                  <th className="r">{t('orders.unitPrice')}</th>
                  <th>{t('orders.why')}</th>
                  <th className="r">{t('orders.amount')}</th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {lines.map(code => {
              const price = quote.get(code)
              const quantity = quantities[code] ?? 0
              const name = products[code].workbook
              const isByMeter = products[code].method === 'metered'
              return (
                <tr key={code} data-line={code}>
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
                  {isCollection ? null : (
                    <>
                      <td className="r">
                        {price === undefined
                          ? ''
                          : price.isPriced
                            ? `${formatMoney(price.unitPriceNtd)} / ${t(`unit.${price.unit}`)}`
                            : t('orders.noPrice')}
                      </td>
                      <td>{price?.isPriced ? <PriceReason price={price} /> : null}</td>
                      <td className="r">
                        {isByMeter
                          ? t('orders.byMeter')
                          : price?.isPriced
                            ? formatMoney(String(BigInt(price.doorPriceNtd) * BigInt(quantity)))
                            : ''}
                      </td>
                    </>
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      <fieldset
        className="row add"
        ref={adding}
        aria-label={t('orders.addLine')}
        onKeyDown={event => {
          chooseByDigit(event)
          walkByArrow(event)
        }}
      >
        <span className="mut">{t('orders.addLine')}</span>
        {others.map((code, index) => (
          <button
            key={code}
            type="button"
            className="btn xs"
            data-digit={index + 1}
            tabIndex={index === 0 ? 0 : -1}
            onClick={() => {
              onChange({ ...quantities, [code]: 1 })
              setAdded(code)
            }}
          >
            {products[code].workbook}
            {index < 9 ? <Kbd keys={[String(index + 1)]} /> : null}
          </button>
        ))}
      </fieldset>
    </section>
  )
}
