import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { useNavigation } from '../../app/phone-context.tsx'
import type { DriverDay } from '../../offline/outbox.types.ts'
import { Mark } from '../../parts/marks.tsx'
import { useWords } from '../../words/words-context.tsx'
import { lookOf, type Trip } from './today.rules.ts'

/** The trip as a line of shapes, one for each stop; more than a phone's width wraps. */
export function TripLine({
  trip,
  nextId,
  day,
  isLast,
}: {
  trip: Trip
  nextId: string | undefined
  day: DriverDay
  isLast: boolean
}) {
  const { t } = useWords()
  const navigation = useNavigation()
  const open = trip.stops.length - trip.settled
  const back = isLast ? day.run?.endMinute : null
  return (
    <section className="trip-line">
      <ol>
        {trip.stops.map(({ stop, number }) => {
          const look = lookOf(stop, nextId)
          return (
            <li key={stop.id} className={`is-${look}`}>
              <button
                type="button"
                aria-label={t('today.stopLook', { number, look: t(`state.${look}`) })}
                onClick={() => navigation.go({ at: 'stop', stopId: stop.id })}
              >
                <Mark name={look} size={24} />
                <b>{number}</b>
              </button>
            </li>
          )
        })}
      </ol>
      <p>
        <span>{open > 0 ? t('today.left', { count: open }) : t('today.tripDone')}</span>
        {back != null && <span>{t('today.backAt', { at: formatMinute(back) })}</span>}
      </p>
    </section>
  )
}
