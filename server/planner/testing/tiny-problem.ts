/** A day small enough to reason about: stops on a line, one minute and one kilometre apart, the depot at 0. */
import type { Driver, Problem, Stop, Vehicle } from '../problem.ts'

export type TinyStop = Omit<Stop, 'id' | 'matrixIndex'> & {
  /** Kilometres (and minutes) from the depot; may be negative. */
  at: number
}

export type TinyOptions = {
  stops: TinyStop[]
  drivers?: Partial<Driver>[]
  vehicles?: Partial<Vehicle>[]
  depot?: { reloadMinutes?: number; bays?: number }
  rest?: Partial<Problem>
}

/** Stops are called a, b, c …; drivers d0, d1 …; each driver has a truck with ten places of size 20. */
export function tinyProblem(options: TinyOptions): Problem {
  const drivers = options.drivers ?? [{}]
  const positions = [0, ...options.stops.map(stop => stop.at)]
  const distances = positions.map(from => positions.map(to => Math.abs(from - to)))
  return {
    schemaVersion: 1,
    depots: [{ id: 'depot', matrixIndex: 0, reloadMinutes: 10, ...options.depot }],
    sizes: [
      { code: '20', gasGrams: 20_000, tareGrams: 20_000 },
      { code: '50', gasGrams: 50_000, tareGrams: 50_000 },
    ],
    vehicles: drivers.map((_, index) => ({
      id: `v${index}`,
      kind: 'truck',
      slots: { 20: 10, 50: 4 },
      ...options.vehicles?.[index],
    })),
    drivers: drivers.map((driver, index) => ({
      id: `d${index}`,
      vehicleId: `v${index}`,
      shiftStartMinute: 480,
      shiftEndMinute: 1020,
      ...driver,
    })),
    stops: options.stops.map(({ at: _at, ...stop }, index) => ({
      id: String.fromCharCode(97 + index),
      matrixIndex: index + 1,
      ...(stop.service ? {} : { serviceMinutes: 5 }),
      ...stop,
    })),
    travel: {
      kind: 'matrix',
      seconds: distances.map(row => row.map(km => km * 60)),
      meters: distances.map(row => row.map(km => km * 1000)),
    },
    objective: { perKm: 10, perHour: 0, waitingPerHour: 0 },
    ...options.rest,
  }
}
