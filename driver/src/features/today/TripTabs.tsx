import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { useWords } from '../../words/words-context.tsx'
import { arrivalMinute, type Trip } from './today.rules.ts'

/** One tab for each trip, with how far it is or when it starts. */
export function TripTabs({
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
