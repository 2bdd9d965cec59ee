import { isMovable, type Stop } from './board-view.ts'

/** A place a stop can be put down in, counted without the stop that is carried. */
export interface Slot {
  trip: number
  /** Among the trip's stops. */
  position: number
  /** Behind the last trip, in one of its own. */
  isNewTrip: boolean
  /** The stop it would come before; undefined at a trip's end. */
  beforeId: string | undefined
  /** Where on the axis it lies. */
  minute: number
}

const minutesIntoGap = 8
const minutesToNewTrip = 45
const morning = 500

/**
 * The places of a lane in the order they are driven: in front of each stop, at the end of each trip, and a new trip
 * behind the last; none lies before what has been driven.
 * @param others the lane's stops in order, without the carried one
 */
export function slotsOf(others: readonly Stop[]): Slot[] {
  const begun = others.findLastIndex(stop => !isMovable(stop))
  const indexOf = new Map(others.map((stop, index) => [stop.id, index]))
  const slots: Slot[] = []
  for (const [trip, members] of Map.groupBy(others, stop => stop.trip)) {
    const firstIndex = indexOf.get(members[0]?.id ?? '') ?? 0
    const driven = Math.max(0, begun - firstIndex + 1)
    if (driven > members.length) continue
    for (let position = driven; position <= members.length; position += 1) {
      const [ahead, behind] = [members[position - 1], members[position]]
      slots.push({ trip, position, isNewTrip: false, beforeId: behind?.id, minute: between(ahead, behind) })
    }
  }
  const last = others.at(-1)
  const minute = last === undefined ? morning : (last.departMinute ?? morning) + minutesToNewTrip
  slots.push({ trip: (last?.trip ?? 0) + 1, position: 0, isNewTrip: true, beforeId: undefined, minute })
  return slots
}

function between(ahead: Stop | undefined, behind: Stop | undefined): number {
  const from = ahead?.departMinute ?? undefined
  const to = behind?.arriveMinute ?? undefined
  if (from !== undefined && to !== undefined) return (from + to) / 2
  if (from !== undefined) return from + minutesIntoGap
  return (to ?? morning) - minutesIntoGap
}

/** The slot that lies nearest to a minute of the day. */
export function slotAtMinute(slots: readonly Slot[], minute: number): number {
  let nearest = 0
  slots.forEach((slot, index) => {
    const best = slots[nearest]?.minute ?? 0
    if (Math.abs(slot.minute - minute) < Math.abs(best - minute)) nearest = index
  })
  return nearest
}

/** The same place again after the board has changed: before the same stop, or at the same trip's end. */
export function sameSlot(slots: readonly Slot[], wanted: Slot): Slot | undefined {
  const beside =
    wanted.beforeId === undefined ? undefined : slots.find(slot => slot.beforeId === wanted.beforeId)
  const kind = slots.findLast(
    slot => slot.isNewTrip === wanted.isNewTrip && (wanted.isNewTrip || slot.trip === wanted.trip),
  )
  return beside ?? kind ?? slots.at(-1)
}
