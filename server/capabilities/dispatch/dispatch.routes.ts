import * as endpoints from '../../../contract/endpoints/dispatch.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import {
  byWorkers,
  downloadRoute,
  preparedWriteRoute,
  type Route,
  readRoute,
  writeRoute,
} from '../../platform/http/route.ts'
import type { AskedWork } from '../../platform/jobs/asked-work.ts'
import { requireDepot } from './board.action.ts'
import { readBoard } from './board.view.ts'
import { markBoard, readBoardChanges } from './board-changes.view.ts'
import { saveBuiltPlan, searchDay } from './build-plan.action.ts'
import type { DispatchDeps } from './dispatch-deps.ts'
import { type DepotRow, readDepots, readDrivers, readVehicles, readZones } from './fleet.store.ts'
import { lockRun, lockStop, moveStop } from './move-stop.action.ts'
import { findRun, type PlanRow } from './plan.store.ts'
import { discardChanges, publishPlan } from './publish-plan.action.ts'
import { readDayLimits } from './read-day-limits.action.ts'
import { readPlanDiff } from './read-plan-diff.action.ts'
import { readStopPlaces } from './read-stop-places.action.ts'
import { readStopReasons } from './read-stop-reasons.action.ts'
import { makeRunSheets } from './run-sheets.ts'
import { saveDepot, saveDriver, saveVehicle } from './save-fleet.action.ts'
import { saveStaffing } from './save-staffing.action.ts'
import { findPlanOfStop } from './stop.store.ts'
import { redoStep, undoStep } from './turn-step.action.ts'

declare module '../../ports/queue/queue.port.ts' {
  interface JobPayloads {
    /** The plan that a dispatcher waits for. */
    'dispatch.build-plan': AskedWork
  }
}

export interface DispatchRouteDeps extends DispatchDeps {
  isDriverUser(db: Reader, userId: string): Promise<boolean>
}

export function dispatchRoutes(deps: DispatchRouteDeps): Route[] {
  const boardOf = (context: WriteContext, plan: Pick<PlanRow, 'depotId' | 'date'>) =>
    readBoard(deps, context.db, plan.depotId, plan.date)
  /** Makes one edit and answers as asked: with the whole board, or with what the edit changed. */
  async function edited(
    context: WriteContext,
    asked: { answer: 'board' | 'changes'; planId: string | undefined; seenVersion: number },
    edit: () => Promise<PlanRow>,
  ) {
    const { planId, seenVersion } = asked
    const mark = asked.answer === 'changes' && planId ? await markBoard(context.db, planId) : undefined
    const plan = await edit()
    return mark ? readBoardChanges(deps, context.db, plan, { mark, seenVersion }) : boardOf(context, plan)
  }
  return [
    readRoute(endpoints.getBoard, async (context, { params }) =>
      readBoard(deps, context.db, await requireDepot(context.db, context.actor), params.date),
    ),
    byWorkers(
      'dispatch.build-plan',
      preparedWriteRoute(
        endpoints.buildPlan,
        (context, { params, body }) => searchDay(deps, context, { ...body, date: params.date }),
        async (context, _input, built) => {
          await saveBuiltPlan(deps, context, built)
          return boardOf(context, built.day.plan)
        },
      ),
    ),
    writeRoute(endpoints.moveStop, async (context, { params, body }) => {
      const { driverId, answer, ...rest } = body
      const input = { stopId: params.id, ...rest, ...(driverId && { driverId }) }
      const planId = await findPlanOfStop(context.db, params.id)
      return edited(context, { answer, planId, seenVersion: body.planVersion }, () =>
        moveStop(deps, context, input),
      )
    }),
    writeRoute(endpoints.lockStop, async (context, { params, body: { answer, ...rest } }) => {
      const planId = await findPlanOfStop(context.db, params.id)
      return edited(context, { answer, planId, seenVersion: rest.planVersion }, () =>
        lockStop(deps, context, { stopId: params.id, ...rest }),
      )
    }),
    writeRoute(endpoints.lockRun, async (context, { params, body: { answer, ...rest } }) => {
      const planId = (await findRun(context.db, params.id))?.planId
      return edited(context, { answer, planId, seenVersion: rest.planVersion }, () =>
        lockRun(deps, context, { runId: params.id, ...rest }),
      )
    }),
    writeRoute(endpoints.publishPlan, async (context, { params, body }) =>
      boardOf(context, await publishPlan(deps, context, { date: params.date, ...body })),
    ),
    writeRoute(endpoints.discardChanges, async (context, { params, body }) =>
      boardOf(context, await discardChanges(deps, context, { date: params.date, ...body })),
    ),
    writeRoute(endpoints.undoStep, async (context, { params, body }) =>
      boardOf(context, await undoStep(deps, context, { ...params, ...body })),
    ),
    writeRoute(endpoints.redoStep, async (context, { params, body }) =>
      boardOf(context, await redoStep(deps, context, { ...params, ...body })),
    ),
    readRoute(endpoints.getPlanDiff, async (context, { params }) =>
      readPlanDiff(deps, context.db, await requireDepot(context.db, context.actor), params.date),
    ),
    readRoute(endpoints.getStopPlaces, async (context, { params, query }) =>
      readStopPlaces(deps, context.db, params.id, query.driverId),
    ),
    readRoute(endpoints.getStopReasons, async (context, { params }) =>
      readStopReasons(deps, context.db, params.id),
    ),
    readRoute(endpoints.getDayLimits, async (context, { params }) =>
      readDayLimits(deps, context.db, await requireDepot(context.db, context.actor), params.date),
    ),
    writeRoute(endpoints.saveStaffing, async (context, { params, body }) => {
      const depotId = await requireDepot(context.db, context.actor)
      return boardOf(context, await saveStaffing(deps, context, { ...params, ...body, depotId }))
    }),
    downloadRoute(endpoints.runSheet, async (context, { params, query }) =>
      makeRunSheets(
        await readBoard(deps, context.db, await requireDepot(context.db, context.actor), params.date),
        query.runId,
      ),
    ),
    readRoute(endpoints.getFleet, async context => readFleet(context.db)),
    writeRoute(endpoints.saveDepot, async (context, { params, body }) => {
      await saveDepot(context, { id: params.id, name: body.name, address: body.address, ...body.point })
      return readFleet(context.db)
    }),
    writeRoute(endpoints.saveVehicle, async (context, { params, body }) => {
      await saveVehicle(context, { id: params.id, ...body })
      return readFleet(context.db)
    }),
    writeRoute(endpoints.saveDriver, async (context, { params, body }) => {
      await saveDriver(context, { id: params.id, ...body }, await deps.isDriverUser(context.db, body.userId))
      return readFleet(context.db)
    }),
  ]
}

async function readFleet(db: Reader) {
  const point = ({ latitude, longitude, ...depot }: DepotRow) => ({
    ...depot,
    point: { latitude, longitude },
  })
  return {
    depots: (await readDepots(db)).map(point),
    zones: await readZones(db),
    vehicles: await readVehicles(db),
    drivers: await readDrivers(db),
  }
}
