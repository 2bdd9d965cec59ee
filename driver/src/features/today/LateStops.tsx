import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { useNavigation } from '../../app/phone-context.tsx'
import type { Stop } from '../../offline/day.rules.ts'
import { Icon } from '../../parts/icons.tsx'
import { State } from '../../parts/marks.tsx'
import { Panel } from '../../parts/Screen.tsx'
import { useWords } from '../../words/words-context.tsx'
import { lateMinutes, type Trip } from './today.rules.ts'

/** Who will be served late and should be told, three at most. */
export function LateStops({ trips }: { trips: Trip[] }) {
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
