import type { ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import { expect, test } from 'vitest'
import { changeInUnit, describeRows, updateRows } from './price-update.rules.ts'
import type { ListPrice, PriceRule } from './pricing.rules.ts'

const price = (unitPriceNtd: bigint, unit: ListPrice['unit'] = 'cylinder'): ListPrice => ({
  unitPriceNtd,
  unit,
  depositNtd: 0n,
  effectiveFrom: '2026-01-01',
})
const agreed: PriceRule = {
  id: 'r1',
  kind: 'contract',
  product: '20',
  customerId: 'c1',
  siteId: null,
  customerKind: null,
  minQuantity: 1,
  effect: 'fixed',
  amountNtd: 800n,
  unit: 'cylinder',
  validFrom: '2026-01-01',
  validTo: '2027-01-01',
  reason: '年約',
}
const list = new Map<ProductCode, ListPrice>([
  ['20', price(900n)],
  ['16', price(720n)],
  ['F20', price(45n, 'kg')],
  ['F16', price(90n, 'm3')],
])
const given = { list, rules: [agreed], nextOn: new Map<ProductCode, string>([['16', '2026-12-15']]) }

test('[B2] NT$ a kilogram moves each cylinder by its gas, and prices by the kilogram by themselves', () => {
  expect(changeInUnit('20', { amountNtd: 2n, per: 'kg' }, 'cylinder')).toBe(40n)
  expect(changeInUnit('20', { amountNtd: -2n, per: 'kg' }, 'kg')).toBe(-2n)
  expect(changeInUnit('16', { amountNtd: 30n, per: 'cylinder' }, 'cylinder')).toBe(30n)
  expect(changeInUnit('F16', { amountNtd: 2n, per: 'kg' }, 'm3')).toBeUndefined()
  expect(changeInUnit('20', { amountNtd: 2n, per: 'm3' }, 'cylinder')).toBeUndefined()
})

test('[B2] rows: list prices chosen and agreed fixed prices; discounts, promotions and other units stay', () => {
  const products: ProductCode[] = ['20', '16', 'F20', 'F16', '50']
  const rules: PriceRule[] = [
    agreed,
    { ...agreed, id: 'off', effect: 'off' },
    { ...agreed, id: 'promo', kind: 'promotion', customerId: null },
    { ...agreed, id: 'special', kind: 'customer', unit: 'kg', amountNtd: 41n, validTo: null },
  ]
  const found = updateRows({ ...given, products, rules, change: { amountNtd: 2n, per: 'kg' } })
  expect(
    'rows' in found &&
      found.rows.map(row => [row.product, row.rule?.id ?? 'list', row.oldNtd, row.newNtd, row.until]),
  ).toEqual([
    ['20', 'list', 900n, 940n, null],
    ['20', 'r1', 800n, 840n, '2027-01-01'],
    ['20', 'special', 41n, 43n, null],
    ['16', 'list', 720n, 752n, '2026-12-15'],
    ['F20', 'list', 45n, 47n, null],
  ])
})

test('[B2] a change of nothing makes no row, one below nothing is refused by its product', () => {
  const products: ProductCode[] = ['20', '16']
  expect(updateRows({ ...given, products, change: { amountNtd: 0n, per: 'kg' } })).toEqual({ rows: [] })
  expect(updateRows({ ...given, products, change: { amountNtd: -46n, per: 'kg' } })).toEqual({
    belowZero: '20',
  })
})

test('[B2] a preview is known by every row and its day, in whatever order they were read', () => {
  const found = updateRows({ ...given, products: ['20', '16'], change: { amountNtd: 1n, per: 'kg' } })
  if (!('rows' in found)) throw new Error('no rows')
  const text = describeRows('2026-12-01', found.rows)
  expect(describeRows('2026-12-01', [...found.rows].reverse())).toBe(text)
  expect(describeRows('2026-12-02', found.rows)).not.toBe(text)
  const [first, ...rest] = found.rows
  if (!first) throw new Error('no row')
  expect(describeRows('2026-12-01', [{ ...first, oldNtd: 1n }, ...rest])).not.toBe(text)
})
