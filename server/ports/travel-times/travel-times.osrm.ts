import { z } from 'zod'
import { askJson } from './ask-json.ts'
import { checkedLeg, type RoadLeg, type RoadService, TravelFault } from './road-protocol.ts'
import { type Block, coveringBlocks } from './wanted-pairs.ts'

export interface OsrmOptions {
  /** Such as `http://osrm:5000`, without the service's path. */
  url: string
  /** The server's `--max-table-size`: most coordinates of a request. */
  tableSize: number
  timeoutMs?: number
}

const keepDays = 30
/** A point that far from the nearest road lies outside the server's map. */
const farthestSnapMetres = 1_000

const matrix = z.array(z.array(z.number().nullable()))
const waypoints = z.array(z.object({ distance: z.number() }))
const answer = z.object({
  code: z.literal('Ok'),
  durations: matrix,
  distances: matrix,
  sources: waypoints,
  destinations: waypoints,
})

/**
 * OSRM's table service, `GET /table/v1/driving/{lon,lat;…}?annotations=duration,distance` (project-osrm.org, HTTP API
 * v5). A company runs it itself, so whole tables are asked, in squares that the server allows.
 */
export function makeOsrm(options: OsrmOptions): RoadService {
  return {
    source: 'osrm',
    isHourly: false,
    keepDays,
    timeoutMs: options.timeoutMs ?? 4_000,
    questionMs: 12_000,
    mostCalls: 4,
    blocksOf: pairs => coveringBlocks(pairs, options.tableSize),
    ask: async (block, pointOf, _departAt, signal) => {
      const rows = [...new Set([...block.origins, ...block.destinations])]
      const coordinates = rows.map(row => {
        const { latitude, longitude } = pointOf(row)
        return `${longitude.toFixed(6)},${latitude.toFixed(6)}`
      })
      const places = new Map(rows.map((row, index) => [row, index]))
      const indices = (list: readonly number[]) => list.map(row => places.get(row)).join(';')
      const url =
        `${options.url}/table/v1/driving/${coordinates.join(';')}` +
        `?annotations=duration,distance&sources=${indices(block.origins)}&destinations=${indices(block.destinations)}`
      return readTable(block, await askJson({ url, method: 'GET', signal }))
    },
  }
}

function readTable({ origins, destinations }: Block, body: unknown): RoadLeg[] {
  const { success, data } = answer.safeParse(body)
  if (!success) throw new TravelFault('travel.bad-answer', 'not a table')
  const isWhole = (table: readonly (readonly unknown[])[]) =>
    table.length === origins.length && table.every(row => row.length === destinations.length)
  const isComplete =
    isWhole(data.durations) &&
    isWhole(data.distances) &&
    data.sources.length === origins.length &&
    data.destinations.length === destinations.length
  if (!isComplete) throw new TravelFault('travel.bad-answer', 'the table has another size')
  return origins.flatMap((from, row) =>
    destinations.flatMap((to, column) => {
      const [seconds, metres] = [data.durations[row]?.[column], data.distances[row]?.[column]]
      const isOnMap =
        (data.sources[row]?.distance ?? 0) <= farthestSnapMetres &&
        (data.destinations[column]?.distance ?? 0) <= farthestSnapMetres
      if (from === to || seconds === null || metres === null || !isOnMap) return []
      return [checkedLeg(from, to, seconds, metres)]
    }),
  )
}
