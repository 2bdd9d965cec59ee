import type { ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { parseNtd } from '@luckygas/contract/kernel/money.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { announceToOffices } from '../admin/admin.api.ts'
import { findCustomerByCode, readSites } from '../customers/customers.api.ts'
import * as errors from './catalogue.errors.ts'
import { endRuleOn, findOverlap, insertRule, lockRule, type StoredRule } from './price-rule.store.ts'
import { holdPrices } from './price-update.store.ts'
import {
  type CustomerKind,
  isUnitFor,
  type PriceRule,
  type PriceUnit,
  type RuleKind,
} from './pricing.rules.ts'

export interface RuleRequest {
  id: string
  kind: RuleKind
  product: ProductCode
  customerCode: string | null
  siteId: string | null
  customerKind: CustomerKind | null
  minQuantity: number
  effect: 'fixed' | 'off'
  amountNtd: string
  unit: PriceUnit
  validFrom: BusinessDate
  /** First day on which it no longer holds. */
  validTo: BusinessDate | null
  reason: string
}

/**
 * Agrees a price above the list. Two of the same scope never hold on one day.
 * @throws Problem `catalogue.price-in-past`, `catalogue.rule-overlaps`, `catalogue.customer-not-found`, and
 * `request.malformed` for a rule that makes no sense (a contract without a customer, a volume price from one piece)
 */
export async function addRule(context: WriteContext, request: RuleRequest): Promise<string> {
  const { db } = context
  await holdPrices(db)
  if (request.validFrom < context.today) throw errors.priceInPast()
  const customerId = await buyerOf(context, request)
  const rule: PriceRule = { ...request, customerId, amountNtd: parseNtd(request.amountNtd) }
  const fault = faultOf(rule)
  if (fault) throw errors.malformed(fault)
  const other = await findOverlap(db, rule, null)
  if (other) throw errors.ruleOverlaps({ from: other.validFrom, to: other.validTo })
  const isNew = await insertRule(db, {
    ...rule,
    replacesId: null,
    updateId: null,
    createdBy: context.actor.id,
    now: context.now,
  })
  if (!isNew) throw errors.malformed('body.id')
  await context.audit({
    action: 'catalogue.add-rule',
    entity: customerId === null ? 'price_rule' : 'customer',
    entityId: customerId ?? rule.id,
    after: { ...rule },
    reason: rule.reason,
  })
  await announceToOffices(context, { kind: 'catalogue.changed', entityId: rule.id })
  return rule.id
}

/**
 * Ends a rule from a day on; one that has not begun by then is withdrawn.
 * @throws Problem `catalogue.rule-not-found`, `catalogue.price-in-past`, `request.stale-version`
 */
export async function endRule(
  context: WriteContext,
  id: string,
  request: { on: BusinessDate; reason: string; version: number },
): Promise<void> {
  await holdPrices(context.db)
  const rule = await lockRule(context.db, id)
  if (!rule || rule.isWithdrawn) throw errors.ruleNotFound()
  if (rule.version !== request.version) throw errors.staleVersion()
  if (request.on < context.today || isOver(rule, request.on)) throw errors.priceInPast()
  await endRuleOn(context.db, rule, request.on, context.now)
  await context.audit({
    action: 'catalogue.end-rule',
    entity: rule.customerId === null ? 'price_rule' : 'customer',
    entityId: rule.customerId ?? rule.id,
    before: { ...rule },
    after: { ruleId: id, validTo: request.on },
    reason: request.reason,
  })
  await announceToOffices(context, { kind: 'catalogue.changed', entityId: id })
}

const isOver = (rule: StoredRule, on: BusinessDate) => rule.validTo !== null && rule.validTo <= on

async function buyerOf(context: WriteContext, request: RuleRequest): Promise<string | null> {
  const { customerCode, siteId } = request
  if (customerCode === null) return null
  const customer = await findCustomerByCode(context.db, customerCode)
  if (!customer) throw errors.customerNotFound()
  if (siteId !== null) {
    const site = (await readSites(context.db, [siteId])).get(siteId)
    if (site?.customerId !== customer.id) throw errors.malformed('body.siteId')
  }
  return customer.id
}

/** The field that makes no sense, in words of the request; the same conditions as the table's. */
function faultOf(rule: PriceRule): string | undefined {
  const isAgreed = rule.kind === 'contract' || rule.kind === 'customer'
  const conditions: [boolean, string][] = [
    [isAgreed !== (rule.customerId !== null), 'body.customerCode'],
    [rule.siteId !== null && rule.customerId === null, 'body.siteId'],
    [rule.customerKind !== null && isAgreed, 'body.customerKind'],
    [rule.kind === 'volume' && rule.minQuantity < 2, 'body.minQuantity'],
    [rule.amountNtd < 0n || (rule.effect === 'off' && rule.amountNtd === 0n), 'body.amountNtd'],
    [!isUnitFor(rule.product, rule.unit), 'body.unit'],
    [rule.validTo !== null && rule.validTo <= rule.validFrom, 'body.validTo'],
  ]
  return conditions.find(([isFault]) => isFault)?.[1]
}
