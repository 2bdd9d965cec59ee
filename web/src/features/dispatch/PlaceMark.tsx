import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { formatSigned } from '@luckygas/ui/format/format.ts'
import { FailedMark } from '@luckygas/ui/icons/states.tsx'
import { useTranslation } from 'react-i18next'
import type { BoardView } from './board-view.ts'
import { signedKm } from './signed.ts'
import type { Slot } from './slots.ts'
import type { PlaceReport } from './use-handling.ts'
import { useViolationWords } from './violation-words.ts'

interface Props {
  /** Per cent of the axis. */
  left: number
  slot: Slot
  report: PlaceReport | undefined
  view: BoardView
}

/** Where the stop in hand would go: a line between the blocks, and below them, so as to hide none, what the checker says of it: arrival, minutes, kilometres, promises. */
export function PlaceMark({ left, slot, report, view }: Props) {
  const { t } = useTranslation()
  const words = usePlaceWords()
  const isLate = left > 70
  return (
    <div
      className={`ins${report !== undefined && report.broken.length > 0 ? ' bad' : ''}${isLate ? ' back' : ''}`}
      style={{ left: `${left}%` }}
    >
      <div className={report === undefined ? 'ins-name' : 'ins-box'}>
        <span>
          <b>{t(slot.isNewTrip ? 'dispatch.newTrip' : 'dispatch.here')}</b>{' '}
          {report === undefined ? null : words.summary(report)}
        </span>
        {report === undefined
          ? null
          : words
              .broken(report, view)
              .slice(0, 3)
              .map(line => (
                <span key={line} className="row bad">
                  <FailedMark size={10} /> {line}
                </span>
              ))}
      </div>
    </div>
  )
}

/** A place in words, for the mark under the hand and for those who listen. */
export function usePlaceWords() {
  const { t } = useTranslation()
  const violationWords = useViolationWords()
  return {
    summary: (report: PlaceReport) =>
      t('dispatch.place', {
        arrive: report.arriveMinute === null ? '–' : formatMinute(report.arriveMinute),
        minutes: formatSigned(report.minutes),
        km: signedKm(report.metres),
      }),
    broken: (report: PlaceReport, view: BoardView) =>
      report.broken.map(({ code, stopId, amount, isOwn }) => {
        const stop = view.stopById.get(stopId ?? '')
        const shown = stop && isOwn ? { ...stop, arriveMinute: report.arriveMinute } : stop
        return violationWords({ code, stopId, runId: null, params: { amount } }, shown)
      }),
  }
}
