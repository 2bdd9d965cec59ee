import { getCustomer } from '@luckygas/ui/api/routes/customers.ts'
import { formatPhone } from '@luckygas/ui/format/format.ts'
import { PhoneIcon } from '@luckygas/ui/icons/things.tsx'
import { ErrorBoundary } from '@luckygas/ui/panel/ErrorBoundary.tsx'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { Loaded } from '../../parts/Loaded.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { Page } from '../../shell/Page.tsx'
import { paths } from '../../shell/paths.ts'
import { useRead } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { LastDeliveries } from '../orders/LastDeliveries.tsx'
import '../orders/orders.css'
import './customers.css'
import { FiguresPart } from './FiguresPart.tsx'
import { OpenOrdersPart } from './OpenOrdersPart.tsx'
import { PricesPart } from './PricesPart.tsx'
import { RecordsPart } from './RecordsPart.tsx'
import { RecurringPart } from './RecurringPart.tsx'
import { SiteCard } from './SiteCard.tsx'

/** The whole customer on one card. */
export function CustomerPage() {
  const { t } = useTranslation()
  const { code = '' } = useParams()
  const mayOrder = useMay('orders.write')
  const card = useRead('customers', getCustomer, { params: { code } })
  return (
    <Page title={t('nav.customers')}>
      <Permitted to="customers.read">
        <Panel title={t('customers.card')} className="scroll" resetOn={[code]}>
          <Loaded query={card} skeleton={<SkeletonRows rows={20} widths={[20, 30, 20]} />}>
            {customer => (
              <>
                <header className="caller-bar">
                  <h2>{customer.shortName}</h2>
                  <span className="num mut">{customer.code}</span>
                  <span className="chip">{t(`customers.kind.${customer.kind}`)}</span>
                  {customer.settlement === null ? null : (
                    <span className="chip">{t(`settlement.${customer.settlement}`)}</span>
                  )}
                  {customer.isSubscriber ? <span className="chip">{t('customers.subscriber')}</span> : null}
                  {customer.isTerminated ? <b className="high">{t('customers.terminated')}</b> : null}
                  {customer.status === 'active' ? null : (
                    <b className="high">{t(`customers.status.${customer.status}`)}</b>
                  )}
                  {customer.phones.map(phone => (
                    <span key={phone.digits} className="row num">
                      <PhoneIcon size={14} /> {formatPhone(phone.digits)}{' '}
                      <span className="mut">{phone.label}</span>
                    </span>
                  ))}
                  <span className="sp" />
                  {mayOrder && !customer.isTerminated ? (
                    <Link className="btn accent" to={paths.newOrder({ customer: customer.code })}>
                      {t('orders.new')}
                    </Link>
                  ) : null}
                </header>
                {customer.invoiceTitle === null && customer.note === '' ? null : (
                  <p className="part">
                    {customer.invoiceTitle} {customer.note}
                  </p>
                )}
                <FiguresPart customer={customer} />
                <div className="card-grid">
                  <div>
                    <OpenOrdersPart customer={customer} />
                    <RecurringPart customer={customer} />
                    <div id="deliveries">
                      <LastDeliveries deliveries={customer.recentDeliveries} shown={12} />
                    </div>
                  </div>
                  <div>
                    <ErrorBoundary title={t('prices.inForce')}>
                      <PricesPart customer={customer} />
                    </ErrorBoundary>
                    <RecordsPart customer={customer} />
                  </div>
                </div>
                {customer.sites.map(site => (
                  <div key={site.id} id={`site-${site.number}`}>
                    <SiteCard site={site} isOnly={customer.sites.length === 1} />
                  </div>
                ))}
              </>
            )}
          </Loaded>
        </Panel>
      </Permitted>
    </Page>
  )
}
