import { cylinderTypes } from '@luckygas/contract/kernel/cylinders.ts'
import { formatCounts, formatKg } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import type { Site } from './SiteCard.tsx'

/** What hangs there: banks in use and standby, changeover, meters, and what the customer holds by the books. */
export function EquipmentPart({ site }: { site: Site }) {
  const { t, i18n } = useTranslation()
  const facts: [string, string][] = [
    [t('customers.held'), formatCounts(site.held)],
    [
      t('customers.series'),
      site.seriesCapacityGrams === null ? '' : `${formatKg(site.seriesCapacityGrams)} kg`,
    ],
    [t('customers.reserve'), site.reserveGrams === null ? '' : `${formatKg(site.reserveGrams)} kg`],
    [t('customers.changeover'), site.changeoverModel ?? ''],
    [t('customers.filed'), site.isSeriesFiled === null ? '' : t(site.isSeriesFiled ? 'word.yes' : 'word.no')],
    [t('customers.telemetry'), site.hasTelemetry ? t('word.yes') : ''],
  ]
  const kindWords = (kind: string) => (i18n.exists(`equipment.${kind}`) ? t(`equipment.${kind}`) : kind)
  return (
    <div className="part">
      <h2>{t('customers.equipment')}</h2>
      <dl className="facts2">
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="num">{value}</dd>
            </div>
          ))}
        {site.equipment.map(each => (
          <div key={each.kind + each.detail}>
            <dt>{kindWords(each.kind)}</dt>
            <dd>{each.detail}</dd>
          </div>
        ))}
      </dl>
      {site.areas.map(area => (
        <p key={area.ordinal} className="num">
          {t('customers.area', {
            number: area.ordinal,
            type: cylinderTypes[area.cylinderType].label,
            inUse: area.inUse,
            standby: area.standby,
          })}
        </p>
      ))}
    </div>
  )
}
