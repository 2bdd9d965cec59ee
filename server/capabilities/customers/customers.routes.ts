import * as contract from '@luckygas/contract/endpoints/customers.ts'
import { daysBetween } from '@luckygas/contract/kernel/dates.ts'
import { preparedWriteRoute, type Route, readRoute, writeRoute } from '../../platform/http/route.ts'
import { readParameter } from '../admin/admin.api.ts'
import { addClosure } from './add-closure.action.ts'
import { createCustomer, placeAddress } from './create-customer.action.ts'
import { listCustomers, readPhones } from './customer.store.ts'
import { readCustomerCard, readSiteCard } from './customer-card.ts'
import { malformed } from './customers.errors.ts'
import type { CustomersDeps } from './customers.types.ts'
import { locateSite } from './locate-site.action.ts'
import { searchTerms } from './search.rules.ts'
import { listCoarseSites } from './site.store.ts'
import { updateSite } from './update-site.action.ts'

export function customerRoutes(deps: CustomersDeps): Route[] {
  return [
    readRoute(contract.listCustomers, async ({ db, today }, { query }) => {
      const { q, kind, cursor, limit } = query
      const terms = q === undefined ? [] : searchTerms(q)
      const { customers, total } = await listCustomers(db, { terms, kind, afterCode: cursor, limit })
      const phones = await readPhones(
        db,
        customers.map(customer => customer.id),
      )
      const forecasts = await deps.readForecasts(
        db,
        customers.map(customer => customer.siteId),
      )
      const last = customers.at(-1)
      return {
        customers: customers.map(customer => {
          const forecast = forecasts.get(customer.siteId)
          return {
            ...customer,
            phones: (phones.get(customer.id) ?? []).map(phone => phone.digits),
            daysLeft: forecast ? daysBetween(today, forecast.runOutOn) : null,
          }
        }),
        total,
        nextCursor: customers.length === limit && last ? last.code : null,
      }
    }),
    readRoute(contract.getCustomer, ({ db, today }, { params }) =>
      readCustomerCard(deps, db, params.code, today),
    ),
    preparedWriteRoute(
      contract.createCustomer,
      (_context, { body }) => placeAddress(deps.geocoder, body.address),
      async (context, { body }, point) => {
        const code = await createCustomer(context, body, point)
        return readCustomerCard(deps, context.db, code, context.today)
      },
    ),
    writeRoute(contract.updateSite, async (context, { params, body }) => {
      await updateSite(context, params.id, body)
      return readSiteCard(deps, context.db, params.id, context.today)
    }),
    writeRoute(contract.addClosure, async (context, { params, body }) => {
      await addClosure(context, params.id, body)
      return readSiteCard(deps, context.db, params.id, context.today)
    }),
    writeRoute(contract.locateSite, async (context, { params, body }) => {
      await locateSite(context, params.id, body)
      return readSiteCard(deps, context.db, params.id, context.today)
    }),
    readRoute(contract.listCoarseSites, async ({ db, today }, { query }) => {
      const beyondMetres = await readParameter(db, 'site.coarse-beyond-metres', today)
      const after = readCoarseCursor(query.cursor)
      const { sites, total } = await listCoarseSites(db, { beyondMetres, after, limit: query.limit })
      const last = sites.at(-1)
      return {
        sites: sites.map(({ id, customerCode, shortName, address, point, version }) => ({
          id,
          customerCode,
          shortName,
          address,
          point,
          version,
        })),
        total,
        nextCursor: sites.length === query.limit && last ? `${last.customerCode}/${last.number}` : null,
      }
    }),
  ]
}

function readCoarseCursor(cursor: string | undefined): { code: string; number: number } | undefined {
  if (cursor === undefined) return undefined
  const match = /^(.+)\/(\d{1,6})$/.exec(cursor)
  if (!match?.[1]) throw malformed('query.cursor', 'invalid')
  return { code: match[1], number: Number(match[2]) }
}
