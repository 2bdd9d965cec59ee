import type { EndpointRequest } from '../../contract/endpoint.ts'
import { addPriceRule, applyPriceUpdate, previewPriceUpdate } from '../../contract/endpoints/prices.ts'
import type { ProductCode } from '../../contract/kernel/cylinders.ts'
import { addDays, businessDateOf } from '../../contract/kernel/dates.ts'
import { uuidv7 } from '../../contract/kernel/ids.ts'
import type { System } from '../../server/main/wiring.ts'
import type { Actor } from '../../server/platform/actor.ts'
import { act } from './act.ts'

type Rule = NonNullable<EndpointRequest<typeof addPriceRule>['body']>

/** Agreed with one customer each: kind, size, NT$ a cylinder as fixed price or off the list, and why. */
const agreements = [
  { kind: 'contract', product: '50', effect: 'fixed', amountNtd: '1960', reason: '年度合約，每月二十桶以上' },
  { kind: 'contract', product: '20', effect: 'fixed', amountNtd: '820', reason: '連鎖早餐店合約' },
  { kind: 'customer', product: '20', effect: 'off', amountNtd: '20', reason: '二十年老客戶，老闆交代' },
  { kind: 'customer', product: '16', effect: 'off', amountNtd: '30', reason: '自己扛上樓，減搬運' },
] as const

/**
 * Prices above the list: contracts, special prices, a promotion and a volume price, and a rise that is announced for
 * the day after tomorrow.
 */
export async function agreePrices(system: System, manager: Actor): Promise<void> {
  const today = businessDateOf(system.clock.now())
  const newId = () => uuidv7(system.clock.now().getTime())
  const add = (rule: Omit<Rule, 'id' | 'unit' | 'validFrom'>) =>
    act(system, manager, addPriceRule, {
      body: { ...rule, id: newId(), unit: 'cylinder', validFrom: today },
    })
  for (const { product, ...agreed } of agreements) {
    const codes = await buyersOf(system, product)
    for (const customerCode of codes) await add({ ...agreed, product, customerCode })
  }
  await add({
    kind: 'promotion',
    product: '10',
    customerKind: null,
    effect: 'off',
    amountNtd: '30',
    validTo: addDays(today, 45),
    reason: '冬季促銷，小桶減三十',
  })
  await add({
    kind: 'volume',
    product: '20',
    minQuantity: 6,
    effect: 'off',
    amountNtd: '15',
    reason: '一次六桶以上',
  })
  const rise = {
    effectiveFrom: addDays(today, 4),
    change: { amountNtd: '1', per: 'kg' as const },
    products: ['50', '20', '16', '10'] as ProductCode[],
    withRules: true,
  }
  const { fingerprint } = await act(system, manager, previewPriceUpdate, { body: rise })
  await act(system, manager, applyPriceUpdate, {
    body: { ...rise, id: newId(), reason: '供應商調漲，每公斤一元', fingerprint },
  })
}

/** Two customers who use a size, by their code. */
async function buyersOf(system: System, product: ProductCode): Promise<string[]> {
  const rows = await system.db
    .selectFrom('site_declared_cylinder')
    .innerJoin('site', 'site.id', 'site_declared_cylinder.site_id')
    .innerJoin('customer', 'customer.id', 'site.customer_id')
    .select('customer.code')
    .where('site_declared_cylinder.product_code', '=', product)
    .where('site.billing_method', '=', 'cylinder')
    .where('customer.is_terminated', '=', false)
    .where(
      'customer.code',
      'not in',
      system.db
        .selectFrom('price_rule')
        .innerJoin('customer as agreed', 'agreed.id', 'price_rule.customer_id')
        .select('agreed.code'),
    )
    .groupBy('customer.code')
    .orderBy('customer.code')
    .limit(2)
    .execute()
  return rows.map(row => row.code)
}
