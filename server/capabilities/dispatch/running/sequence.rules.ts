import type { StopRow } from '../stop.store.ts'
import type { RunNow } from './running-day.types.ts'

/** The open stops of a run, trip by trip, in the order they are to be served. */
export interface Sequence {
  trip: number
  stopIds: string[]
}

export interface Place {
  stopId: string
  trip: number
  position: number
}

/** The planner's trips of one driver as published trips: his anchor falls off, his present trip keeps its number. */
export function toSequences(run: Pick<RunNow, 'trip'>, trips: readonly { stopIds: string[] }[]): Sequence[] {
  return trips
    .map(({ stopIds }, index) => ({
      trip: run.trip + index,
      stopIds: stopIds.filter(id => !id.startsWith('now:')),
    }))
    .filter(({ stopIds }) => stopIds.length > 0)
}

/** Published places: begun stops keep theirs, open ones follow in the given order. */
export function placesOf(
  begun: readonly Pick<StopRow, 'publishedTrip' | 'publishedPosition'>[],
  sequences: readonly Sequence[],
): Place[] {
  return sequences.flatMap(({ trip, stopIds }) => {
    const last = Math.max(
      -1,
      ...begun.filter(stop => stop.publishedTrip === trip).map(stop => stop.publishedPosition ?? 0),
    )
    return stopIds.map((stopId, index) => ({ stopId, trip, position: last + 1 + index }))
  })
}

/** Whether the sequences hold each of these stops exactly once and nothing else, trips counting up. */
export function isComplete(sequences: readonly Sequence[], stopIds: readonly string[]): boolean {
  const listed = sequences.flatMap(sequence => sequence.stopIds)
  const isRising = sequences.every(
    ({ trip }, index) => index === 0 || trip > (sequences[index - 1]?.trip ?? 0),
  )
  return (
    isRising &&
    listed.length === stopIds.length &&
    new Set(listed).size === listed.length &&
    stopIds.every(id => listed.includes(id))
  )
}
