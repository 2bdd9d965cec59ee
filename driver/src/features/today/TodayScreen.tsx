import { formatMinute, isoWeekday } from '@luckygas/contract/kernel/dates.ts'
import { useState } from 'react'
import { useNavigation, usePhone, usePhoneState } from '../../app/phone-context.tsx'
import type { Stop } from '../../offline/day.rules.ts'
import type { DriverDay } from '../../offline/outbox.types.ts'
import { Alt, Go, Row } from '../../parts/buttons.tsx'
import { Icon } from '../../parts/icons.tsx'
import { State } from '../../parts/marks.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { linesText } from '../../parts/words.ts'
import { useWords } from '../../words/words-context.tsx'
import { NextCard } from './NextCard.tsx'
import { TripLine } from './TripLine.tsx'
import { TruckCard } from './TruckCard.tsx'
import {
  arrivalMinute,
  lateMinutes,
  type NextThing,
  type NumberedStop,
  nextThing,
  type Trip,
  tripsOf,
} from './today.rules.ts'

/** The first screen: which trip, how far, what next, what is aboard, who must be told. */
export function TodayScreen() {
  const { t } = useWords()
  const { day, author } = usePhoneState()
  if (day === null) return <NoDayYet />
  const weekday = t(`weekday.${isoWeekday(day.date)}`)
  const title = `${Number(day.date.slice(5, 7))}/${Number(day.date.slice(8, 10))} ${weekday}`
  const next = nextThing(day)
  return (
    <Screen
      isFirst
      title={title}
      small={`${author?.name ?? day.driver.name}${day.company.isDemo ? `・${t('today.demo')}` : ''}`}
      className="today"
      bar={<TodayBar next={next} />}
    >
      {day.run === null ? <p className="empty">{t('today.noRun')}</p> : <RunToday day={day} next={next} />}
    </Screen>
  )
}

function NoDayYet() {
  const { t } = useWords()
  const phone = usePhone()
  const { author } = usePhoneState()
  return (
    <Screen
      isFirst
      title={author?.name ?? ''}
      bar={<Go onPress={() => void phone.refresh()}>{t('today.fetch')}</Go>}
    >
      <p className="empty">{t('today.notFetched')}</p>
    </Screen>
  )
}

function RunToday({ day, next }: { day: DriverDay; next: NextThing }) {
  const { t } = useWords()
  const trips = tripsOf(day)
  const current = currentTrip(trips, next)
  const [chosen, choose] = useState<number | null>(null)
  const trip = trips.find(one => one.trip === chosen) ?? current
  const nextId = next.do === 'go' ? next.next.stop.id : undefined
  const shown =
    trip === current && next.do === 'go'
      ? next.next
      : trip?.stops.find(({ stop }) => stop.state === 'published')
  return (
    <>
      <Panel title={t('today.trips')}>
        {trips.length > 1 && <TripTabs trips={trips} chosen={trip?.trip} onChoose={choose} />}
        {trip !== undefined && (
          <TripLine trip={trip} nextId={nextId} day={day} isLast={trip === trips.at(-1)} />
        )}
      </Panel>
      <Panel title={t('today.next')}>
        {next.do === 'closed' && (
          <p className="notice is-done">
            <State name="done">{t('today.closed')}</State>
          </p>
        )}
        {next.do === 'close' && <p className="notice">{t('today.allDone')}</p>}
        {shown !== undefined && <NextCard next={shown} isNext={shown.stop.id === nextId} />}
      </Panel>
      <Panel title={t('today.truck')}>{day.run !== null && <TruckCard run={day.run} trip={trip} />}</Panel>
      <LateStops trips={trips} />
    </>
  )
}

function currentTrip(trips: readonly Trip[], next: NextThing): Trip | undefined {
  if (next.do === 'go')
    return trips.find(trip => trip.stops.some(({ stop }) => stop.id === next.next.stop.id))
  if (next.do === 'load') return trips.find(trip => trip.trip === next.trip)
  return next.do === 'check-vehicle' ? trips[0] : trips.at(-1)
}

