import { useTranslation } from 'react-i18next'
import { DriverLetter } from '../../parts/DriverLetter.tsx'
import { focusFirst } from '../../parts/focus-first.ts'
import { Kbd } from '../../parts/Kbd.tsx'
import { Sheet } from '../../parts/Sheet.tsx'
import type { BoardView, Lane, Stop } from './board-view.ts'
import { isOpenLane, slotsFor } from './carry.ts'
import { slotAtMinute } from './slots.ts'
import type { BoardTools } from './use-board.ts'

interface Props {
  stop: Stop | undefined
  view: BoardView
  tools: BoardTools
  onClose: () => void
}

/** 移到 X 車: every open lane by its letter key, and the tray. */
export function MoveMenu({ stop, view, tools, onClose }: Props) {
  const { t } = useTranslation()
  if (stop === undefined) return null
  const lanes = view.lanes.filter(isOpenLane)
  const go = (lane: Lane | null) => {
    onClose()
    const slots = slotsFor(lane ?? undefined, stop.id)
    // Into the trips there are; a new one is opened only on purpose, or where there is none yet.
    const driven = slots.length > 1 ? slots.slice(0, -1) : slots
    const minute = stop.arriveMinute ?? stop.windows[0]?.fromMinute ?? 24 * 60
    void tools.move(stop, lane, driven[slotAtMinute(driven, minute)])
  }
  return (
    <Sheet title={t('dispatch.moveTitle', { name: stop.shortName })} isOpen onClose={onClose}>
      <ul
        className="movelist"
        onKeyDown={event => {
          const lane = lanes.find(each => `Key${each.letter}` === event.code)
          if (lane !== undefined) go(lane)
        }}
      >
        {lanes.map((lane, index) => (
          <li key={lane.key}>
            <button
              type="button"
              className="btn ghost wide"
              ref={index === 0 ? focusFirst : null}
              onClick={() => go(lane)}
            >
              <DriverLetter letter={lane.letter} />
              <b>{t('dispatch.moveTo', { letter: lane.letter })}</b>
              <span>{lane.driverName}</span>
              <span className="mut">
                {lane.stops.length} {t('word.stops')}
              </span>
              <span className="sp" />
              <Kbd keys={[lane.letter]} />
            </button>
          </li>
        ))}
        {stop.runId === null ? null : (
          <li>
            <button type="button" className="btn ghost wide" onClick={() => go(null)}>
              {t('dispatch.toTray')}
            </button>
          </li>
        )}
      </ul>
    </Sheet>
  )
}
