import type { Lane, Stop } from './board-view.ts'
import { type Slot, slotAtMinute, slotsOf } from './slots.ts'

/** A stop picked up with mouse or keyboard, and where it would be put down: a slot of a lane, or the tray. */
export interface Carry {
  stopId: string
  laneKey: string | null
  slot: number
}

export type CarryKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

export const isOpenLane = (lane: Lane) => lane.run?.isLocked !== true && lane.run?.state !== 'closed'

/** The slots of a lane for a stop that is carried. */
export function slotsFor(lane: Lane | undefined, stopId: string): Slot[] {
  return slotsOf((lane?.stops ?? []).filter(stop => stop.id !== stopId))
}

export function pickUp(lanes: readonly Lane[], stop: Stop): Carry {
  const lane = lanes.find(each => each.run !== undefined && each.run.id === stop.runId)
  if (lane === undefined) return { stopId: stop.id, laneKey: null, slot: 0 }
  const slots = slotsFor(lane, stop.id)
  const slot = slots.findIndex(each => each.trip === stop.trip && each.position === stop.position)
  return { stopId: stop.id, laneKey: lane.key, slot: Math.max(0, slot) }
}

/** Moves what is carried: left and right along the lane, up and down between lanes; the tray lies below the last. */
export function step(lanes: readonly Lane[], carry: Carry, key: CarryKey): Carry {
  const open = lanes.filter(isOpenLane)
  const at = carry.laneKey === null ? open.length : open.findIndex(lane => lane.key === carry.laneKey)
  const here = carry.laneKey === null ? [] : slotsFor(open[at], carry.stopId)
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    if (carry.laneKey === null) return carry
    const slot = carry.slot + (key === 'ArrowLeft' ? -1 : 1)
    return { ...carry, slot: Math.min(here.length - 1, Math.max(0, slot)) }
  }
  const lane = open[Math.min(open.length, Math.max(0, at + (key === 'ArrowUp' ? -1 : 1)))]
  if (lane === undefined) return { ...carry, laneKey: null, slot: 0 }
  const minute = here[carry.slot]?.minute ?? 0
  return { ...carry, laneKey: lane.key, slot: slotAtMinute(slotsFor(lane, carry.stopId), minute) }
}
