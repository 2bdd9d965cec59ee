import { type DragEvent, type KeyboardEvent, memo, useMemo, useRef } from 'react'
import type { Axis, BoardView, Lane, Run, Stop } from './board-view.ts'
import { isMovable, percentAt } from './board-view.ts'
import { isOpenLane, slotsFor } from './carry.ts'
import { type Ghost, LaneGhosts } from './LaneGhosts.tsx'
import { LaneHead } from './LaneHead.tsx'
import { LaneTrack } from './LaneTrack.tsx'
import { PlaceMark } from './PlaceMark.tsx'
import { StopBlock } from './StopBlock.tsx'
import { slotAtMinute } from './slots.ts'
import type { Hands, PlaceReport } from './use-handling.ts'

interface Props {
  lane: Lane
  axis: Axis
  view: BoardView
  hands: Hands
  mayPlan: boolean
  isSelected: boolean
  /** Each of these is undefined where the lane has no part in it, so that the other lanes need not be drawn again. */
  selectedId: string | undefined
  carriedId: string | undefined
  movingId: string | undefined
  tabStopId: string | undefined
  /** Slot of this lane under the hand. */
  targetSlot: number | undefined
  report: PlaceReport | undefined
  ghosts: readonly Ghost[]
  changed: ReadonlySet<string>
  onLock: (run: Run) => void
  onPoint: (stop: Stop, element: HTMLElement | undefined) => void
  onKey: (stop: Stop, event: KeyboardEvent) => void
}

/** One driver's day; stops can be dropped anywhere behind what has been driven. */
export const LaneRow = memo(function LaneRow(props: Props) {
  const { lane, axis, view, hands, mayPlan, carriedId, targetSlot } = props
  const track = useRef<HTMLDivElement>(null)
  const isOpen = mayPlan && isOpenLane(lane)
  const services = useMemo(
    () =>
      new Map(
        (lane.run?.timeline ?? [])
          .filter(block => block.kind === 'service')
          .map(block => [block.stopId, block] as const),
      ),
    [lane],
  )
  const slots = useMemo(() => (carriedId === undefined ? [] : slotsFor(lane, carriedId)), [lane, carriedId])
  const minuteOf = (clientX: number) => {
    const box = track.current?.getBoundingClientRect()
    if (box === undefined) return axis.fromMinute
    return axis.fromMinute + ((clientX - box.left) / box.width) * (axis.toMinute - axis.fromMinute)
  }
  const onDragOver = (event: DragEvent) => {
    if (!isOpen || carriedId === undefined) return
    event.preventDefault()
    hands.hover(lane.key, slotAtMinute(slots, minuteOf(event.clientX)))
  }
  const target = targetSlot === undefined ? undefined : slots[targetSlot]
  return (
    <>
      <LaneHead
        lane={lane}
        isSelected={props.isSelected}
        mayPlan={mayPlan}
        onSelect={() => hands.selectLane(lane.key)}
        onLock={props.onLock}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a drop target; the keyboard carries stops by its own keys */}
      <div
        ref={track}
        className={props.isSelected ? 'track on' : 'track'}
        data-lane={lane.letter}
        onDragOver={onDragOver}
        onDrop={event => {
          event.preventDefault()
          hands.drop()
        }}
      >
        {lane.run === undefined ? null : <LaneTrack run={lane.run} axis={axis} />}
        <LaneGhosts ghosts={props.ghosts} axis={axis} />
        {lane.stops.map(stop => {
          const service = services.get(stop.id)
          const from = percentAt(axis, service?.fromMinute ?? stop.arriveMinute ?? axis.fromMinute)
          const to = percentAt(axis, service?.toMinute ?? stop.departMinute ?? axis.fromMinute)
          return (
            <StopBlock
              key={stop.id}
              stop={stop}
              number={view.numberOf.get(stop.id) ?? 0}
              state={view.stateOf(stop)}
              isBroken={view.violationsOfStop.has(stop.id)}
              isChanged={props.changed.has(stop.id)}
              isSelected={props.selectedId === stop.id}
              isCarried={carriedId === stop.id}
              isMoving={props.movingId === stop.id}
              mayDrag={isOpen && isMovable(stop) && !stop.isLocked}
              isTabStop={stop.id === props.tabStopId}
              style={{ left: `${from}%`, width: `${Math.max(0, to - from)}%` }}
              onSelect={() => hands.selectStop(stop.id)}
              onKey={event => props.onKey(stop, event)}
              onPoint={element => props.onPoint(stop, element)}
              onPress={() => hands.foresee(stop)}
              onDrag={event => {
                event.dataTransfer.effectAllowed = 'move'
                hands.pick(stop)
              }}
              onDragEnd={hands.letGo}
            />
          )
        })}
        {target === undefined ? null : (
          <PlaceMark left={percentAt(axis, target.minute)} slot={target} report={props.report} view={view} />
        )}
      </div>
    </>
  )
})
