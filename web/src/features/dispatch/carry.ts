import { isMovable, type Lane, type Stop } from './board-view.ts'

/** A stop picked up with the keyboard, and where it would be put down: a slot of a lane, or the tray. */
export interface Carry {
  stopId: string
  laneKey: string | null
  slot: number
}

export type CarryKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

const withoutMoved = (lane: Lane | undefined, stopId: string): Stop[] =>
  (lane?.stops ?? []).filter(stop => stop.id !== stopId)

/** First slot behind everything that has already been driven. */
const firstSlot = (others: readonly Stop[]) => others.findLastIndex(stop => !isMovable(stop)) + 1

const clampSlot = (others: readonly Stop[], slot: number) =>
  Math.min(others.length, Math.max(firstSlot(others), slot))

export function pickUp(lanes: readonly Lane[], stop: Stop): Carry {
  const lane = lanes.find(each => each.run !== undefined && each.run.id === stop.runId)
  const slot = lane?.stops.findIndex(each => each.id === stop.id) ?? 0
  return { stopId: stop.id, laneKey: lane?.key ?? null, slot: Math.max(0, slot) }
}

/** Moves what is carried: left and right along the lane, up and down between lanes; the tray lies below the last. */
export function step(lanes: readonly Lane[], carry: Carry, key: CarryKey): Carry {
  const open = lanes.filter(lane => lane.run?.isLocked !== true && lane.run?.state !== 'closed')
  const at = carry.laneKey === null ? open.length : open.findIndex(lane => lane.key === carry.laneKey)
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    if (carry.laneKey === null) return carry
    const others = withoutMoved(open[at], carry.stopId)
    return { ...carry, slot: clampSlot(others, carry.slot + (key === 'ArrowLeft' ? -1 : 1)) }
  }
  const next = Math.min(open.length, Math.max(0, at + (key === 'ArrowUp' ? -1 : 1)))
  const lane = open[next]
  if (lane === undefined) return { ...carry, laneKey: null, slot: 0 }
  return { ...carry, laneKey: lane.key, slot: clampSlot(withoutMoved(lane, carry.stopId), carry.slot) }
}
