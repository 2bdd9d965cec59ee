import type { ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import { addDays, type BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { sql } from 'kysely'
import type { Reader, Tx } from '../../platform/database/database.ts'
import type { CustomerKind, PriceRule, PriceUnit, RuleKind } from './pricing.rules.ts'

/** Rules that ended or begin within this many days are still shown as considered. */
const consideredDays = 60

const ruleColumns = [
  'id',
  'kind',
  'product_code',
  'customer_id',
  'site_id',
  'customer_kind',
  'min_quantity',
  'effect',
  'amount_ntd',
  'unit',
  'valid_from',
  'valid_to',
  'reason',
  'version',
  'withdrawn_at',
  'created_by',
  'created_at',
] as const

function ruleQuery(db: Reader) {
  return db.selectFrom('price_rule').select(ruleColumns)
}
type RuleRow = Awaited<ReturnType<ReturnType<typeof ruleQuery>['executeTakeFirstOrThrow']>>

/** A rule as it is kept: with who made it and which version of it this is. */
export interface StoredRule extends PriceRule {
  version: number
  isWithdrawn: boolean
  createdBy: string | null
  createdAt: Date
}

function toRule(row: RuleRow): StoredRule {
  return {
    id: row.id,
    kind: row.kind as RuleKind,
    product: row.product_code as ProductCode,
    customerId: row.customer_id,
    siteId: row.site_id,
    customerKind: row.customer_kind as CustomerKind | null,
    minQuantity: row.min_quantity,
    effect: row.effect as PriceRule['effect'],
    amountNtd: row.amount_ntd,
    unit: row.unit as PriceUnit,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    reason: row.reason,
    version: row.version,
    isWithdrawn: row.withdrawn_at !== null,
    createdBy: row.created_by,
    createdAt: row.created_at,
  }
}

/** Rules for everybody and for the customers named that hold on a day or nearly do. */
export async function readRulesAround(
  db: Reader,
  on: BusinessDate,
  customerIds: readonly string[],
): Promise<StoredRule[]> {
  const rows = await ruleQuery(db)
    .where(({ or, eb }) =>
      or([
        eb('customer_id', 'is', null),
        eb('customer_id', '=', sql<string>`any(${[...customerIds]}::uuid[])`),
      ]),
    )
    .where('withdrawn_at', 'is', null)
    .where('valid_from', '<=', addDays(on, consideredDays))
    .where(({ or, eb }) =>
      or([eb('valid_to', 'is', null), eb('valid_to', '>', addDays(on, -consideredDays))]),
    )
    .orderBy('id')
    .limit(100_000)
    .execute()
  return rows.map(toRule)
}

/** Rules in force on a day, of everybody. */
export async function readRulesOn(db: Reader, on: BusinessDate): Promise<StoredRule[]> {
  const rows = await ruleQuery(db)
    .where('withdrawn_at', 'is', null)
    .where('valid_from', '<=', on)
    .where(({ or, eb }) => or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]))
    .orderBy('id')
    .limit(100_000)
    .execute()
  return rows.map(toRule)
}

export interface RuleFilter {
  customerId?: string | undefined
  product?: ProductCode | undefined
  kind?: RuleKind | undefined
  /** Only rules that hold on this day or later. */
  from?: BusinessDate | undefined
  afterId?: string | undefined
  limit: number
}

/** Rules, the newest first; withdrawn ones are left out. */
export async function listRules(db: Reader, filter: RuleFilter): Promise<StoredRule[]> {
  let query = ruleQuery(db).where('withdrawn_at', 'is', null)
  if (filter.customerId !== undefined) query = query.where('customer_id', '=', filter.customerId)
  if (filter.product !== undefined) query = query.where('product_code', '=', filter.product)
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind)
  const { from, afterId } = filter
  if (from !== undefined)
    query = query.where(({ or, eb }) => or([eb('valid_to', 'is', null), eb('valid_to', '>', from)]))
  if (afterId !== undefined) query = query.where('id', '<', afterId)
  const rows = await query.orderBy('id', 'desc').limit(filter.limit).execute()
  return rows.map(toRule)
}

/** Rules by id, withdrawn ones too; unknown ids are absent. */
export async function readRulesById(db: Reader, ids: readonly string[]): Promise<StoredRule[]> {
  if (ids.length === 0) return []
  const rows = await ruleQuery(db)
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .limit(ids.length)
    .execute()
  return rows.map(toRule)
}

/** One rule, locked until the transaction ends. */
export async function lockRule(db: Tx, id: string): Promise<StoredRule | undefined> {
  const row = await ruleQuery(db).where('id', '=', id).forUpdate().executeTakeFirst()
  return row && toRule(row)
}

/** The rule of the same scope whose days overlap those of the rule given, if there is one. */
export async function findOverlap(
  db: Reader,
  rule: Omit<PriceRule, 'id'>,
  exceptId: string | null,
): Promise<StoredRule | undefined> {
  const row = await ruleQuery(db)
    .where('kind', '=', rule.kind)
    .where('product_code', '=', rule.product)
    .where('customer_id', 'is not distinct from', rule.customerId)
    .where('site_id', 'is not distinct from', rule.siteId)
    .where('customer_kind', 'is not distinct from', rule.customerKind)
    .where('min_quantity', '=', rule.minQuantity)
    .where('withdrawn_at', 'is', null)
    .where('id', 'is distinct from', exceptId)
    .where(
      sql<boolean>`daterange(valid_from, valid_to, '[)') && daterange(${rule.validFrom}::date, ${rule.validTo}::date, '[)')`,
    )
    .orderBy('valid_from')
    .limit(1)
    .executeTakeFirst()
  return row && toRule(row)
}

export interface NewRule extends PriceRule {
  replacesId: string | null
  updateId: string | null
  createdBy: string
  now: Date
}

/** Writes a rule; the database refuses one that overlaps another of the same scope. */
export async function insertRule(db: Tx, rule: NewRule): Promise<boolean> {
  const inserted = await db
    .insertInto('price_rule')
    .values({
      id: rule.id,
      kind: rule.kind,
      product_code: rule.product,
      customer_id: rule.customerId,
      site_id: rule.siteId,
      customer_kind: rule.customerKind,
      min_quantity: rule.minQuantity,
      effect: rule.effect,
      amount_ntd: rule.amountNtd,
      unit: rule.unit,
      valid_from: rule.validFrom,
      valid_to: rule.validTo,
      reason: rule.reason,
      replaces_id: rule.replacesId,
      update_id: rule.updateId,
      created_by: rule.createdBy,
      created_at: rule.now,
    })
    .onConflict(conflict => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** Ends a rule on a day; one that would never have held is withdrawn. */
export async function endRuleOn(db: Tx, rule: StoredRule, day: BusinessDate, now: Date): Promise<void> {
  await db
    .updateTable('price_rule')
    .set(
      day <= rule.validFrom
        ? { withdrawn_at: now, version: rule.version + 1 }
        : { valid_to: day, version: rule.version + 1 },
    )
    .where('id', '=', rule.id)
    .execute()
}
