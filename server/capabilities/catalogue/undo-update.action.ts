import type { WriteContext } from '../../platform/database/write.ts'
import { pricesChanged, updateNotFound, updateUndone } from './catalogue.errors.ts'
import { readPricesOn } from './price.store.ts'
import { lockRule } from './price-rule.store.ts'
import type { UpdateRow } from './price-update.rules.ts'
import { findUpdate, holdPrices, type KeptRow, listUpdates, readUpdateRows } from './price-update.store.ts'
import { writeUpdate } from './update-prices.action.ts'

/** Updates of about two years; an update further back has long been followed by others. */
const updatesSearched = 500

/**
 * Takes an update back by its own inverse: another update that sets every row to what it was, from the same day on, or
 * from today where the first holds already (what was sold until now was sold at its price). Undoing that one brings
 * the first back.
 * @throws Problem `catalogue.update-not-found`, `catalogue.update-undone`, and `catalogue.prices-changed` where
 * somebody has moved one of the prices since
 */
export async function undoUpdate(
  context: WriteContext,
  updateId: string,
  request: { id: string },
): Promise<{ id: string; rows: number }> {
  await holdPrices(context.db)
  const update = await findUpdate(context.db, updateId)
  if (!update) throw updateNotFound()
  const later = await listUpdates(context.db, updatesSearched)
  if (later.some(other => other.undoesId === updateId)) throw updateUndone()
  const isAhead = update.effectiveFrom > context.today
  const effectiveFrom = isAhead ? update.effectiveFrom : context.today
  const kept = (await readUpdateRows(context.db, [updateId])).get(updateId) ?? []
  const list = await readPricesOn(context.db, effectiveFrom)
  const rows: UpdateRow[] = []
  for (const row of kept) {
    if (row.newRuleId === null) {
      const price = list.get(row.product)
      const isOurs = price?.effectiveFrom === update.effectiveFrom && price.unitPriceNtd === row.newNtd
      if (!isOurs || price.unit !== row.unit) throw pricesChanged()
      rows.push(inverse(row, null))
    } else {
      const rule = await lockRule(context.db, row.newRuleId)
      const isOurs = rule && !rule.isWithdrawn && rule.amountNtd === row.newNtd
      if (!isOurs || (rule.validTo !== null && rule.validTo <= effectiveFrom)) throw pricesChanged()
      rows.push(inverse(row, rule))
    }
  }
  const { reason } = update
  return writeUpdate(context, { id: request.id, effectiveFrom, reason, undoesId: updateId }, rows)
}

const inverse = (row: KeptRow, rule: UpdateRow['rule']): UpdateRow => ({
  product: row.product,
  rule,
  unit: row.unit,
  oldNtd: row.newNtd,
  newNtd: row.oldNtd,
  until: rule?.validTo ?? null,
})
