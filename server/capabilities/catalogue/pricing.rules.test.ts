import { productCodes } from '@luckygas/contract/kernel/cylinders.ts'
import { addDays } from '@luckygas/contract/kernel/dates.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  inSaleUnit,
  isUnitFor,
  type ListPrice,
  type PriceAsked,
  type PriceRule,
  priceLine,
  pricePrecedence,
  type RuleKind,
} from './pricing.rules.ts'

const list: ListPrice = {
  unitPriceNtd: 900n,
  unit: 'cylinder',
  depositNtd: 1500n,
  effectiveFrom: '2026-01-01',
}
const asked: PriceAsked = {
  product: '20',
  quantity: 3,
  on: '2026-11-22',
  customerId: 'c1',
  siteId: 's1',
  customerKind: 'commercial',
}
const rule = (given: Partial<PriceRule> = {}): PriceRule => ({
  id: 'r1',
  kind: 'customer',
  product: '20',
  customerId: given.kind === 'promotion' || given.kind === 'volume' ? null : 'c1',
  siteId: null,
  customerKind: null,
  minQuantity: 1,
  effect: 'fixed',
  amountNtd: 840n,
  unit: 'cylinder',
  validFrom: '2026-11-01',
  validTo: null,
  reason: '談定',
  ...given,
})
const outcomes = (rules: PriceRule[], given: Partial<PriceAsked> = {}) =>
  priceLine({ ...asked, ...given }, rules, list).steps.map(step => [step.rule, step.outcome])

describe('one rule is the price', () => {
  test('[B2] contract before customer special before promotion before volume before list, whatever each costs', () => {
    const rules = [
      rule({ id: 'v', kind: 'volume', minQuantity: 2, amountNtd: 1n }),
      rule({ id: 'p', kind: 'promotion', amountNtd: 2n }),
      rule({ id: 's', amountNtd: 3n }),
      rule({ id: 'k', kind: 'contract', amountNtd: 999n }),
    ]
    for (const winner of ['contract', 'customer', 'promotion', 'volume', 'list']) {
      const line = priceLine(asked, rules, list)
      expect(line.rule).toBe(winner)
      expect(line.steps.map(step => step.rule)).toEqual(
        pricePrecedence.filter(kind => kind === 'list' || rules.some(one => one.kind === kind)),
      )
      rules.pop()
    }
  })

  test('[B2] days are half-open: a rule holds from its first day and no longer on its last', () => {
    const rules = [rule({ validFrom: '2026-11-10', validTo: '2026-11-20' })]
    const on = (day: string) => priceLine({ ...asked, on: day }, rules, list).unitPriceNtd
    expect([on('2026-11-09'), on('2026-11-10'), on('2026-11-19'), on('2026-11-20')]).toEqual([
      900n,
      840n,
      840n,
      900n,
    ])
    expect(outcomes(rules, { on: '2026-11-09' })[0]).toEqual(['customer', 'not-yet'])
    expect(outcomes(rules, { on: '2026-11-20' })[0]).toEqual(['customer', 'ended'])
  })

  test('[B2] a rule that does not hold says why: another site, another kind of customer, too few', () => {
    expect(outcomes([rule({ siteId: 's2' })])[0]).toEqual(['customer', 'other-site'])
    expect(outcomes([rule({ kind: 'promotion', customerKind: 'household' })])[0]).toEqual([
      'promotion',
      'other-kind',
    ])
    expect(outcomes([rule({ kind: 'volume', minQuantity: 4 })])[0]).toEqual(['volume', 'too-few'])
    expect(outcomes([rule({ customerId: 'c2' }), rule({ product: '16' })])).toEqual([['list', 'applied']])
  })

  test('[B2] among rules of one kind the narrower speaks: site, kind of customer, more pieces', () => {
    const price = (rules: PriceRule[]) => priceLine(asked, rules, list).ruleId
    expect(price([rule({ id: 'all' }), rule({ id: 'site', siteId: 's1' })])).toBe('site')
    const promotion = (id: string, customerKind: 'commercial' | null) =>
      rule({ id, kind: 'promotion', customerKind })
    expect(price([promotion('all', null), promotion('shops', 'commercial')])).toBe('shops')
    const volume = (id: string, minQuantity: number) => rule({ id, kind: 'volume', minQuantity })
    expect(price([volume('two', 2), volume('three', 3), volume('four', 4)])).toBe('three')
  })

  test('[B2] an amount off follows the list and never pays out; without a list price it means nothing', () => {
    const off = rule({ effect: 'off', amountNtd: 2n, unit: 'kg' })
    expect(priceLine(asked, [off], list)).toMatchObject({ unitPriceNtd: 860n, rule: 'customer' })
    expect(priceLine(asked, [off], { ...list, unitPriceNtd: 950n }).unitPriceNtd).toBe(910n)
    expect(priceLine(asked, [rule({ effect: 'off', amountNtd: 5000n })], list).unitPriceNtd).toBe(0n)
    const none = priceLine(asked, [off], undefined)
    expect(none).toMatchObject({ isPriced: false, unitPriceNtd: 0n, depositNtd: 0n, unit: 'cylinder' })
    expect(none.steps).toMatchObject([{ outcome: 'no-list-price', unitPriceNtd: null }])
  })

  test('[B2] a price by the kilogram is a full cylinder by its nominal gas; the meter keeps its own unit', () => {
    expect(priceLine(asked, [rule({ amountNtd: 42n, unit: 'kg' })], list)).toMatchObject({
      unitPriceNtd: 840n,
      unit: 'cylinder',
      doorPriceNtd: 840n,
    })
    const meter = { ...list, unitPriceNtd: 45n, unit: 'm3' as const }
    const metered = priceLine({ ...asked, product: 'F20' }, [], meter)
    expect(metered).toMatchObject({ unitPriceNtd: 45n, unit: 'm3', doorPriceNtd: 0n, isPriced: true })
    const offByWeight = rule({ product: 'F20', effect: 'off', amountNtd: 3n, unit: 'kg' })
    expect(priceLine({ ...asked, product: 'F20' }, [offByWeight], meter).rule).toBe('list')
    expect(priceLine({ ...asked, product: 'F20' }, [], undefined).unit).toBe('kg')
    expect(inSaleUnit('16', 43n, 'kg')).toEqual({ amountNtd: 688n, unit: 'cylinder' })
    expect([isUnitFor('20', 'm3'), isUnitFor('20', 'kg'), isUnitFor('F20', 'cylinder')]).toEqual([
      false,
      true,
      false,
    ])
  })
})

