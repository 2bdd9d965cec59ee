import { listEmergencies } from '@luckygas/ui/api/routes/orders.ts'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { paths } from '../../shell/paths.ts'
import { useRead } from '../../shell/queries.ts'
import { EmergencyClock } from './EmergencyClock.tsx'

const mostShown = 2

/** Open emergencies with their clocks, on every page of the office, dispatch above all; nothing where there are none. */
export function EmergencyStrip() {
  const { t } = useTranslation()
  const open = useRead('orders', listEmergencies).data?.orders ?? []
  if (open.length === 0) return null
  return (
    <section className="emergencies" aria-label={t('orders.emergency')}>
      {open.slice(0, mostShown).map(order => (
        <Link key={order.id} className="row" to={paths.orders({ date: order.requestedOn, order: order.id })}>
          <b>{t(`orders.level.${order.emergencyLevel ?? 2}`)}</b>
          <span>{order.shortName}</span>
          <span className="mut">{order.zone}</span>
          {order.dueBy === null ? null : <EmergencyClock dueBy={order.dueBy} />}
        </Link>
      ))}
      {open.length > mostShown ? (
        <span className="mut">{t('orders.moreEmergencies', { count: open.length - mostShown })}</span>
      ) : null}
    </section>
  )
}
