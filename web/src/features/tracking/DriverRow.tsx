import { formatTime } from '@luckygas/ui/format/format.ts'
import { DoneMark, EnRouteMark, FailedMark, PlannedMark, SyncMark } from '@luckygas/ui/icons/states.tsx'
import { useTranslation } from 'react-i18next'
import { DriverLetter } from '../../parts/DriverLetter.tsx'
import type { TrackedDriver } from './TrackingPage.tsx'

/** A phone silent for longer than this while on the road waits for a signal. */
const silentMinutes = 15

/** One driver: how far, what next, and how old the last word from his phone is. */
export function DriverRow({ driver, nowMs }: { driver: TrackedDriver; nowMs: number }) {
  const { t } = useTranslation()
  const finished = driver.done + driver.failed
  const age =
    driver.deviceAt === null ? null : Math.max(0, Math.round((nowMs - Date.parse(driver.deviceAt)) / 60_000))
  const isThrough = driver.total > 0 && finished >= driver.total
  const isSilent = !isThrough && finished > 0 && (age === null || age >= silentMinutes)
  const [Mark, word] = isThrough
    ? [DoneMark, t('state.done')]
    : isSilent
      ? [SyncMark, t('state.sync')]
      : finished > 0
        ? [EnRouteMark, t('state.enroute')]
        : [PlannedMark, t('state.planned')]
  return (
    <li className="tracked">
      <p className="row">
        <DriverLetter letter={driver.letter} />
        <b>{driver.name}</b>
        <span className="sp" />
        <Mark /> {word}
      </p>
      <span className="bars">
        <i
          className="good"
          style={{ width: `${driver.total === 0 ? 0 : (finished / driver.total) * 100}%` }}
        />
      </span>
      <p className="row mut">
        <span>
          {driver.done}/{driver.total} {t('word.stops')}
        </span>
        {driver.failed === 0 ? null : (
          <span className="row st-failed">
            <FailedMark size={11} /> {t('today.failed', { count: driver.failed })}
          </span>
        )}
        <span>{driver.next === null ? t('tracking.noNext') : t('tracking.next', { name: driver.next })}</span>
        <span className="sp" />
        <span className="num">
          {driver.deviceAt === null
            ? t('tracking.neverHeard')
            : t('tracking.heard', { time: formatTime(driver.deviceAt), count: age ?? 0 })}
        </span>
      </p>
    </li>
  )
}
