import { listProducts } from '@luckygas/ui/api/routes/customers.ts'
import { listPriceHistory } from '@luckygas/ui/api/routes/prices.ts'
import { today } from '@luckygas/ui/clock.ts'
import { formatDate, formatInstant, formatMoney } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Loaded } from '../../parts/Loaded.tsx'
import { Sheet } from '../../parts/Sheet.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useRead } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { PriceSheet } from './PriceSheet.tsx'
import type { Product } from './price-words.ts'

/** List prices in force today; a new one starts on a day, and what held before stays to be read. */
export function ListPrices() {
  const { t } = useTranslation()
  const mayEdit = useMay('products.edit')
  const products = useRead('products', listProducts)
  const [editing, setEditing] = useState<Product>()
  const [shown, setShown] = useState<Product>()
  return (
    <>
      <Loaded query={products} skeleton={<SkeletonRows rows={16} widths={[14, 12, 12, 12, 16]} />}>
        {data => (
          <table className="tbl">
            <thead>
              <tr>
                <th>{t('orders.product')}</th>
                <th className="opt3">{t('customers.billing')}</th>
                <th className="r">NT$</th>
                <th>{t('settings.unit')}</th>
                <th className="r">{t('settings.deposit')}</th>
                <th className="opt3">{t('settings.from')}</th>
                <th>
                  <span className="sr">{t('today.act')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.products.map(product => (
                <tr key={product.code}>
                  <td>
                    <b>{product.label}</b>
                  </td>
                  <td className="opt3">{t(`billing.${product.billingMethod}`)}</td>
                  <td className="r">
                    {product.unitPriceNtd === null ? t('orders.noPrice') : formatMoney(product.unitPriceNtd)}
                  </td>
                  <td>{product.unit === null ? '' : t(`unit.${product.unit}`)}</td>
                  <td className="r">{product.depositNtd === null ? '–' : formatMoney(product.depositNtd)}</td>
                  <td className="num opt3">
                    {product.effectiveFrom === null ? '' : formatDate(product.effectiveFrom)}
                  </td>
                  <td className="r">
                    <button type="button" className="btn xs ghost" onClick={() => setShown(product)}>
                      {t('prices.history')}
                    </button>
                    {mayEdit ? (
                      <button type="button" className="btn xs" onClick={() => setEditing(product)}>
                        {t('settings.newPrice')}
                      </button>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
      {editing === undefined ? null : <PriceSheet product={editing} onClose={() => setEditing(undefined)} />}
      {shown === undefined ? null : <HistorySheet product={shown} onClose={() => setShown(undefined)} />}
    </>
  )
}

/** Two years of one product's list prices, and those announced. */
function HistorySheet({ product, onClose }: { product: Product; onClose: () => void }) {
  const { t } = useTranslation()
  const history = useRead('products', listPriceHistory)
  return (
    <Sheet title={t('prices.historyOf', { name: product.label })} isOpen onClose={onClose}>
      <Loaded query={history} skeleton={<SkeletonRows rows={6} widths={[20, 14, 30]} />}>
        {({ prices, since }) => (
          <>
            <p className="mut">{t('prices.historySince', { since: formatDate(since) })}</p>
            <table className="tbl dense">
              <thead>
                <tr>
                  <th>{t('settings.from')}</th>
                  <th className="r">NT$</th>
                  <th>{t('settings.unit')}</th>
                  <th>{t('word.reason')}</th>
                  <th>{t('prices.setAt')}</th>
                </tr>
              </thead>
              <tbody>
                {prices
                  .filter(price => price.product === product.code)
                  .map(price => (
                    <tr key={price.effectiveFrom} className={price.effectiveFrom > today() ? 'mut' : ''}>
                      <td className="num">{formatDate(price.effectiveFrom)}</td>
                      <td className="r">{formatMoney(price.unitPriceNtd)}</td>
                      <td>{t(`unit.${price.unit}`)}</td>
                      <td>{price.source}</td>
                      <td className="num">{formatInstant(price.setAt)}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </>
        )}
      </Loaded>
    </Sheet>
  )
}
