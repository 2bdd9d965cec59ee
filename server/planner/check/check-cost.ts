/** Distances and money: recomputed from the stops' order and the times in the plan. */
import type { Plan, Violation } from '../plan.types.ts'
import {
  DEFAULT_OBJECTIVE,
  type Depot,
  type Driver,
  type Place,
  type Problem,
  type Stop,
  type Vehicle,
} from '../problem.ts'
import { Way } from './way.ts'

export function checkCost(problem: Problem, plan: Plan): Violation[] {
  const weights = { ...DEFAULT_OBJECTIVE, ...problem.objective }
  const way = new Way(problem)
  const violations: Violation[] = []
  const wrong = (detail: string, amount: number, driverId?: string) =>
    violations.push({ code: 'report.wrong', amount, ...(driverId && { driverId }), detail })
  let total = 0
  for (const run of plan.runs) {
    const driver = problem.drivers.find(each => each.id === run.driverId) as Driver
    const vehicle = problem.vehicles.find(each => each.id === run.vehicleId) as Vehicle
    const depot = (problem.depots.find(each => each.id === vehicle.depotId) ?? problem.depots[0]) as Depot
    let meters = 0
    let reloadMinutes = 0
    let late = 0
    run.trips.forEach((trip, index) => {
      const stops = trip.stops.map(({ stopId }) => problem.stops.find(stop => stop.id === stopId) as Stop)
      const begin: Place = index === 0 && driver.now ? driver.now : depot
      const places: Place[] = [begin, ...stops, depot]
      for (let at = 1; at < places.length; at++) {
        const leg = way.meters(places[at - 1] as Place, places[at] as Place)
        const said = at <= stops.length ? trip.stops[at - 1]?.legKm : trip.returnKm
        if (Math.abs((said ?? Number.NaN) * 1000 - leg) > 2)
          wrong(`The leg to ${(stops[at - 1] ?? depot).id} is ${leg} m long.`, 1, driver.id)
        meters += leg
      }
      if (index > 0) reloadMinutes += depot.reloadMinutes
      stops.forEach((stop, at) => {
        if (stop.windows?.some(window => window.hard === false)) late += trip.stops[at]?.lateMinutes ?? 0
        const isKnown =
          stop.zone === undefined || !driver.familiarZones || driver.familiarZones.includes(stop.zone)
        if (!isKnown) total += weights.unfamiliarZone
        if (stop.habit && stop.habit.driverId !== driver.id) total += stop.habit.changeCost
        if (stop.follows && stop.follows.stopId !== (stops[at - 1]?.id ?? null))
          total += stop.follows.changeCost
        const begins = trip.stops[at]?.startMinute ?? 0
        if (stop.told && Math.abs(begins - stop.told.minute) > (stop.told.toleranceMinutes ?? 15) + 1e-6)
          total += stop.told.changeCost
      })
    })
    if (Math.abs(run.km - meters / 1000) > 0.1)
      wrong(`The run is ${meters / 1000} km long, not ${run.km}.`, 1, driver.id)
    const span = run.returnMinute - run.departureMinute
    const rest = run.break ? run.break.endMinute - run.break.startMinute : 0
    const work = span - run.waitingMinutes - rest
    const said = run.drivingMinutes + run.serviceMinutes + reloadMinutes
    if (Math.abs(work - said) > 0.05 * (problem.stops.length + 1)) {
      wrong(
        `${driver.id} works ${work.toFixed(1)} minutes, the parts add up to ${said.toFixed(1)}.`,
        1,
        driver.id,
      )
    }
    total += (driver.now ? 0 : (vehicle.fixedCost ?? 0)) + (meters / 1000) * (vehicle.perKm ?? weights.perKm)
    total += (work * weights.perHour + run.waitingMinutes * weights.waitingPerHour) / 60
    total += late * weights.latenessPerMinute + (run.overtimeMinutes * weights.overtimePerHour) / 60
    total += (run.trips.length - 1) * weights.perExtraTrip
  }
  for (const driver of problem.drivers) {
    if (weights.fairness === 0 || driver.targetMinutes === undefined) continue
    const run = plan.runs.find(each => each.driverId === driver.id)
    const worked = run ? run.returnMinute - run.departureMinute : 0
    const target = Math.max(0, driver.targetMinutes - (driver.balanceMinutes ?? 0))
    total += weights.fairness * ((worked - target) / 60) ** 2
  }
  for (const { stopId } of plan.unassigned)
    total += problem.stops.find(stop => stop.id === stopId)?.skipCost ?? 0
  if (Math.abs(total - plan.cost.total) > 0.1 + 1e-6 * Math.abs(total)) {
    wrong(
      `The plan costs NT$${total.toFixed(2)}, it says ${plan.cost.total}.`,
      Math.abs(total - plan.cost.total),
    )
  }
  return violations
}
