import type { CustomerCardView } from '@luckygas/contract/endpoints/customers.ts'
import { listProducts } from '@luckygas/ui/api/routes/customers.ts'
import { listPriceRules } from '@luckygas/ui/api/routes/prices.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Loaded } from '../../parts/Loaded.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useRead } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { RuleTable } from '../prices/PriceRules.tsx'
import { PriceWhy } from '../prices/PriceWhy.tsx'
import { RuleSheet } from '../prices/RuleSheet.tsx'

/** What this customer pays today and why, and what was agreed with him, ended agreements too. */
export function PricesPart({ customer }: { customer: CustomerCardView }) {
  const { t } = useTranslation()
  const mayEdit = useMay('products.edit')
  const products = useRead('products', listProducts)
  const [isAdding, setAdding] = useState(false)
  const [isOpen, setOpen] = useState(false)
  const rules = useRead(
    'products',
    listPriceRules,
    { query: { customerId: customer.id, isPastShown: 'true', limit: 100 } },
    { isEnabled: isOpen },
  )
  const label = (code: string) => products.data?.products.find(each => each.code === code)?.label ?? code
  const siteName = (id: string) =>
    customer.sites.length === 1
      ? ''
      : t('customers.siteNumber', { number: customer.sites.find(site => site.id === id)?.number ?? '' })
  return (
    <section className="part" id="prices" aria-label={t('prices.inForce')}>
      <div className="row">
        <h2>{t('prices.inForce')}</h2>
        <span className="sp" />
        {mayEdit ? (
          <button type="button" className="btn sm" onClick={() => setAdding(true)}>
            {t('prices.addOwn')}
          </button>
        ) : null}
      </div>
      <ul className="price-list">
        {customer.prices.map(({ siteId, line }) => (
          <li key={`${siteId} ${line.product}`}>
            <span>
              {siteName(siteId)} {label(line.product)}
            </span>
            <PriceWhy line={line} label={label(line.product)} />
          </li>
        ))}
      </ul>
      {customer.prices.length === 0 ? <p className="mut">{t('customers.noPrices')}</p> : null}
      <details onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>{t('prices.own')}</summary>
        {isOpen ? (
          <Loaded
            query={rules}
            skeleton={<SkeletonRows rows={3} widths={[12, 24, 10, 20]} />}
            isEmpty={data => data.rules.length === 0}
            empty={<p className="mut">{t('prices.noRules')}</p>}
          >
            {data => <RuleTable rules={data.rules} />}
          </Loaded>
        ) : null}
      </details>
      {isAdding ? <RuleSheet customerCode={customer.code} onClose={() => setAdding(false)} /> : null}
    </section>
  )
}
