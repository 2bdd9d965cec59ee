import type { EndpointAnswer } from '../../../../contract/endpoint.ts'
import * as endpoints from '../../../../contract/endpoints/running-day.ts'
import { missing } from '../../../../contract/kernel/problem.ts'
import { type ReadContext, type Route, readRoute, writeRoute } from '../../../platform/http/route.ts'
import { stopLinesOf } from '../../orders/orders.api.ts'
import { requireDepot } from '../board.action.ts'
import { runNotFound } from '../dispatch.errors.ts'
import type { StopRequest } from '../dispatch-deps.ts'
import type { PlanRow } from '../plan.store.ts'
import type { StopRow } from '../stop.store.ts'
import { acceptImprovement } from './accept-improvement.action.ts'
import { closeRoad, reopenRoad } from './close-road.action.ts'
import { fingerprintOfAll } from './fingerprint.rules.ts'
import {
  dayWithout,
  findWantedStop,
  insertUrgent,
  requestOfOrder,
  requireRunningPlan,
} from './insert-urgent.action.ts'
import { interruptRun } from './interrupt-run.action.ts'
import { type PricedInsertion, priceInsertion } from './price-insertion.ts'
import { type PricedInterruption, priceInterruption } from './price-interruption.ts'
import { proposeImprovement } from './propose-improvement.ts'
import { readRunningDay } from './read-running-day.ts'
import { nothingOpen } from './running.errors.ts'
import type { RunNow, RunningDay } from './running-day.types.ts'
import type { RunningDeps } from './running-deps.ts'
import { showRunningDay } from './show-running-day.ts'
import { toStopRow } from './wanted-stop.ts'

export function runningDayRoutes(deps: RunningDeps): Route[] {
  return [
    readRoute(endpoints.getRunningDay, async ({ db, actor }, { query }) =>
      showRunningDay(deps, db, { depotId: await requireDepot(db, actor), date: query.date }),
    ),
    readRoute(endpoints.priceInsertion, async (context, { body }) => {
      const plan = await requireRunningPlan(context.db, context.actor, context.today)
      return body.draft
        ? priceOne(deps, context, plan, toStopRow(requestOfDraft(body.draft), 'draft', plan.id))
        : priceWanted(deps, context, plan, body)
    }),
    writeRoute(endpoints.insertUrgent, (context, { body }) => insertUrgent(deps, context, body)),
    readRoute(endpoints.priceInterruption, async (context, { body }) => {
      const plan = await requireRunningPlan(context.db, context.actor, context.today)
      const day = await readRunningDay(deps, context.db, plan, context.now)
      const run = day.runs.find(candidate => candidate.run.id === body.runId)
      if (!run) throw runNotFound()
      const priced = priceInterruption(day, run)
      if (priced.moves.length === 0) throw nothingOpen()
      const place = (await deps.readPresence(context.db, [run.driver.id]))[0]
      return showInterruption(day, run, priced, place)
    }),
    writeRoute(endpoints.interruptRun, (context, { body }) => interruptRun(deps, context, body)),
    readRoute(endpoints.proposeImprovement, (context, { body }) => proposeImprovement(deps, context, body)),
    writeRoute(endpoints.acceptImprovement, (context, { body }) => acceptImprovement(deps, context, body)),
    writeRoute(endpoints.closeRoad, (context, { body }) => closeRoad(deps, context, body)),
    writeRoute(endpoints.openRoad, async (context, { params }) => {
      await reopenRoad(deps, context, params.id)
      return {}
    }),
  ]
}

async function priceWanted(
  deps: RunningDeps,
  context: ReadContext,
  plan: PlanRow,
  wanted: { orderId?: string | undefined; stopId?: string | undefined },
) {
  const known = await findWantedStop(context.db, plan, wanted)
  const stop =
    known ?? toStopRow(await requestOfOrder(context.db, wanted.orderId ?? ''), wanted.orderId ?? '', plan.id)
  return priceOne(deps, context, plan, stop)
}

async function priceOne(
  deps: RunningDeps,
  context: ReadContext,
  plan: PlanRow,
  stop: StopRow,
): Promise<EndpointAnswer<typeof endpoints.priceInsertion>> {
  const day = dayWithout(await readRunningDay(deps, context.db, plan, context.now), stop.id)
  const [site] = (await deps.readSites(context.db, [stop.siteId])).values()
  if (!site) throw missing('orders.site-not-found')
  day.sites.set(site.id, site)
  const { proposals, refusal } = priceInsertion(day, stop)
  return { shortName: site.shortName, proposals: proposals.map(each => showInsertion(day, each)), refusal }
}

function requestOfDraft(draft: {
  siteId: string
  priority: StopRequest['priority']
  isCollection: boolean
  lines: { product: StopRequest['lines'][number]['product']; quantity: number }[]
}): StopRequest {
  return {
    siteId: draft.siteId,
    dueItemId: null,
    orderId: null,
    priority: draft.priority,
    windows: [],
    lines: stopLinesOf(draft),
  }
}

function showInsertion(day: RunningDay, priced: PricedInsertion) {
  const { run, plan: _plan, cost: _cost, ...shown } = priced
  return {
    ...shown,
    runId: run.run.id,
    driverName: run.driver.name,
    letter: run.driver.letter,
    plate: run.vehicle.plate,
    isIdle: day.idle.includes(run),
    broken: priced.later.filter(each => each.breaks !== null).length,
    // A draft has no stop yet: its place is told by `after`, its name is nobody's.
    sequences: shown.sequences.map(({ trip, stopIds }) => ({
      trip,
      stopIds: stopIds.filter(id => id !== 'draft'),
    })),
  }
}

function showInterruption(
  day: RunningDay,
  run: RunNow,
  priced: PricedInterruption,
  place: { latitude: number; longitude: number } | undefined,
): EndpointAnswer<typeof endpoints.priceInterruption> {
  return {
    driverName: run.driver.name,
    doneStops: run.begun.filter(stop => stop.state !== 'arrived').length,
    moves: priced.moves.map(({ stop, to, etaMinute, stock, because, prizeNtd }) => ({
      stopId: stop.id,
      shortName: day.sites.get(stop.siteId)?.shortName ?? '',
      priority: stop.priority,
      toRunId: to?.run.id ?? null,
      toDriverName: to?.driver.name ?? null,
      toLetter: to?.driver.letter ?? null,
      isToIdle: to !== null && day.idle.includes(to),
      etaMinute,
      laterMinutes:
        etaMinute === null || stop.publishedArriveMinute === null
          ? null
          : etaMinute - stop.publishedArriveMinute,
      stock,
      because,
      prizeNtd,
    })),
    later: priced.later.map(({ run: late, ...each }) => ({ ...each, driverName: late.driver.name })),
    truck: {
      plate: run.vehicle.plate,
      ...run.aboard,
      point: place ? { latitude: place.latitude, longitude: place.longitude } : null,
      heardAt: run.heardAt?.toISOString() ?? null,
    },
    changes: priced.changes.map(change => ({ runId: change.run.run.id, sequences: change.sequences })),
    toTray: priced.moves.flatMap(({ stop, to }) => (to ? [] : [stop.id])),
    basis: fingerprintOfAll([run, ...priced.changes.map(change => change.run)]),
  }
}