function TripTabs({
  trips,
  chosen,
  onChoose,
}: {
  trips: Trip[]
  chosen: number | undefined
  onChoose: (trip: number) => void
}) {
  const { t } = useWords()
  return (
    <div className="trips">
      {trips.map(trip => {
        const first = trip.stops[0]
        const starts = first === undefined ? null : arrivalMinute(first.stop)
        return (
          <button
            key={trip.trip}
            type="button"
            aria-pressed={trip.trip === chosen}
            onClick={() => onChoose(trip.trip)}
          >
            <b>{t('today.trip', { trip: trip.trip })}</b>
            <span>
              {trip.settled > 0 || starts === null
                ? t('today.progress', { done: trip.settled, all: trip.stops.length })
                : t('today.starts', { at: formatMinute(starts), all: trip.stops.length })}
            </span>
          </button>
        )
      })}
    </div>
  )
}

function LateStops({ trips }: { trips: Trip[] }) {
  const { t } = useWords()
  const late = trips.flatMap(trip => trip.stops).filter(({ stop }) => lateMinutes(stop) > 0)
  return (
    <Panel title={t('state.late')}>
      {late.slice(0, 3).map(({ stop, number }) => (
        <LateRow key={stop.id} stop={stop} number={number} />
      ))}
    </Panel>
  )
}

function LateRow({ stop, number }: { stop: Stop; number: number }) {
  const { t } = useWords()
  const navigation = useNavigation()
  const phone = stop.phones[0]
  return (
    <div className="row split">
      <button
        type="button"
        className="split-main"
        onClick={() => navigation.go({ at: 'stop', stopId: stop.id })}
      >
        <State name="late">{t('today.lateBy', { number, minutes: lateMinutes(stop) })}</State>
        <em>
          {stop.shortName}
          {stop.windows.length > 0 &&
            t('today.until', { at: formatMinute(Math.max(...stop.windows.map(w => w.toMinute))) })}
        </em>
      </button>
      {phone !== undefined && (
        <a className="call" href={`tel:${phone}`}>
          <Icon name="phone" size={22} />
          {t('stop.call')}
        </a>
      )}
    </div>
  )
}

function TodayBar({ next }: { next: NextThing }) {
  const { t } = useWords()
  const navigation = useNavigation()
  const list = (
    <Alt icon="list" onPress={() => navigation.go({ at: 'stops' })}>
      {t('today.all')}
    </Alt>
  )
  const main: Record<NextThing['do'], () => { words: string; small?: string; press: () => void }> = {
    nothing: () => ({ words: t('today.settings'), press: () => navigation.go({ at: 'settings' }) }),
    'check-vehicle': () => ({ words: t('today.check'), press: () => navigation.go({ at: 'check' }) }),
    load: () => {
      const trip = next.do === 'load' ? next.trip : 1
      return { words: t('today.load', { trip }), press: () => navigation.go({ at: 'load', trip }) }
    },
    go: () => {
      const to = (next as { next: NumberedStop }).next
      return {
        words: t(to.stop.state === 'arrived' ? 'today.goOn' : 'today.go', { number: to.number }),
        small: to.stop.state === 'arrived' ? to.stop.shortName : linesText(to.stop.lines),
        press: () =>
          navigation.go({ at: to.stop.state === 'arrived' ? 'deliver' : 'stop', stopId: to.stop.id }),
      }
    },
    close: () => ({ words: t('today.close'), press: () => navigation.go({ at: 'close' }) }),
    closed: () => ({ words: t('stops.title'), press: () => navigation.go({ at: 'stops' }) }),
  }
  const { words, press } = main[next.do]()
  return (
    <>
      {next.do !== 'nothing' && next.do !== 'closed' && list}
      <Go onPress={press}>{words}</Go>
    </>
  )
}

/** A way to the settings for those who look for it on the list. */
export function SettingsRow() {
  const { t } = useWords()
  const navigation = useNavigation()
  return (
    <Row icon={<Icon name="settings" />} onPress={() => navigation.go({ at: 'settings' })}>
      {t('settings.title')}
    </Row>
  )
}
