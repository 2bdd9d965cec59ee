import type { PlanDiff } from '@luckygas/contract/endpoints/dispatch.ts'
import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { formatKm, formatSigned } from '@luckygas/ui/format/format.ts'
import { FailedMark } from '@luckygas/ui/icons/states.tsx'
import { useTranslation } from 'react-i18next'
import { DriverLetter } from '../../parts/DriverLetter.tsx'
import type { BoardView } from './board-view.ts'
import { signedKm } from './signed.ts'
import { useViolationWords } from './violation-words.ts'

interface Props {
  diff: PlanDiff
  view: BoardView
  onSelect: (stopId: string) => void
}

/** 對照: what publishing changes, customers to be told first, then each driver's day. */
export function DiffList({ diff, view, onSelect }: Props) {
  const { t } = useTranslation()
  const words = useViolationWords()
  const clock = (minute: number | null | undefined) => (minute == null ? '–' : formatMinute(minute))
  if (diff.stops.length === 0) return <p className="mut pad">{t('dispatch.diff.none')}</p>
  return (
    <div className="tw difflist">
      <p className="pad mut">
        {t('dispatch.diff.totals', {
          km: `${formatKm(diff.before.metres)} → ${formatKm(diff.after.metres)}`,
          minutes: `${diff.before.minutes} → ${diff.after.minutes}`,
          planned: `${diff.before.planned} → ${diff.after.planned}`,
        })}
      </p>
      <ul className="drv" aria-label={t('dispatch.diff.drivers')}>
        {diff.drivers.map(driver => (
          <li key={driver.driverId}>
            <DriverLetter letter={driver.letter} /> {driver.name}
            <span className="mut">
              {t('dispatch.diff.driver', {
                gained: driver.gained,
                lost: driver.lost,
                changed: driver.changed,
              })}
              ・{t('word.minutesOf', { count: formatSigned(driver.minutes) })}・{signedKm(driver.metres)}{' '}
              {t('word.km')}
            </span>
          </li>
        ))}
      </ul>
      {[...diff.broken].map((violation, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the order is the server's; a plan may break one promise twice
        <p key={`${violation.code}${violation.stopId}${index}`} className="row bad pad">
          <FailedMark size={11} /> {words(violation, view.stopById.get(violation.stopId ?? ''))}
        </p>
      ))}
      <table className="tbl dense">
        <thead>
          <tr>
            <th>{t('word.customer')}</th>
            <th>{t('dispatch.diff.what')}</th>
            <th className="r">{t('dispatch.diff.old')}</th>
            <th className="r">{t('dispatch.diff.new')}</th>
            <th className="r">{t('dispatch.diff.later')}</th>
            <th>{t('dispatch.diff.tell')}</th>
          </tr>
        </thead>
        <tbody>
          {diff.stops.map(stop => (
            <tr key={stop.stopId} onClick={() => onSelect(stop.stopId)}>
              <td>
                <b>{stop.shortName}</b>
              </td>
              <td>{t(`dispatch.diff.kind.${stop.kind}`)}</td>
              <td className="r">
                {stop.from === null
                  ? '–'
                  : `${stop.from.letter}${stop.from.number} ${clock(stop.from.arriveMinute)}`}
              </td>
              <td className="r">
                {stop.to === null ? '–' : `${stop.to.letter}${stop.to.number} ${clock(stop.to.arriveMinute)}`}
              </td>
              <td className="r">{stop.laterMinutes === null ? '–' : formatSigned(stop.laterMinutes)}</td>
              <td>{stop.mustBeTold ? t('dispatch.diff.mustTell') : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
