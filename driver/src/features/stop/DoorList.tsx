import { useNavigation } from '../../app/phone-context.tsx'
import { visitText } from '../../parts/figures.ts'
import { Mark } from '../../parts/marks.tsx'
import { useWords } from '../../words/words-context.tsx'
import { isSettled, type NumberedStop } from '../today/today.rules.ts'

/** Everybody at this door with what each gets; one tap to another of them, wherever one is. */
export function DoorList({ door, stopId }: { door: readonly NumberedStop[]; stopId: string }) {
  const { t } = useWords()
  const navigation = useNavigation()
  if (door.length < 2) return null
  return (
    <section className="card door-list" aria-label={t('door.here', { count: door.length })}>
      <h2>{t('door.here', { count: door.length })}</h2>
      <ol>
        {door.map(({ stop, number }) => {
          const look =
            stop.id === stopId
              ? 'enroute'
              : stop.state === 'failed'
                ? 'failed'
                : isSettled(stop)
                  ? 'done'
                  : 'planned'
          const at = stop.state === 'arrived' ? 'deliver' : 'stop'
          return (
            <li key={stop.id}>
              <button
                type="button"
                aria-current={stop.id === stopId}
                onClick={() => navigation.go({ at, stopId: stop.id })}
              >
                <span className={`is-${look}`}>
                  <Mark name={look} size={24} label={t(`state.${look}`)} />
                </span>
                <b>
                  {number} {stop.shortName}
                </b>
                <span>
                  {stop.floor !== 1 &&
                    t(stop.floor < 0 ? 'stop.basement' : 'stop.floor', { floor: Math.abs(stop.floor) })}{' '}
                  {visitText(t, stop.lines)}
                </span>
              </button>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
