import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { officeStream } from '@luckygas/contract/messages/live.ts'
import type { WriteContext } from '../../../platform/database/write.ts'
import { readSites, type SiteFacts } from '../../customers/customers.api.ts'
import { customerTerminated, siteNotFound } from '../orders.errors.ts'
import { mergeLines } from '../orders.rules.ts'
import { priceOrder } from '../price-order.ts'
import { makeOrdersAhead } from './make-orders.action.ts'
import * as errors from './recurring.errors.ts'
import {
  insertRecurring,
  lockRecurring,
  type RecurringOrder,
  type RecurringTerms,
  saveTerms,
} from './recurring.store.ts'

/**
 * A new agreement with a site; the orders of its first days are made in the same transaction.
 * @throws Problem `orders.site-not-found`, `orders.customer-terminated`, `orders.product-not-priced`,
 * `recurring.ends-before-start`, `recurring.already-made`
 */
export async function createRecurring(
  context: WriteContext,
  given: RecurringTerms & { id: string; siteId: string },
): Promise<void> {
  const site = await readSite(context, given.siteId)
  if (site.isTerminated) throw customerTerminated()
  const terms = await checkedTerms(context, given.siteId, given)
  const made = { by: context.actor.id, at: context.now }
  if (!(await insertRecurring(context.db, { ...given, ...terms }, made))) throw errors.alreadyMade()
  await tell(context, site, { action: 'recurring-orders.create', id: given.id, before: null, after: terms })
  await makeOrdersAhead(context, given.id)
}

/** Other terms from now on. Orders made already stay: a clerk changes or cancels those as any order. */
export async function editRecurring(
  context: WriteContext,
  id: string,
  edit: RecurringTerms & { version: number },
): Promise<void> {
  const before = await takeRecurring(context, id, edit.version)
  const terms = await checkedTerms(context, before.siteId, edit)
  await saveTerms(context.db, { ...before, ...terms }, context.now)
  const site = await readSite(context, before.siteId)
  await tell(context, site, { action: 'recurring-orders.edit', id, before, after: terms })
  await makeOrdersAhead(context, id)
}

/**
 * Pauses, resumes or ends an agreement. Days that passed in a pause are gone; what has ended stays ended.
 * @throws Problem `recurring.ended`, `request.stale-version`
 */
export async function changeRecurring(
  context: WriteContext,
  id: string,
  change: { to: 'active' | 'paused' | 'ended'; version: number },
): Promise<void> {
  const before = await takeRecurring(context, id, change.version)
  if (statusOf(before, context.today) === 'ended') throw errors.recurringEnded()
  const after = {
    ...before,
    isActive: change.to === 'active',
    ...(change.to === 'ended' && {
      endsOn: laterOf(before.startsOn, context.today),
    }),
  }
  await saveTerms(context.db, after, context.now)
  const site = await readSite(context, before.siteId)
  await tell(context, site, {
    action: 'recurring-orders.change-state',
    id,
    before: { isActive: before.isActive, endsOn: before.endsOn },
    after: { isActive: after.isActive, endsOn: after.endsOn },
  })
  await makeOrdersAhead(context, id)
}

/** Ended by its own last day, or by a person, who ends it paused on the day itself. */
export function statusOf(
  { isActive, endsOn }: Pick<RecurringOrder, 'isActive' | 'endsOn'>,
  today: string,
): 'active' | 'paused' | 'ended' {
  if (endsOn !== null && (endsOn < today || (endsOn === today && !isActive))) return 'ended'
  return isActive ? 'active' : 'paused'
}

async function takeRecurring(context: WriteContext, id: string, version: number): Promise<RecurringOrder> {
  const recurring = await lockRecurring(context.db, id)
  if (!recurring) throw errors.recurringNotFound()
  if (recurring.version !== version) throw errors.staleVersion(recurring.version)
  return recurring
}

/** What is agreed must be something that can be ordered: one line a product, each with a price on the first day. */
async function checkedTerms(
  context: WriteContext,
  siteId: string,
  given: RecurringTerms,
): Promise<RecurringTerms> {
  const { rhythm, startsOn, endsOn, slot, note } = given
  if (endsOn !== null && endsOn < startsOn) throw errors.endsBeforeStart()
  const lines = mergeLines(given.lines)
  await priceOrder(context.db, { siteId, isCollection: false }, laterOf(startsOn, context.today), lines)
  return { rhythm, startsOn, endsOn, slot, note, lines }
}

/** Days compare as text; `Math.max` does not take them. */
const laterOf = (one: BusinessDate, other: BusinessDate): BusinessDate => [one, other].toSorted()[1] ?? one

async function readSite(context: WriteContext, siteId: string): Promise<SiteFacts> {
  const site = (await readSites(context.db, [siteId])).get(siteId)
  if (!site) throw siteNotFound()
  return site
}

async function tell(
  context: WriteContext,
  site: SiteFacts,
  change: { action: string; id: string; before: unknown; after: unknown },
): Promise<void> {
  const { action, id, before, after } = change
  await context.audit({ action, entity: 'recurring_order', entityId: id, before, after })
  await context.announce({ stream: officeStream(site.depotId), kind: 'orders.changed', entityId: id })
}
