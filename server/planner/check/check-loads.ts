/** What is on the vehicle at every moment of a run: places, gross weight, gas. */
import type { PlannedRun, Violation } from '../plan.types.ts'
import type { Driver, Problem, Stop, Vehicle } from '../problem.ts'

export function checkLoads(problem: Problem, run: PlannedRun, driver: Driver, vehicle: Vehicle): Violation[] {
  const violations: Violation[] = []
  const { driverId } = run
  run.trips.forEach((trip, index) => {
    const say = (code: Violation['code'], amount: number, detail: string, stopId?: string) =>
      violations.push({
        code,
        amount,
        driverId,
        ...(stopId && { stopId }),
        detail: `${driverId}, trip ${index + 1}: ${detail}`,
      })
    const stops = trip.stops.map(({ stopId }) => problem.stops.find(stop => stop.id === stopId) as Stop)
    const full: Record<string, number> = {}
    const empty: Record<string, number> = {}
    const aboard = index === 0 ? driver.now?.onBoard : undefined
    for (const { code } of problem.sizes) {
      const needed = stops.reduce((sum, stop) => sum + (stop.deliver?.[code] ?? 0), 0)
      full[code] = aboard ? (aboard[code]?.full ?? 0) : needed
      empty[code] = aboard?.[code]?.empty ?? 0
      if (needed > full[code]) {
        say('stock.short', needed - full[code], `delivers ${needed} of ${code}, ${full[code]} are on board.`)
      }
      if ((trip.load[code] ?? 0) !== full[code]) {
        say(
          'load.wrong',
          Math.abs((trip.load[code] ?? 0) - full[code]),
          `loads ${trip.load[code] ?? 0} of ${code}, needs ${full[code]}.`,
        )
      }
    }
    const weigh = () => {
      let gross = 0
      let net = 0
      for (const size of problem.sizes) {
        const fulls = full[size.code] as number
        gross += fulls * (size.gasGrams + size.tareGrams) + (empty[size.code] as number) * size.tareGrams
        net += fulls * size.gasGrams
      }
      return { gross, net }
    }
    const worst = new Map<
      string,
      { amount: number; code: Violation['code']; detail: string; stopId: string | undefined }
    >()
    const look = (stopId: string | undefined) => {
      const note = (key: string, code: Violation['code'], amount: number, detail: string) => {
        if (amount > (worst.get(key)?.amount ?? 0)) worst.set(key, { amount, code, detail, stopId })
      }
      for (const { code } of problem.sizes) {
        const held = (full[code] as number) + (empty[code] as number)
        const places = vehicle.slots[code] ?? 0
        note(
          code,
          'slots.over',
          held - places,
          `${held} cylinders of ${code} on ${places} places, ${held - places} too many.`,
        )
      }
      const { gross, net } = weigh()
      const most = vehicle.maxGrossGrams ?? Number.POSITIVE_INFINITY
      note(
        'gross',
        'weight.over',
        gross - most,
        `${gross / 1000} kg on board, ${(gross - most) / 1000} kg over.`,
      )
      const gas = vehicle.maxNetGasGrams ?? Number.POSITIVE_INFINITY
      note('net', 'gas.over', net - gas, `${net / 1000} kg of gas on board, ${(net - gas) / 1000} kg over.`)
      return gross
    }
    const departure = look(undefined)
    let peak = departure
    if (trip.departureGrossGrams !== departure || trip.netGasGrams !== weigh().net) {
      say('report.wrong', 1, `the weight at departure is ${departure} g with ${weigh().net} g of gas.`)
    }
    stops.forEach((stop, at) => {
      for (const { code } of problem.sizes) {
        full[code] = (full[code] as number) - (stop.deliver?.[code] ?? 0)
        empty[code] = (empty[code] as number) + (stop.collect?.[code] ?? 0)
      }
      const gross = look(stop.id)
      peak = Math.max(peak, gross)
      const planned = trip.stops[at]
      const isSame = problem.sizes.every(({ code }) => {
        const said = planned?.onBoardAfter[code] ?? { full: 0, empty: 0 }
        return said.full === full[code] && said.empty === empty[code]
      })
      if (!isSame || planned?.grossGramsAfter !== gross)
        say('load.wrong', 1, `the load after ${stop.id} is wrong.`, stop.id)
    })
    if (trip.peakGrossGrams !== peak)
      say('report.wrong', 1, `the heaviest moment is ${peak} g, not ${trip.peakGrossGrams} g.`)
    for (const { code, amount, detail, stopId } of worst.values()) say(code, amount, detail, stopId)
  })
  return violations
}
