import type { Assignment, Plan } from '../plan.types.ts'
import { PlannerProblemError, type Problem } from '../problem.ts'
import { Day, TRIP_BREAK } from './day.ts'
import type { Model } from './model.ts'

/** The stops of a plan in order. */
export function assignmentOf(plan: Plan): Assignment {
  return plan.runs.map(run => ({
    driverId: run.driverId,
    trips: run.trips.map(trip => trip.stops.map(stop => stop.stopId)),
  }))
}

/** Gives every driver as many trips as the assignment wants, so that an excess can be timed and then reported. */
export function withRoomForTrips(problem: Problem, assignment: Assignment): Problem {
  const wanted = new Map(assignment.map(each => [each.driverId, each.trips.length]))
  return {
    ...problem,
    drivers: problem.drivers.map(driver => ({
      ...driver,
      maxTrips: Math.max(driver.maxTrips ?? 1, wanted.get(driver.id) ?? 1),
    })),
  }
}

/** Lays an assignment out as given, whatever rules it breaks. Refuses names that mean nothing or come twice. */
export function layAssignment(problem: Problem, model: Model, assignment: Assignment): Day {
  const day = new Day(model)
  const stopNumber = new Map(problem.stops.map((stop, index) => [stop.id, index]))
  const driverNumber = new Map(problem.drivers.map((driver, index) => [driver.id, index]))
  const seen = new Set<string>()
  assignment.forEach(({ driverId, trips }, index) => {
    const path = `assignment[${index}]`
    const driver = driverNumber.get(driverId)
    if (driver === undefined)
      throw new PlannerProblemError('reference', `${path}.driverId`, `no driver "${driverId}"`)
    if (seen.has(driverId))
      throw new PlannerProblemError('duplicate', `${path}.driverId`, `"${driverId}" comes twice`)
    seen.add(driverId)
    const sequence: number[] = []
    trips.forEach((trip, tripIndex) => {
      if (trip.length > 0 && sequence.length > 0) sequence.push(TRIP_BREAK)
      trip.forEach((stopId, position) => {
        const stopPath = `${path}.trips[${tripIndex}][${position}]`
        const stop = stopNumber.get(stopId)
        if (stop === undefined) throw new PlannerProblemError('reference', stopPath, `no stop "${stopId}"`)
        if (day.absentAt[stop] === -1 || sequence.includes(stop)) {
          throw new PlannerProblemError('duplicate', stopPath, `"${stopId}" comes twice`)
        }
        sequence.push(stop)
      })
    })
    day.layout(driver, sequence, 0, sequence.length)
  })
  return day
}
