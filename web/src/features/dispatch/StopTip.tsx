import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { FailedMark, stateMarks } from '@luckygas/ui/icons/states.tsx'
import { useTranslation } from 'react-i18next'
import type { BoardView, Stop } from './board-view.ts'
import { stopGoods } from './stop-words.ts'
import { useViolationWords } from './violation-words.ts'
import { useWaitingWords } from './waiting-orders.ts'

interface Props {
  stop: Stop
  anchor: HTMLElement
  view: BoardView
}

/** What a stop is, and which promise it breaks, in words beside it. */
export function StopTip({ stop, anchor, view }: Props) {
  const { t } = useTranslation()
  const words = useViolationWords()
  const waiting = useWaitingWords(stop.id)
  const broken = view.violationsOfStop.get(stop.id) ?? []
  const state = view.stateOf(stop)
  const Mark = broken.length > 0 ? FailedMark : stateMarks[state]
  const box = anchor.getBoundingClientRect()
  const isLow = box.bottom > window.innerHeight - 160
  const left = Math.min(Math.max(8, box.left - 20), window.innerWidth - 330)
  return (
    <div
      className={broken.length > 0 ? 'tip bad' : 'tip'}
      role="tooltip"
      style={isLow ? { left, bottom: window.innerHeight - box.top + 8 } : { left, top: box.bottom + 8 }}
    >
      <p className="p1">
        <Mark />
        <b>{stop.shortName}</b>
        <span className="mut">
          {stop.arriveMinute === null || stop.departMinute === null
            ? ''
            : `${formatMinute(stop.arriveMinute)}–${formatMinute(stop.departMinute)}`}
        </span>
      </p>
      <p>
        {t(`state.${state}`)}・{stopGoods(t, stop)}
      </p>
      {waiting === '' ? null : <p className="st-sync">{waiting}</p>}
      {broken.map(violation => (
        <p key={violation.code}>{words(violation, stop)}</p>
      ))}
    </div>
  )
}
