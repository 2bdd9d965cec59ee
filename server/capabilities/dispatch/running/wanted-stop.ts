import { products } from '../../../../contract/kernel/cylinders.ts'
import type { StopRequest } from '../dispatch-deps.ts'
import type { StopRow } from '../stop.store.ts'

/** A stop that does not exist yet, in the shape of those that do, so that both are priced alike. */
export function toStopRow(request: StopRequest, id: string, planId: string): StopRow {
  return {
    id,
    planId,
    runId: null,
    trip: 1,
    position: 0,
    siteId: request.siteId,
    dueItemId: request.dueItemId,
    orderId: request.orderId,
    state: 'unplanned',
    isLocked: false,
    priority: request.priority,
    windows: request.windows,
    arriveMinute: null,
    departMinute: null,
    etaAt: null,
    unplannedBecause: null,
    arrivedAt: null,
    finishedAt: null,
    publishedRunId: null,
    publishedTrip: null,
    publishedPosition: null,
    publishedArriveMinute: null,
    version: 1,
    lines: request.lines.map(line => ({
      ...line,
      cylinderType: products[line.product].type,
      billingMethod: products[line.product].method,
      unitPriceNtd: 0n,
    })),
  }
}
