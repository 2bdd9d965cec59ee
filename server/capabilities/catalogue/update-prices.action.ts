import { createHash } from 'node:crypto'
import type { ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { parseNtd } from '@luckygas/contract/kernel/money.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { announceToOffices } from '../admin/admin.api.ts'
import { nothingToUpdate, priceBelowZero, priceInPast, pricesChanged } from './catalogue.errors.ts'
import { readNextPrices, readPricesOn, savePrice } from './price.store.ts'
import { endRuleOn, insertRule, lockRule, readRulesOn } from './price-rule.store.ts'
import { describeRows, type UpdateRow, updateRows } from './price-update.rules.ts'
import { holdPrices, insertUpdate, insertUpdateRows, type KeptRow } from './price-update.store.ts'
import type { PriceUnit } from './pricing.rules.ts'

export interface UpdateChoice {
  effectiveFrom: BusinessDate
  change: { amountNtd: string; per: PriceUnit }
  products: readonly ProductCode[]
  /** Also fixed contract and customer prices. */
  withRules: boolean
}

export interface UpdatePreview {
  rows: UpdateRow[]
  /** Known again when the same rows are applied. */
  fingerprint: string
}

/**
 * What a change of the supplier price would move, without writing anything.
 * @throws Problem `catalogue.price-in-past`, `catalogue.nothing-to-update`, `catalogue.price-below-zero`
 */
export async function previewUpdate(
  db: Reader,
  choice: UpdateChoice,
  today: BusinessDate,
): Promise<UpdatePreview> {
  const { effectiveFrom } = choice
  if (effectiveFrom < today) throw priceInPast()
  const found = updateRows({
    products: [...new Set(choice.products)],
    change: { amountNtd: parseNtd(choice.change.amountNtd), per: choice.change.per },
    list: await readPricesOn(db, effectiveFrom),
    rules: choice.withRules ? await readRulesOn(db, effectiveFrom) : [],
    nextOn: await readNextPrices(db, effectiveFrom),
  })
  if ('belowZero' in found) throw priceBelowZero()
  if (found.rows.length === 0) throw nothingToUpdate()
  const fingerprint = createHash('sha256').update(describeRows(effectiveFrom, found.rows)).digest('base64url')
  return { rows: found.rows, fingerprint }
}

/**
 * Writes every row of a preview at once, or none: where a price has changed since it was shown, a person looks again.
 * @throws Problem as `previewUpdate`, and `catalogue.prices-changed`
 */
export async function applyUpdate(
  context: WriteContext,
  request: UpdateChoice & { id: string; reason: string; fingerprint: string },
): Promise<{ id: string; rows: number }> {
  await holdPrices(context.db)
  const preview = await previewUpdate(context.db, request, context.today)
  if (preview.fingerprint !== request.fingerprint) throw pricesChanged()
  const { id, effectiveFrom, reason } = request
  return writeUpdate(context, { id, effectiveFrom, reason, undoesId: null }, preview.rows)
}

/** Writes an update and moves its prices; the caller holds the prices. */
export async function writeUpdate(
  context: WriteContext,
  update: { id: string; effectiveFrom: BusinessDate; reason: string; undoesId: string | null },
  rows: readonly UpdateRow[],
): Promise<{ id: string; rows: number }> {
  const isNew = await insertUpdate(context.db, { ...update, actorId: context.actor.id, at: context.now })
  if (!isNew) throw pricesChanged()
  const list = await readPricesOn(context.db, update.effectiveFrom)
  const kept: KeptRow[] = []
  for (const row of rows) {
    if (row.rule) kept.push(await moveRule(context, update, row, row.rule.id))
    else {
      const depositNtd = list.get(row.product)?.depositNtd ?? 0n
      await savePrice(context.db, row.product, {
        unitPriceNtd: row.newNtd,
        unit: row.unit,
        depositNtd,
        effectiveFrom: update.effectiveFrom,
        source: update.reason,
        now: context.now,
      })
      kept.push({ ...row, oldRuleId: null, newRuleId: null })
    }
  }
  await insertUpdateRows(context.db, update.id, kept)
  await context.audit({
    action: update.undoesId === null ? 'catalogue.update-prices' : 'catalogue.undo-update',
    entity: 'price_update',
    entityId: update.id,
    before: kept.map(({ product, oldRuleId, oldNtd }) => ({ product, rule: oldRuleId, oldNtd })),
    after: {
      effectiveFrom: update.effectiveFrom,
      rows: kept.map(({ newRuleId, newNtd }) => [newRuleId, newNtd]),
    },
    reason: update.reason,
  })
  await announceToOffices(context, { kind: 'catalogue.changed', entityId: update.id })
  return { id: update.id, rows: kept.length }
}

/** Ends a rule on the day and lets another of the same scope take its place. */
async function moveRule(
  context: WriteContext,
  update: { id: string; effectiveFrom: BusinessDate },
  row: UpdateRow,
  ruleId: string,
): Promise<KeptRow> {
  const rule = await lockRule(context.db, ruleId)
  if (!rule || rule.isWithdrawn) throw pricesChanged()
  await endRuleOn(context.db, rule, update.effectiveFrom, context.now)
  const id = context.newId()
  await insertRule(context.db, {
    ...rule,
    id,
    amountNtd: row.newNtd,
    validFrom: update.effectiveFrom,
    replacesId: rule.id,
    updateId: update.id,
    createdBy: context.actor.id,
    now: context.now,
  })
  return {
    product: row.product,
    oldRuleId: rule.id,
    newRuleId: id,
    unit: row.unit,
    oldNtd: row.oldNtd,
    newNtd: row.newNtd,
  }
}
