import { instantAt } from '../../../contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { RoadTimes, TravelPlace } from '../../ports/travel-times/travel-times.port.ts'
import type { DispatchDeps, SiteFacts } from './dispatch-deps.ts'
import type { DepotRow } from './fleet.store.ts'
import type { PlanningParameters } from './plan-problem.rules.ts'

/** A day is planned with the traffic of ten in the morning, the middle of its deliveries. */
const plannedMinute = 10 * 60

/**
 * Times on the road between the day's doors and its depot; undefined where the planner's plain estimate is all there is.
 * @param minute of the day to set off; the usual one of a plan where absent
 * @param mayAsk whether a road service may be asked; only outside transactions
 */
export async function readRoads(
  deps: Pick<DispatchDeps, 'readRoads'>,
  db: Reader,
  day: {
    date: string
    depot: DepotRow
    sites: ReadonlyMap<string, SiteFacts>
    parameters: Pick<PlanningParameters, 'circuity' | 'kmPerHour'>
    minute?: number
  },
  mayAsk = false,
): Promise<RoadTimes | undefined> {
  if (!deps.readRoads) return undefined
  const { circuity, kmPerHour } = day.parameters
  const doors = [...day.sites.values()].sort((a, b) => a.id.localeCompare(b.id))
  const { latitude, longitude } = day.depot
  const places: TravelPlace[] = [
    { point: { latitude, longitude }, zone: null, isDepot: true },
    ...doors.flatMap(({ point, zoneId }): TravelPlace[] =>
      point
        ? [
            {
              point: { latitude: point.latitude, longitude: point.longitude },
              zone: zoneId,
              isDepot: false,
            },
          ]
        : [],
    ),
  ]
  const departAt = instantAt(day.date, Math.max(0, Math.floor(day.minute ?? plannedMinute)))
  return deps.readRoads(db, { places, departAt, estimate: { circuity, kmPerHour } }, mayAsk)
}
