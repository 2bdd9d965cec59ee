import type { Problem } from '../problem.ts'
import type { Crew } from './compile-model.ts'
import type { Model } from './model.ts'

type Dimension = {
  deliver: number[]
  collect: number[]
  /** By driver. */
  capacity: number[]
  fullAboard: number[]
  emptyAboard: number[]
}

/**
 * Load dimensions: pieces of each size (full and empty share the slots), gross weight, net gas. A dimension that
 * cannot bind on any vehicle is left out, since every one of them costs time in the inner loop.
 */
export function compileLoads(
  problem: Problem,
  crews: Crew[],
): Pick<
  Model,
  | 'dimCount'
  | 'deliver'
  | 'collect'
  | 'dimAt'
  | 'dimOf'
  | 'isFalling'
  | 'capacity'
  | 'hasStock'
  | 'fullAboard'
  | 'allAboard'
> {
  const hasStock = Uint8Array.from(crews, ({ driver }) => (driver.now?.onBoard ? 1 : 0))
  const isStocked = hasStock.includes(1)
  const dimensions = [...sizeDimensions(problem, crews), ...weightDimensions(problem, crews)].filter(
    // What is aboard can bind in every size.
    dimension => isStocked || canBind(dimension),
  )
  const dimCount = dimensions.length
  const stopCount = problem.stops.length
  const deliver = new Float64Array(stopCount * dimCount)
  const collect = new Float64Array(stopCount * dimCount)
  const capacity = new Float64Array(crews.length * dimCount)
  const isFalling = new Uint8Array(dimCount)
  dimensions.forEach((dimension, dim) => {
    for (let stop = 0; stop < stopCount; stop++) {
      deliver[stop * dimCount + dim] = dimension.deliver[stop] as number
      collect[stop * dimCount + dim] = dimension.collect[stop] as number
    }
    dimension.capacity.forEach((most, driver) => {
      capacity[driver * dimCount + dim] = most
    })
    isFalling[dim] = dimension.deliver.every((full, stop) => full >= (dimension.collect[stop] as number))
      ? 1
      : 0
  })
  const dimAt = new Int32Array(stopCount + 1)
  const touched: number[] = []
  for (let stop = 0; stop < stopCount; stop++) {
    dimAt[stop] = touched.length
    dimensions.forEach((dimension, dim) => {
      if (dimension.deliver[stop] || dimension.collect[stop]) touched.push(dim)
    })
  }
  dimAt[stopCount] = touched.length
  const aboard = (of: (dimension: Dimension, driver: number) => number) =>
    Float64Array.from({ length: crews.length * dimCount }, (_, slot) =>
      of(dimensions[slot % dimCount] as Dimension, Math.floor(slot / dimCount)),
    )
  return {
    dimCount,
    deliver,
    collect,
    dimAt,
    dimOf: Int32Array.from(touched),
    isFalling,
    capacity,
    hasStock,
    fullAboard: aboard((dimension, driver) => dimension.fullAboard[driver] as number),
    allAboard: aboard(
      (dimension, driver) =>
        (dimension.fullAboard[driver] as number) + (dimension.emptyAboard[driver] as number),
    ),
  }
}

function sizeDimensions(problem: Problem, crews: Crew[]): Dimension[] {
  return problem.sizes.map(({ code }) => ({
    deliver: problem.stops.map(stop => stop.deliver?.[code] ?? 0),
    collect: problem.stops.map(stop => stop.collect?.[code] ?? 0),
    capacity: crews.map(({ vehicle }) => vehicle.slots[code] ?? 0),
    fullAboard: crews.map(({ driver }) => driver.now?.onBoard?.[code]?.full ?? 0),
    emptyAboard: crews.map(({ driver }) => driver.now?.onBoard?.[code]?.empty ?? 0),
  }))
}

function weightDimensions(problem: Problem, crews: Crew[]): Dimension[] {
  const weigh = (
    pieces: Record<string, number> | undefined,
    ofSize: (size: Problem['sizes'][number]) => number,
  ) => problem.sizes.reduce((sum, size) => sum + (pieces?.[size.code] ?? 0) * ofSize(size), 0)
  const aboard = (what: 'full' | 'empty', ofSize: (size: Problem['sizes'][number]) => number) =>
    crews.map(({ driver }) =>
      problem.sizes.reduce(
        (sum, size) => sum + (driver.now?.onBoard?.[size.code]?.[what] ?? 0) * ofSize(size),
        0,
      ),
    )
  return [
    {
      deliver: problem.stops.map(stop => weigh(stop.deliver, size => size.gasGrams + size.tareGrams)),
      collect: problem.stops.map(stop => weigh(stop.collect, size => size.tareGrams)),
      capacity: crews.map(({ vehicle }) => vehicle.maxGrossGrams ?? Number.POSITIVE_INFINITY),
      fullAboard: aboard('full', size => size.gasGrams + size.tareGrams),
      emptyAboard: aboard('empty', size => size.tareGrams),
    },
    {
      deliver: problem.stops.map(stop => weigh(stop.deliver, size => size.gasGrams)),
      collect: problem.stops.map(() => 0),
      capacity: crews.map(({ vehicle }) => vehicle.maxNetGasGrams ?? Number.POSITIVE_INFINITY),
      fullAboard: aboard('full', size => size.gasGrams),
      emptyAboard: crews.map(() => 0),
    },
  ]
}

/** Whether all stops together could ever overfill the smallest vehicle. */
function canBind(dimension: Dimension): boolean {
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
  const least = Math.min(...dimension.capacity)
  return sum(dimension.deliver) + sum(dimension.collect) > least
}
