import * as contract from '@luckygas/contract/endpoints/forecasting.ts'
import {
  byWorkers,
  preparedWriteRoute,
  type Route,
  readRoute,
  reportRoute,
  writeRoute,
} from '../../platform/http/route.ts'
import { eveningBefore, keepDueList, prepareDueList } from './build-due-list.action.ts'
import { postponeDueItem, tickDueItem, undoPostponement } from './decide-due-item.action.ts'
import { datePast } from './forecasting.errors.ts'
import type { ForecastingDeps } from './forecasting.types.ts'
import { showPatrol } from './patrol.ts'
import { pickPatrol } from './pick-patrol.action.ts'
import { reportTelemetry } from './report-telemetry.action.ts'
import { sendDueList } from './send-due-list.action.ts'
import { showDueList, showItem } from './show-due-list.ts'
import { showForecast } from './show-forecast.ts'

export function forecastingRoutes(deps: ForecastingDeps): Route[] {
  return [
    readRoute(contract.getDueList, ({ db, actor }, { query }) =>
      showDueList(deps, db, query.date, actor.depotId),
    ),
    byWorkers(
      'forecasting.asked-due-list',
      preparedWriteRoute(
        contract.buildDueList,
        ({ db, today, job }, { body }) => {
          if (body.date < today) throw datePast()
          return prepareDueList(deps, db, body.date, eveningBefore(body.date, today), job)
        },
        async (context, { body }, prepared) => {
          await keepDueList(context, prepared)
          return showDueList(deps, context.db, body.date, context.actor.depotId)
        },
      ),
    ),
    writeRoute(contract.tickDueItem, async (context, { params, body }) => {
      await tickDueItem(context, params.id, body)
      return showItem(deps, context.db, params.id)
    }),
    writeRoute(contract.postponeDueItem, async (context, { params, body }) => {
      await postponeDueItem(deps, context, params.id, body)
      return showItem(deps, context.db, params.id)
    }),
    writeRoute(contract.undoPostponement, async (context, { params, body }) => {
      await undoPostponement(context, params.id, body)
      return showItem(deps, context.db, params.id)
    }),
    readRoute(contract.getPatrolList, ({ db, actor }, { query }) =>
      showPatrol(deps, db, query.date, actor.depotId),
    ),
    writeRoute(contract.pickPatrol, async (context, { body }) =>
      showItem(deps, context.db, await pickPatrol(deps, context, body)),
    ),
    writeRoute(contract.sendDueList, (context, { body }) => sendDueList(deps, context, body.date)),
    reportRoute(contract.getSiteForecast, ({ reader }, { params }) => showForecast(reader, params.id)),
    writeRoute(contract.reportTelemetry, (context, { body }) =>
      reportTelemetry(deps, context, body.readings),
    ),
  ]
}
