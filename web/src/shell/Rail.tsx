import { may } from '@luckygas/contract/permissions.ts'
import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { type Destination, destinations, settingsDestination } from './destinations.ts'
import { useMe } from './session.ts'
import { useBadges } from './use-badges.ts'

function RailLink({ destination, badge }: { destination: Destination; badge?: number | undefined }) {
  const { t } = useTranslation()
  const Glyph = destination.icon
  return (
    <NavLink className="nav" to={destination.to} end={destination.to === '/'}>
      <Glyph />
      <span>{t(`nav.${destination.id}`)}</span>
      {badge === undefined || badge === 0 ? null : (
        <b className="bdg">
          {badge}
          <span className="sr">{t('nav.waiting')}</span>
        </b>
      )}
    </NavLink>
  )
}

/** The way through the day; on a phone it lies at the bottom. */
export function Rail() {
  const { t } = useTranslation()
  const me = useMe()
  const badges = useBadges()
  const allowed = destinations.filter(destination => may(me.role, destination.permission))
  return (
    <nav className="rail" aria-label={t('nav.label')}>
      <div className="mark">{t('shell.company')}</div>
      {allowed.map(destination => (
        <RailLink key={destination.id} destination={destination} badge={badges[destination.id]} />
      ))}
      <span className="sp" />
      <RailLink destination={settingsDestination} />
    </nav>
  )
}