const kinds: RuleKind[] = ['contract', 'customer', 'promotion', 'volume']
const anyRule = fc
  .record({
    kind: fc.constantFrom(...kinds),
    site: fc.option(fc.constantFrom('s1', 's2'), { nil: null }),
    buyers: fc.option(fc.constantFrom('commercial' as const, 'household' as const), { nil: null }),
    minQuantity: fc.integer({ min: 1, max: 6 }),
    effect: fc.constantFrom('fixed' as const, 'off' as const),
    amount: fc.integer({ min: 0, max: 2000 }),
    from: fc.integer({ min: -40, max: 40 }),
    days: fc.option(fc.integer({ min: 1, max: 60 }), { nil: null }),
  })
  .map(({ kind, site, buyers, minQuantity, effect, amount, from, days }) => {
    const isAgreed = kind === 'contract' || kind === 'customer'
    const validFrom = addDays(asked.on, from)
    return rule({
      kind,
      customerId: isAgreed ? 'c1' : null,
      siteId: isAgreed ? site : null,
      customerKind: isAgreed ? null : buyers,
      minQuantity: kind === 'volume' ? minQuantity + 1 : 1,
      effect,
      amountNtd: BigInt(amount),
      validFrom,
      validTo: days === null ? null : addDays(validFrom, days),
    })
  })
const anyRules = fc
  .array(anyRule, { maxLength: 12 })
  .map(rules => rules.map((one, index) => ({ ...one, id: `r${String(index).padStart(2, '0')}` })))

describe('whatever rules there are', () => {
  test('[B2] exactly one is the price, it is in force, none stronger is, and order of reading changes nothing', () => {
    fc.assert(
      fc.property(anyRules, fc.integer({ min: 1, max: 8 }), (rules, quantity) => {
        const line = priceLine({ ...asked, quantity }, rules, list)
        const applied = line.steps.filter(step => step.outcome === 'applied')
        expect(applied).toHaveLength(1)
        expect(line.unitPriceNtd).toBe(applied[0]?.unitPriceNtd)
        expect(line.steps).toHaveLength(rules.length + 1)
        const place = pricePrecedence.indexOf(line.rule)
        for (const step of line.steps)
          if (step.outcome === 'outranked')
            expect(pricePrecedence.indexOf(step.rule)).toBeGreaterThanOrEqual(place)
        const won = rules.find(one => one.id === line.ruleId)
        if (won) {
          expect(won.validFrom <= asked.on && (won.validTo === null || asked.on < won.validTo)).toBe(true)
          expect(quantity).toBeGreaterThanOrEqual(won.minQuantity)
        }
        expect(priceLine({ ...asked, quantity }, [...rules].reverse(), list)).toEqual(line)
        expect(line.unitPriceNtd >= 0n).toBe(true)
      }),
    )
  })

  test('[B2] a weaker rule more or less never moves the price', () => {
    fc.assert(
      fc.property(anyRules, anyRule, (rules, extra) => {
        const before = priceLine(asked, rules, list)
        const isWeaker = pricePrecedence.indexOf(extra.kind) > pricePrecedence.indexOf(before.rule)
        fc.pre(isWeaker)
        const after = priceLine(asked, [...rules, { ...extra, id: 'zz' }], list)
        expect([after.ruleId, after.unitPriceNtd]).toEqual([before.ruleId, before.unitPriceNtd])
      }),
    )
  })

  test('[B2] every product has a unit it may be priced by, and the list alone prices it', () => {
    for (const product of productCodes)
      expect(priceLine({ ...asked, product }, [], list)).toMatchObject({ rule: 'list', isPriced: true })
  })
})
