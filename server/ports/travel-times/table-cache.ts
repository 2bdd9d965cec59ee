import { createHash } from 'node:crypto'
import type { Clock } from '../../platform/clock.ts'
import { hourInTaipei } from './cells.rules.ts'
import type { RoadTable } from './road-times.ts'
import type { TravelQuestion } from './travel-times.port.ts'

/** The board asks the same day's question at every move of a stop; another process may learn more meanwhile. */
const freshMs = 60_000
const mostTables = 8

/** The last few tables of this process. */
export function makeTableCache(clock: Clock) {
  const tables = new Map<string, { table: RoadTable | undefined; until: number }>()
  return {
    get: async (
      question: TravelQuestion,
      make: () => Promise<RoadTable | undefined>,
    ): Promise<RoadTable | undefined> => {
      const key = nameOf(question)
      const known = tables.get(key)
      if (known && known.until > clock.now().getTime()) return known.table
      const table = await make()
      tables.delete(key)
      tables.set(key, { table, until: clock.now().getTime() + freshMs })
      const [oldest] = tables.keys()
      if (tables.size > mostTables && oldest !== undefined) tables.delete(oldest)
      return table
    },
    clear: () => tables.clear(),
  }
}

function nameOf({ places, departAt, estimate }: TravelQuestion): string {
  const text = JSON.stringify([
    hourInTaipei(departAt),
    estimate,
    places.map(({ point, zone, isDepot }) => [point.latitude, point.longitude, zone, isDepot]),
  ])
  return createHash('sha256').update(text).digest('base64')
}
