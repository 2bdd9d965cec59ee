import type { siteCardSchema } from '@luckygas/contract/endpoints/customers.ts'
import { formatKg } from '@luckygas/ui/format/format.ts'
import { ErrorBoundary } from '@luckygas/ui/panel/ErrorBoundary.tsx'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../shell/session.ts'
import { AcceptanceGrid } from './AcceptanceGrid.tsx'
import { ClosuresPart } from './ClosuresPart.tsx'
import { EquipmentPart } from './EquipmentPart.tsx'
import { ForecastPart } from './ForecastPart.tsx'
import { PlacePart } from './PlacePart.tsx'
import { SiteEditSheet } from './SiteEditSheet.tsx'

export type Site = (typeof siteCardSchema)['_output']

/** One place of delivery: how to get in, when, what hangs there, how long it lasts, where it is. */
export function SiteCard({ site, isOnly }: { site: Site; isOnly: boolean }) {
  const { t } = useTranslation()
  const mayEdit = useMay('customers.edit')
  const [isEditing, setEditing] = useState(false)
  const title =
    site.name === ''
      ? isOnly
        ? t('customers.site')
        : t('customers.siteNumber', { number: site.number })
      : site.name
  const access = [
    t('customers.floor', { floor: site.floor }),
    site.hasLift ? t('customers.lift') : '',
    site.gateCode === '' ? '' : t('customers.gate', { code: site.gateCode }),
    site.contactName === '' ? '' : t('customers.contact', { name: site.contactName }),
    t(`vehicle.${site.vehicleAccess}`),
    site.isSameDayDelivery ? t('customers.sameDay') : '',
    site.accessNote,
  ].filter(text => text !== '')
  return (
    <section className="site" aria-label={title}>
      <header className="row part">
        <h2>{title}</h2>
        <span>{site.zone}</span>
        <span className="mut">{site.address}</span>
        <span className="mut">{site.siteType}</span>
        <span className="chip">{t(`billing.${site.billingMethod}`)}</span>
        <span className="sp" />
        {mayEdit ? (
          <button type="button" className="btn sm" onClick={() => setEditing(true)}>
            {t('customers.edit')}
          </button>
        ) : null}
      </header>
      {site.warnings.length === 0 ? null : <Warnings warnings={site.warnings} />}
      <div className="site-grid">
        <div>
          <p className="part">{access.join('・')}</p>
          <div className="part">
            <h2>{t('customers.acceptance')}</h2>
            <AcceptanceGrid
              acceptHours={site.acceptHours}
              slot={site.slot}
              closedWeekdays={site.closedWeekdays}
              closedOnHolidays={site.closedOnHolidays}
            />
            <ClosuresPart site={site} mayEdit={mayEdit} />
          </div>
          <EquipmentPart site={site} />
        </div>
        <div>
          <ErrorBoundary title={t('customers.forecast')}>
            <ForecastPart site={site} />
          </ErrorBoundary>
          <ErrorBoundary title={t('customers.place')}>
            <PlacePart site={site} />
          </ErrorBoundary>
        </div>
      </div>
      {isEditing ? <SiteEditSheet site={site} onClose={() => setEditing(false)} /> : null}
    </section>
  )
}

function Warnings({ warnings }: { warnings: Site['warnings'] }) {
  const { t, i18n } = useTranslation()
  return (
    <ul className="part">
      {warnings.map(({ code, params }) => (
        <li key={code} className="mid-risk">
          {i18n.exists(`siteWarning.${code}`)
            ? t(`siteWarning.${code}`, inKg(params))
            : t('siteWarning.other', { code })}
        </li>
      ))}
    </ul>
  )
}

const inKg = (params: Site['warnings'][number]['params']) => ({
  kg: formatKg(Number(params.grams ?? 0)),
  limitKg: formatKg(Number(params.limitGrams ?? 0)),
})
