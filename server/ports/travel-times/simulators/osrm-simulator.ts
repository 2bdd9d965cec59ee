import { type Answer, type SimulatedLeg, type Simulator, startLoopback } from './loopback-server.ts'

type Coordinate = readonly [longitude: number, latitude: number]

export interface OsrmSimulatorOptions {
  /** Null: no way between them. */
  legOf(from: Coordinate, to: Coordinate): SimulatedLeg | null
  /** `--max-table-size` of osrm-routed; 100 by default. */
  tableSize?: number
}

interface Table {
  durations: (number | null)[][]
}

/** A server that speaks OSRM's table service on loopback: same paths, parameters, refusals and answers. */
export function startOsrmSimulator(options: OsrmSimulatorOptions): Promise<Simulator> {
  const tableSize = options.tableSize ?? 100
  const refusal = (code: string, message: string): Answer => ({
    status: 400,
    body: { code, message },
    elements: 0,
  })
  return startLoopback(
    request => {
      const url = new URL(request.url ?? '/', 'http://localhost')
      const path = /^\/table\/v1\/driving\/([-\d.,;]+)$/.exec(url.pathname)
      if (request.method !== 'GET' || !path) return refusal('InvalidUrl', 'URL string malformed')
      const points = (path[1] ?? '')
        .split(';')
        .map(text => text.split(',').map(Number) as unknown as Coordinate)
      const rows = (name: string) =>
        url.searchParams.get(name)?.split(';').map(Number) ?? points.map((_, index) => index)
      const [sources, destinations] = [rows('sources'), rows('destinations')]
      if ([...sources, ...destinations].some(row => points[row] === undefined))
        return refusal('InvalidOptions', 'Source or destination out of range')
      if (points.length > tableSize) return refusal('TooBig', 'Too many table coordinates')
      const legs = sources.map(from =>
        destinations.map(to => options.legOf(points[from] as Coordinate, points[to] as Coordinate)),
      )
      const waypoint = (row: number) => ({ hint: '', distance: 4.2, name: '', location: points[row] })
      return {
        status: 200,
        body: {
          code: 'Ok',
          ...(url.searchParams.get('annotations') === 'duration,distance' && {
            distances: legs.map(row => row.map(leg => leg?.metres ?? null)),
          }),
          durations: legs.map(row => row.map(leg => leg?.seconds ?? null)),
          sources: sources.map(waypoint),
          destinations: destinations.map(waypoint),
        },
        elements: sources.length * destinations.length,
      }
    },
    (answer, how) => {
      const { durations, ...rest } = answer as Table
      if (how === 'wrong-count') return { ...rest, durations: durations.slice(1) }
      return { ...rest, durations: durations.map(row => row.map(seconds => -1 - (seconds ?? 0))) }
    },
  )
}
