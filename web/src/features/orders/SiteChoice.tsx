import { daysBetween } from '@luckygas/contract/kernel/dates.ts'
import { today } from '@luckygas/ui/clock.ts'
import { formatDecimal } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { Kbd } from '../../parts/Kbd.tsx'
import { chooseByDigit, walkByArrow } from './digit-keys.ts'
import type { CustomerCard } from './use-order-draft.ts'

interface Props {
  sites: CustomerCard['sites']
  chosenId: string
  onChoose: (id: string) => void
}

/** Where it goes, and how long the site still has. */
export function SiteChoice({ sites, chosenId, onChoose }: Props) {
  const { t } = useTranslation()
  return (
    <section className="part">
      <h2>
        {t('orders.where')} <span className="mut">{t('orders.siteCount', { count: sites.length })}</span>
      </h2>
      <fieldset
        className="sites"
        aria-label={t('orders.where')}
        onKeyDown={event => {
          chooseByDigit(event)
          walkByArrow(event)
        }}
      >
        {sites.map((site, index) => (
          <button
            key={site.id}
            type="button"
            className="sitebox"
            data-digit={index + 1}
            tabIndex={site.id === chosenId ? 0 : -1}
            aria-pressed={site.id === chosenId}
            onClick={() => onChoose(site.id)}
          >
            <span className="row">
              {sites.length > 1 ? <Kbd keys={[String(index + 1)]} /> : null}
              <b>{site.name === '' ? site.address : site.name}</b>
              <span className="mut">{site.zone}</span>
              <span className="sp" />
              {site.forecast === null ? null : (
                <span className="num">
                  {t('customers.daysLeft', {
                    days: formatDecimal(daysBetween(today(), site.forecast.runOutOn), 0),
                  })}
                </span>
              )}
            </span>
            <span className="mut">
              {site.address}
              {site.accessNote === '' ? '' : `・${site.accessNote}`}
            </span>
          </button>
        ))}
      </fieldset>
    </section>
  )
}
