import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { useNavigation, usePhone, usePhoneState } from '../../app/phone-context.tsx'
import { Alt, Go, Row } from '../../parts/buttons.tsx'
import { visitText } from '../../parts/figures.ts'
import { Icon } from '../../parts/icons.tsx'
import { Mark } from '../../parts/marks.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { useWords } from '../../words/words-context.tsx'
import { SettingsRow } from '../settings/SettingsRow.tsx'
import { arrivalMinute, lateMinutes, lookOf, type NumberedStop, nextStop, tripsOf } from './today.rules.ts'

/** All stops of the day with their states, then what belongs to the day itself. */
export function StopsScreen() {
  const { t } = useWords()
  const phone = usePhone()
  const navigation = useNavigation()
  const { day } = usePhoneState()
  const trips = day === null ? [] : tripsOf(day)
  const nextId = nextStop(trips)?.stop.id
  const withdrawn = day?.stops.filter(stop => stop.state === 'cancelled') ?? []
  return (
    <Screen
      title={t('stops.title')}
      bar={
        <>
          <Alt onPress={() => void phone.refresh()}>{t('stops.refresh')}</Alt>
          <Go onPress={() => navigation.go({ at: 'today' })}>{t('stops.today')}</Go>
        </>
      }
    >
      {trips.map(trip => (
        <Panel key={trip.trip} title={t('today.trip', { trip: trip.trip })}>
          <section className="card stop-list">
            <h2>
              {t('today.trip', { trip: trip.trip })}{' '}
              <small>{t('today.progress', { done: trip.settled, all: trip.stops.length })}</small>
            </h2>
            <ol>
              {trip.stops.map(one => (
                <StopRow key={one.stop.id} one={one} nextId={nextId} />
              ))}
            </ol>
          </section>
        </Panel>
      ))}
      {withdrawn.length > 0 && (
        <section className="card stop-list">
          <h2>{t('stops.withdrawn')}</h2>
          <ol>
            {withdrawn.map(stop => (
              <StopRow key={stop.id} one={{ stop, number: 0 }} nextId={nextId} />
            ))}
          </ol>
        </section>
      )}
      <Row icon={<Icon name="truck" />} onPress={() => navigation.go({ at: 'close' })}>
        {t('today.close')}
      </Row>
      <SettingsRow />
    </Screen>
  )
}

function StopRow({ one, nextId }: { one: NumberedStop; nextId: string | undefined }) {
  const { t } = useWords()
  const navigation = useNavigation()
  const { stop, number } = one
  const look = lookOf(stop, nextId)
  const arrival = arrivalMinute(stop)
  const late = lateMinutes(stop)
  const words =
    late > 0
      ? t('stops.lateBy', { minutes: late })
      : t(stop.state === 'cancelled' ? 'stops.cancelled' : `state.${look}`)
  return (
    <li>
      <button type="button" onClick={() => navigation.go({ at: 'stop', stopId: stop.id })}>
        <span className={`look is-${look}`}>
          <Mark name={look} size={24} />
          {number > 0 && <b>{number}</b>}
        </span>
        <span className="who">
          <b>{stop.shortName}</b>
          <span>{visitText(t, stop.lines)}</span>
        </span>
        <span className={`when is-${look}`}>
          {words}
          {arrival !== null && look !== 'done' && look !== 'failed' && <span>{formatMinute(arrival)}</span>}
        </span>
      </button>
    </li>
  )
}
