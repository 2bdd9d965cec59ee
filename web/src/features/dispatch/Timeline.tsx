import type { PlanDiff } from '@luckygas/contract/endpoints/dispatch.ts'
import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Axis, type BoardView, isMovable, percentAt, type Run, type Stop } from './board-view.ts'
import type { CarryKey } from './carry.ts'
import { ghostsOf } from './LaneGhosts.tsx'
import { LaneRow } from './LaneRow.tsx'
import { usePlaceWords } from './PlaceMark.tsx'
import { StopTip } from './StopTip.tsx'
import './timeline.css'
import type { Handling } from './use-handling.ts'

interface Props {
  axis: Axis
  view: BoardView
  nowMinute: number | undefined
  handling: Handling
  /** The draft against what drivers hold, when it is laid over the lanes. */
  diff: PlanDiff | undefined
  onMoveMenu: (stop: Stop) => void
}

/** How long a pointer must rest on a stop before its places are asked for; crossing the board asks nothing. */
const restMs = 150
const isArrow = (code: string): code is CarryKey => code.startsWith('Arrow')

/** The drivers' day side by side; arrows walk the stops, space picks one up, M and L move and lock. */
export function Timeline({ axis, view, nowMinute, handling, diff, onMoveMenu }: Props) {
  const { t } = useTranslation()
  const [pointed, setPointed] = useState<{ stop: Stop; element: HTMLElement }>()
  const [walkedId, setWalkedId] = useState<string>()
  const tabStopId =
    view.stopById.get(walkedId ?? handling.stopId ?? '')?.id ??
    view.lanes.find(lane => lane.stops.length > 0)?.stops[0]?.id
  const words = usePlaceWords()
  const ghosts = useMemo(() => ghostsOf(diff), [diff])
  const changed = useMemo(
    () =>
      new Set(
        (diff?.stops ?? []).filter(stop => stop.kind !== 'time' || stop.mustBeTold).map(stop => stop.stopId),
      ),
    [diff],
  )
  const hours = Array.from(
    { length: (axis.toMinute - axis.fromMinute) / 60 + 1 },
    (_, index) => axis.fromMinute + index * 60,
  )
  const focusStop = (stop: Stop | undefined) => document.getElementById(`stop-${stop?.id}`)?.focus()
  const walk = (stop: Stop, code: CarryKey) => {
    const laneIndex = view.lanes.findIndex(lane => lane.stops.includes(stop))
    const stops = view.lanes[laneIndex]?.stops ?? []
    if (code === 'ArrowLeft' || code === 'ArrowRight') {
      return focusStop(stops[stops.indexOf(stop) + (code === 'ArrowLeft' ? -1 : 1)])
    }
    const direction = code === 'ArrowUp' ? -1 : 1
    for (let index = laneIndex + direction; view.lanes[index] !== undefined; index += direction) {
      const near = [...(view.lanes[index]?.stops ?? [])].sort(
        (a, b) => distance(a, stop) - distance(b, stop),
      )[0]
      if (near !== undefined) return focusStop(near)
    }
  }
  const onKey = (stop: Stop, event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const { code } = event
    const isCarrying = handling.carry?.stopId === stop.id
    if (isArrow(code)) isCarrying ? handling.step(code) : walk(stop, code)
    else if (isCarrying && (code === 'Enter' || code === 'Space')) handling.drop()
    else if (isCarrying && code === 'Escape') handling.letGo()
    else if (!handling.mayPlan) return
    else if (code === 'Space' && isMovable(stop) && !stop.isLocked) handling.pick(stop)
    else if (code === 'KeyM') onMoveMenu(stop)
    else if (code === 'KeyL') handling.hands.lockStop(stop)
    else return
    event.preventDefault()
  }
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef({ onKey, handling })
  latest.current = { onKey, handling }
  const keyed = useCallback((stop: Stop, event: KeyboardEvent) => latest.current.onKey(stop, event), [])
  const locked = useCallback((run: Run) => void latest.current.handling.tools.lockRun(run), [])
  const point = useCallback((stop: Stop, element: HTMLElement | undefined) => {
    setPointed(element === undefined ? undefined : { stop, element })
    if (element !== undefined && element === document.activeElement) setWalkedId(stop.id)
    clearTimeout(resting.current)
    // A pointer that rests on a stop is about to lift it: the answer is there when it does.
    if (element !== undefined && latest.current.handling.mayPlan)
      resting.current = setTimeout(() => latest.current.handling.hands.foresee(stop), restMs)
  }, [])
  useEffect(() => () => clearTimeout(resting.current), [])
  const { carry } = handling
  const inLane = (id: string | undefined, laneStops: readonly Stop[]) =>
    id !== undefined && laneStops.some(stop => stop.id === id) ? id : undefined
  return (
    <div className="time">
      <div className="axh">
        <span>{t('dispatch.driver')}</span>
        <span className="mut">{t('dispatch.laneHead')}</span>
      </div>
      <div className="axis">
        {hours.map(minute => (
          <span key={minute} className="ax" style={{ left: `${percentAt(axis, minute)}%` }}>
            {formatMinute(minute).slice(0, 2)}
          </span>
        ))}
        {nowMinute === undefined ? null : (
          <b className="now" style={{ left: `${percentAt(axis, nowMinute)}%` }}>
            {formatMinute(nowMinute)}
          </b>
        )}
      </div>
      <div className="lines" aria-hidden="true">
        {nowMinute === undefined ? null : (
          <>
            <i
              className="past"
              style={{ width: `${Math.min(100, Math.max(0, percentAt(axis, nowMinute)))}%` }}
            />
            <i className="nowl" style={{ left: `${percentAt(axis, nowMinute)}%` }} />
          </>
        )}
        {hours.map(minute => (
          <i key={minute} className="hr" style={{ left: `${percentAt(axis, minute)}%` }} />
        ))}
      </div>
      {view.lanes.map(lane => (
        <LaneRow
          key={lane.key}
          lane={lane}
          axis={axis}
          view={view}
          hands={handling.hands}
          mayPlan={handling.mayPlan}
          isSelected={handling.laneKey === lane.key}
          selectedId={inLane(handling.stopId, lane.stops)}
          carriedId={carry?.stopId}
          movingId={inLane(handling.tools.movingId, lane.stops)}
          tabStopId={inLane(tabStopId, lane.stops)}
          targetSlot={carry?.laneKey === lane.key ? carry.slot : undefined}
          report={carry?.laneKey === lane.key ? handling.report : undefined}
          ghosts={ghosts.get(lane.driverId) ?? noGhosts}
          changed={changed}
          onLock={locked}
          onPoint={point}
          onKey={keyed}
        />
      ))}
      {pointed === undefined || handling.carry !== undefined ? null : (
        <StopTip stop={pointed.stop} anchor={pointed.element} view={view} />
      )}
      <span className="sr" role="status">
        {handling.carry === undefined ? '' : carryWords()}
      </span>
    </div>
  )

  function carryWords(): string {
    const carry = handling.carry
    const lane = view.lanes.find(each => each.key === carry?.laneKey)
    const name = view.stopById.get(carry?.stopId ?? '')?.shortName
    if (lane === undefined) return t('dispatch.carryTray', { name })
    const { slot, report } = handling
    const where = t(slot?.isNewTrip ? 'dispatch.carryNewTrip' : 'dispatch.carryLane', {
      name,
      letter: lane.letter,
      driver: lane.driverName,
      trip: slot?.trip ?? 1,
      slot: (slot?.position ?? 0) + 1,
    })
    return report === undefined
      ? where
      : [where, words.summary(report), ...words.broken(report, view)].join('。')
  }
}

const noGhosts: never[] = []
const distance = (a: Stop, b: Stop) => Math.abs((a.arriveMinute ?? 0) - (b.arriveMinute ?? 0))
