import {
  decideConflict as decideEndpoint,
  getDriverDay,
  listConflicts as listConflictsEndpoint,
  listDayCloses as listDayClosesEndpoint,
  reopenDayClose as reopenEndpoint,
  reportCommand,
  signDayClose as signEndpoint,
} from '../../../contract/endpoints/deliveries.ts'
import type { Reader } from '../../platform/database/database.ts'
import { type Route, readRoute, writeRoute } from '../../platform/http/route.ts'
import { listConflicts } from './conflict.store.ts'
import type { DayCloseRow } from './day-close.store.ts'
import { decideConflict } from './decide-conflict.action.ts'
import { conflictNotFound, dayCloseNotFound } from './deliveries.errors.ts'
import type { DeliveriesDeps } from './deliveries-deps.ts'
import { readDriverDay } from './read-driver-day.action.ts'
import { recordCommand } from './record-command.action.ts'
import { reopenDayClose } from './reopen-day-close.action.ts'
import { showConflicts } from './show-conflicts.ts'
import { answerDayCloses, type ShownDayClose, showDayCloses } from './show-day-closes.ts'
import { signDayClose } from './sign-day-close.action.ts'

export function deliveryRoutes(deps: DeliveriesDeps): Route[] {
  return [
    readRoute(getDriverDay, ({ db, actor, now, today }, { query }) =>
      readDriverDay(deps, db, {
        driverId: actor.driverId,
        date: query.date ?? today,
        deviceId: query.deviceId,
        now,
      }),
    ),
    writeRoute(reportCommand, (context, { body }) => recordCommand(deps, context, body)),
    readRoute(listConflictsEndpoint, async ({ db, actor }, { query }) => {
      const { status, limit, cursor } = query
      const after = /^[0-9a-f-]{36}$/.test(cursor ?? '') ? cursor : undefined
      const rows = await listConflicts(db, { depotId: actor.depotId, status, after, limit })
      const nextCursor = rows.length === limit ? (rows.at(-1)?.id ?? null) : null
      return { conflicts: await showConflicts(deps, db, rows), nextCursor }
    }),
    writeRoute(decideEndpoint, async (context, { params, body }) => {
      const row = await decideConflict(deps, context, { id: params.id, ...body })
      const [shown] = await showConflicts(deps, context.db, [row])
      if (!shown) throw conflictNotFound()
      return shown
    }),
    readRoute(listDayClosesEndpoint, ({ db, actor }, { query }) =>
      answerDayCloses(deps, db, { date: query.date, depotId: actor.depotId }),
    ),
    writeRoute(signEndpoint, async (context, { params, body }) => {
      const row = await signDayClose(deps, context, { id: params.id, ...body })
      return showOne(deps, context.db, row)
    }),
    writeRoute(reopenEndpoint, async (context, { params, body }) => {
      const row = await reopenDayClose(deps, context, { id: params.id, ...body })
      return showOne(deps, context.db, row)
    }),
  ]
}

async function showOne(deps: DeliveriesDeps, db: Reader, row: DayCloseRow): Promise<ShownDayClose> {
  const [shown] = await showDayCloses(deps, db, [row], null)
  if (!shown) throw dayCloseNotFound()
  return shown
}
