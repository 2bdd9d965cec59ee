import { findWalkIn, sellAtCounter } from '../../contract/endpoints/counter-sales.ts'
import { quotePrices } from '../../contract/endpoints/prices.ts'
import { createRecurringOrder, type Rhythm } from '../../contract/endpoints/recurring-orders.ts'
import type { ProductCode } from '../../contract/kernel/cylinders.ts'
import { addDays, businessDateOf } from '../../contract/kernel/dates.ts'
import { uuidv7 } from '../../contract/kernel/ids.ts'
import { act } from './act.ts'
import type { DemoStage } from './demo-day.ts'

interface Regular {
  siteId: string
  product: ProductCode
}

/** How often the demo's regulars want their gas; bit 0 is Monday. */
const rhythms: readonly Rhythm[] = [
  { kind: 'weekly', weekdays: 0b0000001 },
  { kind: 'weekly', weekdays: 0b0010010 },
  { kind: 'weekly', weekdays: 0b0001001 },
  { kind: 'weekly', weekdays: 0b0100000 },
  { kind: 'monthly', monthDay: 1 },
  { kind: 'monthly', monthDay: 15 },
  { kind: 'monthly', monthDay: 31 },
  { kind: 'every_days', everyDays: 5 },
  { kind: 'every_days', everyDays: 7 },
  { kind: 'every_days', everyDays: 10 },
  { kind: 'every_days', everyDays: 14 },
  { kind: 'every_days', everyDays: 21 },
]

/** Customers who swap cylinders, in town, from the end of the list, so that the callers of the desk stay free. */
async function regularsOf({ system }: DemoStage): Promise<Regular[]> {
  const rows = await system.db
    .selectFrom('site')
    .innerJoin('customer', 'customer.id', 'site.customer_id')
    .innerJoin('site_declared_cylinder', 'site_declared_cylinder.site_id', 'site.id')
    .select(['site.id', 'site_declared_cylinder.product_code'])
    .distinctOn('customer.code')
    .where('site.billing_method', '=', 'cylinder')
    .where('site_declared_cylinder.product_code', 'in', ['20', '16', '10', '50'])
    .where('customer.is_terminated', '=', false)
    .orderBy('customer.code', 'desc')
    .limit(rhythms.length + 4)
    .execute()
  return rows.map(row => ({ siteId: row.id, product: row.product_code as ProductCode }))
}

/** 定期訂單: a dozen agreements; their first orders wait for their days. */
export async function agreeOnRhythms(stage: DemoStage, from: string): Promise<void> {
  const regulars = await regularsOf(stage)
  for (const [index, rhythm] of rhythms.entries()) {
    const regular = regulars[index]
    if (!regular) return
    await act(stage.system, stage.office, createRecurringOrder, {
      body: {
        id: uuidv7(stage.system.clock.now().getTime() + index),
        siteId: regular.siteId,
        rhythm,
        startsOn: addDays(from, index % 3),
        endsOn: index % 4 === 3 ? addDays(from, 180) : null,
        slot: index % 2 === 0 ? 'any' : 'morning',
        note: index === 0 ? '放後門，不用按鈴' : '',
        lines: [{ product: regular.product, quantity: 1 + (index % 2) }],
      },
    })
  }
}

/** 門市自取: a few people swapped at the counter today, one of them without a card. */
export async function sellOverCounter(stage: DemoStage): Promise<void> {
  const { system, office } = stage
  const regulars = (await regularsOf(stage)).slice(rhythms.length)
  const walkIn = await act(system, office, findWalkIn, {})
  const buyers: Regular[] = [...regulars, { siteId: walkIn.siteId, product: '20' }]
  for (const [index, { siteId, product }] of buyers.entries()) {
    const { lines } = await act(system, office, quotePrices, {
      body: { siteId, on: businessDateOf(system.clock.now()), lines: [{ product, quantity: 1 }] },
    })
    const price = lines[0]?.doorPriceNtd ?? '0'
    await act(system, office, sellAtCounter, {
      body: {
        id: uuidv7(system.clock.now().getTime() + index),
        siteId,
        lines: [{ product, fullOut: 1, emptyIn: 1, depositsTaken: 0 }],
        payment: 'cash',
        amountDueNtd: price,
        isDuplicateAccepted: true,
        isStockAccepted: true,
      },
    })
  }
}
