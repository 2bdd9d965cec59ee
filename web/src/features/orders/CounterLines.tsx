import type { CylinderType } from '@luckygas/contract/kernel/cylinders.ts'
import { products } from '@luckygas/contract/kernel/cylinders.ts'
import { formatMoney } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { Kbd } from '../../parts/Kbd.tsx'
import { NumberCell } from '../../parts/NumberCell.tsx'
import { chooseByDigit, walkByArrow } from './digit-keys.ts'
import { type CounterLine, counterProducts, type useCounterSale } from './use-counter-sale.ts'

interface Props {
  sale: ReturnType<typeof useCounterSale>
  /** Fulls on the depot's shelf by the books. */
  fulls: Partial<Record<CylinderType, number>>
}

const counts = ['fullOut', 'emptyIn', 'depositsTaken'] as const
const countWords = { fullOut: 'out', emptyIn: 'back', depositsTaken: 'deposit' } as const

/** What goes over the counter: fulls out, empties back, deposits for what did not come, residual gas by the scale. */
export function CounterLines({ sale, fulls }: Props) {
  const { t } = useTranslation()
  const { entries, quote, changeLine } = sale
  const shown = sale.draft.isReturn ? (['emptyIn'] as const) : counts
  const others = counterProducts.filter(code => !entries.some(line => line.product === code))
  return (
    <section className="part">
      <div className="tw">
        <table className="tbl">
          <thead>
            <tr>
              <th>{t('orders.product')}</th>
              {shown.map(field => (
                <th key={field} className="r">
                  {t(`counter.${countWords[field]}`)}
                </th>
              ))}
              <th className="r">{t('counter.gross')}</th>
              <th className="r">{t('counter.tare')}</th>
              <th className="r">{t('orders.unitPrice')}</th>
              <th className="r">{t('orders.amount')}</th>
              <th className="r">{t('counter.shelf')}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map(line => {
              const name = products[line.product].workbook
              const price = quote.get(line.product)
              const shelf = fulls[products[line.product].type] ?? 0
              const owed = line.fullOut - line.emptyIn - line.depositsTaken
              return (
                <tr key={line.product} data-line={line.product}>
                  <td>
                    <b>{name}</b>
                    {owed > 0 ? (
                      <span className="mid-risk">
                        {' '}
                        {t('counter.owedEmpties')} {owed}
                      </span>
                    ) : null}
                  </td>
                  {shown.map(field => (
                    <td key={field} className="r">
                      <NumberCell
                        label={`${name} ${t(`counter.${countWords[field]}`)}`}
                        value={line[field]}
                        onChange={value => changeLine(line.product, follow(line, field, value))}
                      />
                    </td>
                  ))}
                  {(['grossKg', 'tareKg'] as const).map(field => (
                    <td key={field} className="r">
                      <input
                        className="input num cell"
                        inputMode="decimal"
                        aria-label={`${name} ${t(field === 'grossKg' ? 'counter.gross' : 'counter.tare')}`}
                        value={line[field]}
                        onChange={event =>
                          changeLine(line.product, {
                            [field]: event.target.value.replace(/[^\d.,]/g, '').slice(0, 6),
                          })
                        }
                      />
                    </td>
                  ))}
                  <td className="r">
                    {price?.isPriced ? formatMoney(price.doorPriceNtd) : price ? t('orders.noPrice') : ''}
                  </td>
                  <td className="r">
                    {price?.isPriced
                      ? formatMoney(String(BigInt(price.doorPriceNtd) * BigInt(line.fullOut)))
                      : ''}
                  </td>
                  <td className={shelf < line.fullOut ? 'r mid-risk' : 'r'}>{shelf}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <fieldset
        className="row add wrap"
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
            onClick={() => changeLine(code, {})}
          >
            {products[code].workbook}
            {index < 9 ? <Kbd keys={[String(index + 1)]} /> : null}
          </button>
        ))}
      </fieldset>
    </section>
  )
}

/** As many empties come back as fulls go out, until somebody says otherwise. */
function follow(line: CounterLine, field: (typeof counts)[number], value: number): Partial<CounterLine> {
  const isSwap = line.emptyIn === line.fullOut && line.depositsTaken === 0
  return field === 'fullOut' && isSwap ? { fullOut: value, emptyIn: value } : { [field]: value }
}
