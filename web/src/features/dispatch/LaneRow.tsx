import { type DragEvent, type KeyboardEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type Axis,
  type BoardView,
  isMovable,
  type Lane,
  percentAt,
  type Stop,
  slotAtMinute,
} from './board-view.ts'
import { LaneHead } from './LaneHead.tsx'
import { LaneTrack } from './LaneTrack.tsx'
import { StopBlock } from './StopBlock.tsx'
import type { Handling } from './use-handling.ts'

interface Props {
  lane: Lane
  axis: Axis
  view: BoardView
  handling: Handling
  tabStopId: string | undefined
  onPoint: (stop: Stop, element: HTMLElement | undefined) => void
  onKey: (stop: Stop, event: KeyboardEvent) => void
}

/** One driver's day; stops can be dropped anywhere behind what has been driven. */
export function LaneRow({ lane, axis, view, handling, tabStopId, onPoint, onKey }: Props) {
  const { t } = useTranslation()
  const track = useRef<HTMLDivElement>(null)
  const { tools, mayPlan } = handling
  const isOpen = mayPlan && lane.run?.isLocked !== true && lane.run?.state !== 'closed'
  const others = (movedId: string | undefined) => lane.stops.filter(stop => stop.id !== movedId)

  const minuteOf = (clientX: number) => {
    const box = track.current?.getBoundingClientRect()
    if (box === undefined) return axis.fromMinute
    return axis.fromMinute + ((clientX - box.left) / box.width) * (axis.toMinute - axis.fromMinute)
  }
  const onDragOver = (event: DragEvent) => {
    if (!isOpen || handling.carry === undefined) return
    event.preventDefault()
    const slot = slotAtMinute(others(handling.carry.stopId), minuteOf(event.clientX))
    handling.hover(lane.key, slot)
  }
  const target = handling.carry?.laneKey === lane.key ? handling.carry : undefined
  return (
    <>
      <LaneHead
        lane={lane}
        isSelected={handling.laneKey === lane.key}
        mayPlan={mayPlan}
        onSelect={() => handling.selectLane(lane.key)}
        onLock={run => void tools.lockRun(run)}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a drop target; the keyboard carries stops by its own keys */}
      <div
        ref={track}
        className={handling.laneKey === lane.key ? 'track on' : 'track'}
        onDragOver={onDragOver}
        onDrop={event => {
          event.preventDefault()
          handling.drop()
        }}
      >
        {lane.run === undefined ? null : <LaneTrack run={lane.run} axis={axis} />}
        {lane.stops.map(stop => {
          const left = percentAt(axis, stop.arriveMinute ?? axis.fromMinute)
          const service = lane.run?.timeline.find(
            block => block.kind === 'service' && block.stopId === stop.id,
          )
          const from = service === undefined ? left : percentAt(axis, service.fromMinute)
          const to = percentAt(axis, service?.toMinute ?? stop.departMinute ?? axis.fromMinute)
          return (
            <StopBlock
              key={stop.id}
              stop={stop}
              number={view.numberOf.get(stop.id) ?? 0}
              state={view.stateOf(stop)}
              isBroken={view.violationsOfStop.has(stop.id)}
              isSelected={handling.stopId === stop.id}
              isCarried={handling.carry?.stopId === stop.id}
              isMoving={tools.movingId === stop.id}
              mayDrag={isOpen && isMovable(stop) && !stop.isLocked}
              isTabStop={stop.id === tabStopId}
              style={{ left: `${from}%`, width: `${Math.max(0, to - from)}%` }}
              onSelect={() => handling.selectStop(stop.id)}
              onKey={event => onKey(stop, event)}
              onPoint={element => onPoint(stop, element)}
              onDrag={event => {
                event.dataTransfer.effectAllowed = 'move'
                handling.pick(stop)
              }}
            />
          )
        })}
        {target === undefined ? null : (
          <i className="ins" style={{ left: `${insertPercent(axis, others(target.stopId), target.slot)}%` }}>
            {t('dispatch.here')}
          </i>
        )}
      </div>
    </>
  )
}

/** Between the stop before and the stop behind the slot. */
function insertPercent(axis: Axis, others: readonly Stop[], slot: number): number {
  const before = others[slot - 1]?.departMinute ?? axis.fromMinute + 20
  const behind = others[slot]?.arriveMinute ?? before + 12
  return percentAt(axis, (before + behind) / 2)
}
