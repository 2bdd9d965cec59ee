import * as contract from '../../../contract/endpoints/counter-sales.ts'
import { type Route, readRoute, writeRoute } from '../../platform/http/route.ts'
import type { CounterDeps } from './counter.types.ts'
import { readCounter, viewSale } from './counter-view.ts'
import { findWalkIn } from './find-walk-in.action.ts'
import { sell } from './sell.action.ts'
import { voidSale } from './void-sale.action.ts'

export type { CounterDeps } from './counter.types.ts'

/** 櫃台: customers who come to the depot and swap there. */
export function makeCounter(deps: CounterDeps): { routes: Route[] } {
  return {
    routes: [
      readRoute(contract.getCounterDesk, ({ db, actor, today }, { query }) =>
        readCounter(deps, db, { depotId: actor.depotId, date: query.date ?? today }),
      ),
      writeRoute(contract.sellAtCounter, async (context, { body }) => {
        const questions = await sell(deps, context, body)
        return { sale: await viewSale(deps, context.db, body.id), questions }
      }),
      writeRoute(contract.voidCounterSale, async (context, { params, body }) => {
        await voidSale(context, params.id, body.reason)
        return viewSale(deps, context.db, params.id)
      }),
      writeRoute(contract.findWalkIn, context => findWalkIn(deps, context)),
    ],
  }
}
