import * as contract from '@luckygas/contract/endpoints/calls.ts'
import { normalisePhone } from '@luckygas/contract/kernel/phone-numbers.ts'
import { z } from 'zod'
import { systemActor } from '../../platform/actor.ts'
import { runWrite, type WriteContext } from '../../platform/database/write.ts'
import { publicRoute, type Route, readRoute, writeRoute } from '../../platform/http/route.ts'
import { readParameter } from '../admin/admin.api.ts'
import { linkPhone, readCallers, unlinkPhone } from '../customers/customers.api.ts'
import { callsOff, notANumber, notTheExchange } from './calls.errors.ts'
import { findExtensionOf, seatUser } from './calls.store.ts'
import type { CallsDeps } from './calls.types.ts'
import { isExchange } from './exchange.rules.ts'
import { showCalls, showLiveCalls } from './list-calls.ts'
import { reportCall } from './report-call.action.ts'
import { settleCall, takeCall } from './take-call.action.ts'
import { viewCalls } from './view-calls.ts'

export function callRoutes({ db: database, clock, settings }: CallsDeps): Route[] {
  return [
    publicRoute(contract.reportCall, async (context, { body }) => {
      if (!settings) throw callsOff()
      const proof = {
        clientAddress: context.clientAddress,
        authorization: context.header('authorization'),
        signature: context.header('x-luckygas-signature'),
      }
      if (!isExchange(settings, proof, body, context.now)) throw notTheExchange()
      await runWrite({ db: database, clock }, { actor: systemActor, traceId: context.traceId }, write =>
        reportCall(write, body),
      )
      return { ok: true as const }
    }),
    readRoute(contract.listLiveCalls, context => showLiveCalls(context, settings !== undefined)),
    readRoute(contract.listCalls, (context, { query }) => showCalls(context, query)),
    readRoute(contract.findCallers, async ({ db, today }, { query }) => {
      const digits = normalisePhone(
        query.number,
        await readParameter(db, 'calls.area-code', today, z.string()),
      )
      const customers = digits === null ? [] : ((await readCallers(db, [digits])).get(digits) ?? [])
      return { digits, customers }
    }),
    writeRoute(contract.takeCall, async (context, { params }) =>
      oneCall(context, await takeCall(context, params.id)),
    ),
    writeRoute(contract.settleCall, async (context, { params, body }) =>
      oneCall(context, await settleCall(context, params.id, body)),
    ),
    writeRoute(contract.linkPhone, async (context, { params, body }) => {
      const areaCode = await readParameter(context.db, 'calls.area-code', context.today, z.string())
      const digits = normalisePhone(body.number, areaCode)
      if (digits === null) throw notANumber()
      return { phones: await linkPhone(context, params.code, { digits, label: body.label }) }
    }),
    writeRoute(contract.unlinkPhone, async (context, { params }) => ({
      phones: await unlinkPhone(context, params.code, params.digits),
    })),
    readRoute(contract.getExtension, async ({ db, actor }) => ({
      extension: await findExtensionOf(db, actor.id),
    })),
    writeRoute(contract.setExtension, async (context, { body }) => {
      await seatUser(context.db, context.actor.id, body.extension)
      await context.audit({
        action: 'calls.set-extension',
        entity: 'app_user',
        entityId: context.actor.id,
        after: body,
      })
      return body
    }),
  ]
}

async function oneCall({ db }: WriteContext, call: Parameters<typeof viewCalls>[1][number]) {
  const [view] = await viewCalls(db, [call])
  if (!view) throw new Error('a call that was just written is gone')
  return view
}
