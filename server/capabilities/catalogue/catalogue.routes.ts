import * as customers from '@luckygas/contract/endpoints/customers.ts'
import * as contract from '@luckygas/contract/endpoints/prices.ts'
import { missing } from '@luckygas/contract/kernel/problem.ts'
import { type Route, readRoute, writeRoute } from '../../platform/http/route.ts'
import { addRule, endRule } from './add-rule.action.ts'
import type { CatalogueDeps } from './catalogue.types.ts'
import { readPricesOn, readProducts } from './price.store.ts'
import { priceLines } from './price-lines.ts'
import { setPrice } from './set-price.action.ts'
import { showBoard, showHistory, showLine } from './show-prices.ts'
import { showRules, showUpdateRows, showUpdates } from './show-rules.ts'
import { undoUpdate } from './undo-update.action.ts'
import { applyUpdate, previewUpdate } from './update-prices.action.ts'

export function catalogueRoutes(deps: CatalogueDeps): Route[] {
  return [
    readRoute(customers.listProducts, async ({ db, today }) => {
      const prices = await readPricesOn(db, today)
      const products = await readProducts(db)
      return {
        products: products.map(product => {
          const price = prices.get(product.code)
          return {
            ...product,
            unitPriceNtd: price ? String(price.unitPriceNtd) : null,
            unit: price?.unit ?? null,
            depositNtd: price ? String(price.depositNtd) : null,
            effectiveFrom: price?.effectiveFrom ?? null,
          }
        }),
      }
    }),
    writeRoute(customers.setPrice, async (context, { params, body }) => {
      await setPrice(context, params.code, body)
      return { ok: true as const }
    }),
    readRoute(contract.quotePrices, async ({ db }, { body }) => ({
      lines: (await priceLines(db, body)).map(showLine),
    })),
    readRoute(contract.listPriceRules, ({ db, today }, { query }) => showRules(deps, db, query, today)),
    writeRoute(contract.addPriceRule, async (context, { body }) => {
      const id = await addRule(context, body)
      const { rules } = await showRules(
        deps,
        context.db,
        { id, limit: 1, isPastShown: 'true' },
        context.today,
      )
      const [rule] = rules
      if (!rule) throw missing('catalogue.rule-not-found')
      return rule
    }),
    writeRoute(contract.endPriceRule, async (context, { params, body }) => {
      await endRule(context, params.id, body)
      return { ok: true as const }
    }),
    readRoute(contract.listPriceHistory, ({ db, today }) => showHistory(db, today)),
    readRoute(contract.getPriceBoard, ({ db, today }) => showBoard(db, today)),
    readRoute(contract.previewPriceUpdate, async ({ db, today }, { body }) => {
      const { rows, fingerprint } = await previewUpdate(db, body, today)
      return { rows: await showUpdateRows(db, rows), fingerprint }
    }),
    writeRoute(contract.applyPriceUpdate, (context, { body }) => applyUpdate(context, body)),
    writeRoute(contract.undoPriceUpdate, (context, { params, body }) => undoUpdate(context, params.id, body)),
    readRoute(contract.listPriceUpdates, ({ db }) => showUpdates(deps, db)),
  ]
}
