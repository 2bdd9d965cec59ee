import { type CylinderType, type ProductCode, products } from '../../../contract/kernel/cylinders.ts'
import { type BusinessDate, instantAt } from '../../../contract/kernel/dates.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { depot, type Entry, mergeEntries, opening, site, transfer } from './cylinders.rules.ts'
import {
  ensureAccounts,
  insertEntries,
  insertMovements,
  lockOpening,
  readAccounts,
  readAccountsOfKind,
  readOpened,
} from './cylinders.store.ts'
import { postMovement } from './post-movement.action.ts'

/** A row of what the old system says a site holds. */
export interface DeclaredCylinders {
  siteId: string
  product: ProductCode
  quantity: number
}

const batchSites = 500

/**
 * Opens the sites' balances at cut-over from what the old system declares. A site opens once: one that has an opening
 * is left alone, so running it again, or after another import, only opens what is new.
 */
export async function openSites(
  context: WriteContext,
  cutOver: { asOf: BusinessDate; declared: readonly DeclaredCylinders[] },
): Promise<{ opened: number; cylinders: Partial<Record<CylinderType, number>> }> {
  await lockOpening(context.db)
  const bySite = Map.groupBy(cutOver.declared, row => row.siteId)
  const already = await readOpened(context.db, [...bySite.keys()])
  const fresh = [...bySite].filter(([siteId]) => !already.has(siteId))
  const cylinders: Partial<Record<CylinderType, number>> = {}
  for (let from = 0; from < fresh.length; from += batchSites) {
    await openBatch(context, cutOver.asOf, fresh.slice(from, from + batchSites), cylinders)
  }
  return { opened: fresh.length, cylinders }
}

async function openBatch(
  context: WriteContext,
  asOf: BusinessDate,
  sites: readonly [string, DeclaredCylinders[]][],
  cylinders: Partial<Record<CylinderType, number>>,
): Promise<void> {
  const movements = sites.map(([siteId, rows]) => ({
    id: context.newId(),
    siteId,
    entries: mergeEntries(rows.flatMap(row => openingEntries(siteId, row))),
  }))
  await ensureAccounts(context.db, [opening, ...movements.map(({ siteId }) => site(siteId))], context.newId)
  const siteAccounts = await readAccountsOfKind(
    context.db,
    'site',
    movements.map(({ siteId }) => siteId),
  )
  const [source] = await readAccounts(context.db, [opening])
  await insertMovements(
    context.db,
    movements.map(({ id, siteId }) => ({
      id,
      kind: 'opening',
      businessDate: asOf,
      occurredAt: instantAt(asOf, 0),
      recordedAt: context.now,
      source: 'cut-over',
      sourceId: siteId,
      reversesId: null,
      actorId: context.actor.id,
      reason: '',
    })),
  )
  const entries = movements.flatMap(({ id, siteId, entries: lines }) =>
    lines.map((entry, index) => ({
      movementId: id,
      line: index + 1,
      accountId: (entry.holder.kind === 'site' ? siteAccounts.get(siteId) : source?.id) ?? '',
      cylinderType: entry.cylinderType,
      condition: entry.condition,
      quantity: entry.quantity,
    })),
  )
  await insertEntries(context.db, entries)
  for (const entry of entries) {
    if (entry.quantity < 0 && entry.accountId === source?.id)
      cylinders[entry.cylinderType] = (cylinders[entry.cylinderType] ?? 0) - entry.quantity
  }
}

function openingEntries(siteId: string, row: DeclaredCylinders): Entry[] {
  return transfer(opening, site(siteId), 'full', { [products[row.product].type]: row.quantity })
}

/**
 * Opens a depot's stock, once.
 * @returns false when the depot was opened before, and nothing is changed
 */
export async function openDepot(
  context: WriteContext,
  stock: {
    depotId: string
    asOf: BusinessDate
    full: Partial<Record<CylinderType, number>>
    empty: Partial<Record<CylinderType, number>>
  },
): Promise<boolean> {
  await lockOpening(context.db)
  if ((await readOpened(context.db, [stock.depotId])).size > 0) return false
  const holder = depot(stock.depotId)
  await postMovement(context, {
    kind: 'opening',
    businessDate: stock.asOf,
    occurredAt: instantAt(stock.asOf, 0),
    source: 'cut-over',
    sourceId: stock.depotId,
    entries: [
      ...transfer(opening, holder, 'full', stock.full),
      ...transfer(opening, holder, 'empty', stock.empty),
    ],
  })
  return true
}
