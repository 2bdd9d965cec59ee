import { isoWeekday } from '@luckygas/contract/kernel/dates.ts'
import { lazy, Suspense, useState } from 'react'
import { useNavigation, usePhone, usePhoneState } from '../../app/phone-context.tsx'
import type { DriverDay } from '../../offline/outbox.types.ts'
import { Go, Row } from '../../parts/buttons.tsx'
import { State } from '../../parts/marks.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { useWords } from '../../words/words-context.tsx'
import { LateStops } from './LateStops.tsx'
import { NextCard } from './NextCard.tsx'
import { Notices } from './Notices.tsx'
import { TodayBar } from './TodayBar.tsx'
import { TripLine } from './TripLine.tsx'
import { TripTabs } from './TripTabs.tsx'
import { TruckCard } from './TruckCard.tsx'
import { type NextThing, nextThing, type Trip, tripsOf } from './today.rules.ts'

const MessagesRow = lazy(async () => ({ default: (await import('../later.ts')).MessagesRow }))

/** The first screen: which trip, how far, what next, what is aboard, who must be told. */
export function TodayScreen() {
  const { t } = useWords()
  const { day } = usePhoneState()
  if (day === null) return <NoDayYet />
  const weekday = t(`weekday.${isoWeekday(day.date)}`)
  const title = `${Number(day.date.slice(5, 7))}/${Number(day.date.slice(8, 10))} ${weekday}`
  const next = nextThing(day)
  return (
    <Screen
      isFirst
      title={title}
      small={`${day.driver.name}${day.company.isDemo ? `・${t('today.demo')}` : ''}`}
      className="today"
      bar={<TodayBar next={next} />}
    >
      {day.run === null ? <NoRun day={day} /> : <RunToday day={day} next={next} />}
    </Screen>
  )
}

function NoRun({ day }: { day: DriverDay }) {
  const { t } = useWords()
  return (
    <>
      <Notices day={day} />
      <p className="empty">{t('today.noRun')}</p>
      <ToMessages place="first" />
      <ToMessages place="last" />
    </>
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
  const navigation = useNavigation()
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
      <Panel title={t('today.notices')}>
        <Notices day={day} />
        <ToMessages place="first" />
      </Panel>
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
      <Panel title={t('today.truck')}>
        {day.run !== null && <TruckCard run={day.run} trip={trip} />}
        {current !== undefined && next.do === 'go' && (
          <Row onPress={() => navigation.go({ at: 'load', trip: current.trip, isVisit: true })}>
            {t('load.toDepot')}
          </Row>
        )}
      </Panel>
      <LateStops trips={trips} />
      <ToMessages place="last" />
    </>
  )
}

function currentTrip(trips: readonly Trip[], next: NextThing): Trip | undefined {
  if (next.do === 'go')
    return trips.find(trip => trip.stops.some(({ stop }) => stop.id === next.next.stop.id))
  if (next.do === 'load') return trips.find(trip => trip.trip === next.trip)
  return next.do === 'check-vehicle' ? trips[0] : trips.at(-1)
}

/** The way to the office's words; it travels with the second piece of the app. */
function ToMessages({ place }: { place: 'first' | 'last' }) {
  return (
    <Suspense>
      <MessagesRow place={place} />
    </Suspense>
  )
}
