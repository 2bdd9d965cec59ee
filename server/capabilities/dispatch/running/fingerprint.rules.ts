import { createHash } from 'node:crypto'
import type { RunNow } from './running-day.types.ts'

/**
 * What a proposal for a run was priced on: its stops, their places and states, and its vehicle's state. While it is the
 * same, the consequences shown still hold; a delivery, another insertion or a move changes it.
 */
export function fingerprintOf(run: Pick<RunNow, 'run' | 'open' | 'begun' | 'trip'>): string {
  const facts = {
    run: [run.run.id, run.run.state, run.run.vehicleId, run.trip],
    open: run.open.map(stop => [stop.id, stop.publishedTrip, stop.publishedPosition]),
    begun: run.begun.map(stop => [stop.id, stop.state]),
  }
  return shortHash(JSON.stringify(facts))
}

/** One basis for a change of several runs, in whatever order they come. */
export function fingerprintOfAll(runs: readonly Pick<RunNow, 'run' | 'open' | 'begun' | 'trip'>[]): string {
  return shortHash(runs.map(fingerprintOf).sort().join(' '))
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}
