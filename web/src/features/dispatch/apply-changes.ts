import type { Board, BoardChanges } from '@luckygas/contract/endpoints/dispatch.ts'
import type { Stop } from './board-view.ts'

/**
 * The board after a step that somebody made from it. Undefined when the changes are of another version than the board
 * has: then it must be fetched whole.
 */
export function applyChanges(board: Board, changes: BoardChanges): Board | undefined {
  if (board.version !== changes.since) return undefined
  const { since: _since, runs, stops, ...rest } = changes
  return {
    ...board,
    ...rest,
    runs: withChanged(board.runs, runs).sort((a, b) => a.letter.localeCompare(b.letter)),
    stops: withChanged(board.stops, stops),
  }
}

/** The same rows with the changed ones in their places and new ones behind; what has not changed keeps its identity. */
function withChanged<Row extends { id: string }>(rows: readonly Row[], changed: readonly Row[]): Row[] {
  const fresh = new Map(changed.map(row => [row.id, row]))
  const known = new Set(rows.map(row => row.id))
  return [...rows.map(row => fresh.get(row.id) ?? row), ...changed.filter(row => !known.has(row.id))]
}

export interface Landing {
  /** Null for the tray, and for a driver who has no run yet. */
  runId: string | null
  trip: number
  /** Among the trip's stops, counted without the one that is put down. */
  position: number
  arriveMinute: number | null
}

/**
 * The board with a stop already where a hand has put it down, for as long as the server takes to time the runs again.
 * Nothing but places is foretold: times, totals and what is broken stay as they were.
 */
export function putDown(board: Board, stopId: string, landing: Landing): Board {
  const moved = board.stops.find(stop => stop.id === stopId)
  if (moved === undefined) return board
  const { runId, trip, position } = landing
  const isBehind = (stop: Stop, of: Pick<Stop, 'runId' | 'trip'>, from: number) =>
    stop.runId === of.runId && stop.trip === of.trip && stop.position >= from
  const service = (moved.departMinute ?? 0) - (moved.arriveMinute ?? 0)
  const arriveMinute = runId === null ? null : landing.arriveMinute
  const placed: Stop = {
    ...moved,
    runId,
    trip: runId === null ? 1 : trip,
    position: runId === null ? 0 : position,
    arriveMinute,
    departMinute: arriveMinute === null ? null : arriveMinute + (service > 0 ? service : shortestService),
    unplannedBecause: null,
  }
  return {
    ...board,
    stops: board.stops.map(stop => {
      if (stop.id === stopId) return placed
      const closed = moved.runId !== null && isBehind(stop, moved, moved.position) ? -1 : 0
      const at = stop.position + closed
      const opened = runId !== null && isBehind({ ...stop, position: at }, placed, position) ? 1 : 0
      return closed + opened === 0 ? stop : { ...stop, position: at + opened }
    }),
  }
}

/** Minutes for which a stop from the tray is drawn until its service has been timed. */
const shortestService = 5
