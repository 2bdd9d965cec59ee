import { productCodes, products } from '../../../contract/kernel/cylinders.ts'
import { driverStream } from '../../../contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { announceBoard } from './board.action.ts'
import type { DispatchDeps, StopRequest } from './dispatch-deps.ts'
import { ensurePlan, findRun, lockPlan, touchPlan } from './plan.store.ts'
import { insertStop, type NewStop, readStops, type StopRow, updateStop } from './stop.store.ts'

/**
 * Takes stops for a day from the due list or from orders, as unplanned ones in the tray. A site already on the day's
 * plan for the same order (or without one) is not taken twice: the answer tells how many were new. A stop that was
 * there for a forecast, and that no driver holds yet, makes way for the order that came for its site.
 */
export async function receiveStops(
  deps: DispatchDeps,
  context: WriteContext,
  input: { depotId: string; date: string; stops: StopRequest[] },
): Promise<{ added: number; planId: string }> {
  const plan = await ensurePlan(context.db, {
    id: context.newId(),
    depotId: input.depotId,
    date: input.date,
    now: context.now,
  })
  const present = await readStops(context.db, { planId: plan.id })
  const taken = new Set(
    present.filter(stop => stop.state !== 'cancelled').map(stop => `${stop.siteId} ${stop.orderId ?? ''}`),
  )
  const prices = await deps.priceStops(context.db, input.date, input.stops)
  let added = 0
  for (const [index, stop] of input.stops.entries()) {
    const key = `${stop.siteId} ${stop.orderId ?? ''}`
    if (taken.has(key)) continue
    taken.add(key)
    added += 1
    const forecast = stop.orderId === null ? undefined : present.find(each => makesWay(each, stop.siteId))
    if (forecast) await updateStop(context.db, forecast.id, { state: 'cancelled' })
    const lines = stop.lines.map(line => {
      // A metered site pays for gas by its meter, not for the cylinder at the door.
      const isMetered = products[line.product].method === 'metered'
      return { ...line, unitPriceNtd: isMetered ? 0n : (prices[index]?.get(line.product) ?? 0n) }
    })
    await insertStop(context.db, {
      id: context.newId(),
      planId: plan.id,
      siteId: stop.siteId,
      dueItemId: stop.dueItemId,
      orderId: stop.orderId,
      priority: stop.priority,
      windows: stop.windows,
      lines: beside(lines, forecast),
      now: context.now,
    })
  }
  if (added > 0) {
    await touchPlan(context.db, plan.id, {})
    await announceBoard(context, plan)
  }
  return { added, planId: plan.id }
}

/** Whether a stop of the day stands there without an order, known to nobody but the dispatchers. */
function makesWay(stop: StopRow, siteId: string): boolean {
  const isOpen = stop.state === 'planned' || stop.state === 'unplanned'
  return isOpen && stop.siteId === siteId && stop.orderId === null && stop.publishedRunId === null
}

/** An order says itself what it brings; one that only fetches empties adds them to what the forecast was to bring. */
function beside(asked: NewStop['lines'], forecast: StopRow | undefined): NewStop['lines'] {
  const isCollection = asked.every(line => line.fullOut === 0)
  const before = isCollection ? (forecast?.lines ?? []) : []
  return productCodes.flatMap(product => {
    const lines = [...before, ...asked].filter(line => line.product === product)
    const [first] = lines
    const sum = (side: 'fullOut' | 'emptyIn') => lines.reduce((total, line) => total + line[side], 0)
    if (first === undefined) return []
    return [{ product, unitPriceNtd: first.unitPriceNtd, fullOut: sum('fullOut'), emptyIn: sum('emptyIn') }]
  })
}

/**
 * An order was cancelled, changed or put back: its stops leave the plan, unless hands have already touched them.
 * Answers the days whose plans they left.
 */
export async function leavePlan(context: WriteContext, orderId: string): Promise<string[]> {
  const left: string[] = []
  for (const stop of await readStops(context.db, { orderId })) {
    if (stop.state === 'done' || stop.state === 'failed' || stop.state === 'cancelled') continue
    const plan = await lockPlan(context.db, stop.planId)
    if (!plan) continue
    await updateStop(context.db, stop.id, { state: 'cancelled' })
    left.push(plan.date)
    await touchPlan(context.db, plan.id, {})
    await announceBoard(context, plan)
    await announceDriver(context, stop, plan)
  }
  return left
}

/** What an order says besides its goods has changed: whoever holds its open stop looks at his day again. */
export async function tellDriver(context: WriteContext, orderId: string): Promise<void> {
  for (const stop of await readStops(context.db, { orderId })) {
    if (stop.state !== 'published' && stop.state !== 'arrived') continue
    const plan = await lockPlan(context.db, stop.planId)
    if (plan) await announceDriver(context, stop, plan)
  }
}

async function announceDriver(
  context: WriteContext,
  stop: StopRow,
  plan: { id: string; date: string },
): Promise<void> {
  const run = stop.publishedRunId ? await findRun(context.db, stop.publishedRunId) : undefined
  if (!run) return
  await context.announce({
    stream: driverStream(run.driverId),
    kind: 'driver-day.changed',
    entityId: plan.id,
    payload: { date: plan.date },
  })
}
