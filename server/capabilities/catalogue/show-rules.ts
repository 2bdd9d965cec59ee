import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import type { listPriceRules, listPriceUpdates } from '@luckygas/contract/endpoints/prices.ts'
import type { ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import { readTogether } from '../../platform/database/read-together.ts'
import { readCustomerNames } from '../customers/customers.api.ts'
import type { CatalogueDeps } from './catalogue.types.ts'
import { listRules, readRulesById } from './price-rule.store.ts'
import type { UpdateRow } from './price-update.rules.ts'
import { listUpdates, readUpdateRows } from './price-update.store.ts'
import type { PriceRule, RuleKind } from './pricing.rules.ts'

type UpdateRows = EndpointAnswer<typeof listPriceUpdates>['updates'][number]['rows']

/** Rules as the screens show them, with the names of customers and of who agreed them. */
export async function showRules(
  deps: CatalogueDeps,
  db: Reader,
  query: {
    id?: string
    customerId?: string | undefined
    product?: ProductCode | undefined
    kind?: RuleKind | undefined
    isPastShown: 'true' | 'false'
    cursor?: string | undefined
    limit: number
  },
  today: BusinessDate,
): Promise<EndpointAnswer<typeof listPriceRules>> {
  const rules =
    query.id === undefined
      ? await listRules(db, {
          customerId: query.customerId,
          product: query.product,
          kind: query.kind,
          from: query.isPastShown === 'true' ? undefined : today,
          afterId: query.cursor,
          limit: query.limit,
        })
      : await readRulesById(db, [query.id])
  const customers = await namesOf(db, rules)
  const users = await deps.readUserNames(
    db,
    rules.flatMap(rule => rule.createdBy ?? []),
  )
  return {
    rules: rules.map(rule => {
      const customer = rule.customerId === null ? undefined : customers.get(rule.customerId)
      return {
        id: rule.id,
        kind: rule.kind,
        product: rule.product,
        customer: customer && rule.customerId !== null ? { id: rule.customerId, ...customer } : null,
        siteId: rule.siteId,
        customerKind: rule.customerKind,
        minQuantity: rule.minQuantity,
        effect: rule.effect,
        amountNtd: String(rule.amountNtd),
        unit: rule.unit,
        validFrom: rule.validFrom,
        validTo: rule.validTo,
        reason: rule.reason,
        version: rule.version,
        createdAt: rule.createdAt.toISOString(),
        createdBy: users.get(rule.createdBy ?? '') ?? null,
      }
    }),
    nextCursor: rules.length === query.limit ? (rules.at(-1)?.id ?? null) : null,
  }
}

const namesOf = (db: Reader, rules: readonly Pick<PriceRule, 'customerId'>[]) =>
  readCustomerNames(db, [...new Set(rules.flatMap(rule => rule.customerId ?? []))])

/** Rows of an update with the names of the customers whose prices they are. */
export async function showUpdateRows(db: Reader, rows: readonly UpdateRow[]): Promise<UpdateRows> {
  const names = await namesOf(
    db,
    rows.flatMap(row => row.rule ?? []),
  )
  return rows.map(({ product, rule, unit, oldNtd, newNtd, until }) => ({
    product,
    rule: rule && {
      id: rule.id,
      kind: rule.kind,
      customer: names.get(rule.customerId ?? '')?.shortName ?? '',
      isSite: rule.siteId !== null,
    },
    unit,
    oldNtd: String(oldNtd),
    newNtd: String(newNtd),
    until,
  }))
}

const updatesShown = 24

/** The newest updates with their rows. */
export async function showUpdates(
  deps: CatalogueDeps,
  db: Reader,
): Promise<EndpointAnswer<typeof listPriceUpdates>> {
  const updates = await listUpdates(db, updatesShown)
  const rows = await readUpdateRows(
    db,
    updates.map(update => update.id),
  )
  const ruleIds = [...rows.values()].flat().flatMap(row => row.newRuleId ?? [])
  const rules = new Map((await readRulesById(db, ruleIds)).map(rule => [rule.id, rule]))
  const users = await deps.readUserNames(
    db,
    updates.flatMap(update => update.actorId ?? []),
  )
  const undone = new Map(updates.map(update => [update.undoesId, update.id]))
  return {
    updates: await readTogether(
      db,
      ...updates.map(update => async () => ({
        id: update.id,
        effectiveFrom: update.effectiveFrom,
        reason: update.reason,
        at: update.at.toISOString(),
        by: users.get(update.actorId ?? '') ?? null,
        undoesId: update.undoesId,
        undoneById: undone.get(update.id) ?? null,
        rows: await showUpdateRows(
          db,
          (rows.get(update.id) ?? []).map(row => ({
            ...row,
            rule: rules.get(row.newRuleId ?? '') ?? null,
            until: null,
          })),
        ),
      })),
    ),
  }
}
