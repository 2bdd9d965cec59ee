import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import type { DriverDay } from '../../offline/outbox.types.ts'
import { Mark } from '../../parts/marks.tsx'
import { useWords } from '../../words/words-context.tsx'
import { lookOf, type Trip } from './today.rules.ts'

/** The trip as a line of shapes, one for each stop; the list behind 全部 is for tapping. */
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
  const open = trip.stops.length - trip.settled
  const back = isLast ? day.run?.endMinute : null
  return (
    <section className="trip-line">
      <ol>
        {trip.stops.map(({ stop, number }) => {
          const look = lookOf(stop, nextId)
          return (
            <li key={stop.id} className={`is-${look}`}>
              <Mark name={look} size={24} label={t('today.stopLook', { number, look: t(`state.${look}`) })} />
              <b aria-hidden="true">{number}</b>
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
