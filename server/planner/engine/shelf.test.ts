import { expect, test, vi } from 'vitest'
import { firstPlans } from '../testing/first-plans.ts'
import { Day } from './day.ts'
import { laySolution, type Search } from './search.ts'

vi.setConfig({ testTimeout: 120_000 })

/** Everything that is kept of the plan, by driver in the order of his day, so that reload nodes may be numbered anyhow. */
function numbersOf(day: Day) {
  const { model } = day
  const drivers = Array.from({ length: model.driverCount }, (_, driver) => {
    const end = day.endOf[driver] as number
    const nodes: unknown[] = []
    const loads: number[][] = []
    let used = 0
    for (let node = day.startOf[driver] as number; ; node = day.next[node] as number) {
      const { arcTo, rideTo, leaveDone, leaveDue, dueDone, dueDue } = day
      const isFirst = node === day.startOf[driver]
      const clocks = [leaveDone, leaveDue, dueDone, dueDue].map(clock => clock[node])
      nodes.push([
        node < model.stopCount ? node : 'depot',
        isFirst ? 0 : [arcTo[node], rideTo[node]],
        node === end ? clocks.slice(2) : clocks,
      ])
      if (node === end) break
      expect(day.prev[day.next[node] as number]).toBe(node)
      if (node < model.stopCount) continue
      if (!isFirst) used++
      const from = node * model.dimCount
      const sums = [day.delivered, day.collected, day.rises].map(sum => [
        ...sum.subarray(from, from + model.dimCount),
      ])
      loads.push([...sums.flat(), day.tripStops[node] as number, day.tripRelease[node] as number])
    }
    const last = (day.startOf[driver] as number) + (model.maxTrips[driver] as number)
    expect(day.isReloadUsed.subarray(end + 1, last + 1).reduce((sum, one) => sum + one, 0)).toBe(used)
    return [nodes, loads, day.stopsOf[driver], day.tripsOf[driver], day.baseCost[driver]]
  })
  const absent = [...day.absent.subarray(0, day.absentCount)].sort((one, other) => one - other)
  return { drivers, absent, skipCost: day.skipCost, baseSum: day.baseSum, tripSum: day.tripSum }
}

function laidAnew(search: Search): Day {
  const day = new Day(search.model)
  laySolution(day, search.snapshot())
  return day
}

test('[E1] after thousands of changes kept and taken back every label is that of the plan laid out anew', () => {
  let kept = 0
  for (const { search } of firstPlans(20, 100)) {
    for (let round = 0; round < 10; round++) {
      const before = search.cost
      search.run(40, round / 10, round / 10)
      if (search.cost !== before) kept++
      expect(numbersOf(search.day)).toEqual(numbersOf(laidAnew(search)))
    }
  }
  expect(kept).toBeGreaterThan(100)
})

test('[E1] a change that is taken back leaves the plan, its order of absent stops and its versions as they were', () => {
  for (const { search } of firstPlans(40, 30)) {
    const { day } = search
    const before = numbersOf(day)
    const versions = [...day.version]
    const absent = [...day.absent.subarray(0, day.absentCount)]
    // As if the plan cost less than any other can: every change is refused.
    const cost = search.cost
    search.cost = -1e15
    for (let tries = 0; tries < 20; tries++) search.iterate(1e-9)
    search.cost = cost
    expect(numbersOf(day)).toEqual(before)
    expect([...day.version]).toEqual(versions)
    expect([...day.absent.subarray(0, day.absentCount)]).toEqual(absent)
  }
})

test('[E1] where several stops have left a day its clocks are those of the day laid out anew', () => {
  let gaps = 0
  for (const { search } of firstPlans(300, 40)) {
    const { day, model } = search
    if (!model.isTimed || model.hasRelease) continue
    for (let driver = 0; driver < model.driverCount; driver++) {
      const stops: number[] = []
      const end = day.endOf[driver] as number
      for (let node = day.openFrom[driver] as number; node !== end; node = day.next[node] as number) {
        if (node < model.stopCount && day.isFrozen[node] === 0) stops.push(node)
      }
      if (stops.length < 4) continue
      day.unlinkStop(stops[1] as number)
      day.unlinkStop(stops.at(-2) as number)
      day.closeGaps(driver)
      gaps += 2
    }
    expect(numbersOf(day)).toEqual(numbersOf(laidAnew(search)))
  }
  expect(gaps).toBeGreaterThan(40)
})
