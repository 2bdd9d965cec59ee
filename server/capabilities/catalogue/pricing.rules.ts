import { cylinderTypes, type ProductCode, products } from '../../../contract/kernel/cylinders.ts'
import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import { scaleNtd } from '../../../contract/kernel/money.ts'

/** The order in which prices speak, strongest first: contract > customer special > promotion > volume > list. */
export const pricePrecedence = ['contract', 'customer', 'promotion', 'volume', 'list'] as const
export type PriceKind = (typeof pricePrecedence)[number]
export type RuleKind = Exclude<PriceKind, 'list'>
/** What a price buys: a full cylinder, a kilogram, or a cubic metre by the meter. */
export type PriceUnit = 'cylinder' | 'kg' | 'm3'
export type CustomerKind = 'commercial' | 'household'

/** A list price (公告牌價) in force from a day on. */
export interface ListPrice {
  unitPriceNtd: bigint
  unit: PriceUnit
  /** 押瓶費 for a cylinder whose empty does not come back. */
  depositNtd: bigint
  effectiveFrom: BusinessDate
}

export interface PriceRule {
  id: string
  kind: RuleKind
  product: ProductCode
  /** Contract and customer rules only. */
  customerId: string | null
  /** For this site of the customer only. */
  siteId: string | null
  /** Promotion and volume rules: for this kind of customer only. */
  customerKind: CustomerKind | null
  /** From this many pieces of the product in one order. */
  minQuantity: number
  /** `fixed`: the unit costs the amount; `off`: the amount is taken off the list price. */
  effect: 'fixed' | 'off'
  amountNtd: bigint
  unit: PriceUnit
  validFrom: BusinessDate
  /** First day on which the rule no longer holds; null while nobody has ended it. */
  validTo: BusinessDate | null
  reason: string
}

export interface PriceAsked {
  product: ProductCode
  quantity: number
  on: BusinessDate
  customerId: string | null
  siteId: string | null
  customerKind: CustomerKind | null
}

/** Why a rule is the price, or is not. */
export type StepOutcome =
  | 'applied'
  | 'outranked'
  | 'not-yet'
  | 'ended'
  | 'too-few'
  | 'other-site'
  | 'other-kind'
  | 'no-list-price'

export interface PriceStep {
  rule: PriceKind
  ruleId: string | null
  outcome: StepOutcome
  /** What one unit would cost by this rule; null where it has no meaning. */
  unitPriceNtd: bigint | null
  effect: 'fixed' | 'off'
  amountNtd: bigint
  amountUnit: PriceUnit
  minQuantity: number
  validFrom: BusinessDate
  validTo: BusinessDate | null
  reason: string
}

export interface PricedLine {
  product: ProductCode
  quantity: number
  /** False where neither a rule nor the list has a price; `unitPriceNtd` is 0 then and must not be charged. */
  isPriced: boolean
  /** NT$ for one `unit`: one full cylinder, or for a metered product a unit of gas. */
  unitPriceNtd: bigint
  unit: PriceUnit
  /** NT$ due at the door for one full cylinder; 0 for metered products, whose gas is billed by the meter. */
  doorPriceNtd: bigint
  depositNtd: bigint
  rule: PriceKind
  ruleId: string | null
  /** Every price considered, strongest first. */
  steps: PriceStep[]
}

/** Units in which a product may be priced: a cylinder whole or by its nominal gas, metered gas by weight or volume. */
export const unitsOf = {
  cylinder: ['cylinder', 'kg'],
  metered: ['kg', 'm3'],
} as const satisfies Record<string, readonly PriceUnit[]>

/** Whether a product may be priced by a unit. */
export function isUnitFor(product: ProductCode, unit: PriceUnit): boolean {
  return (unitsOf[products[product].method] as readonly PriceUnit[]).includes(unit)
}

/**
 * An amount as it counts in the product's own unit of sale: NT$ a kilogram of a cylinder is NT$ a full cylinder, by
 * its nominal gas, rounded half up to the dollar. Metered amounts stay as they are.
 */
export function inSaleUnit(
  product: ProductCode,
  amountNtd: bigint,
  unit: PriceUnit,
): { amountNtd: bigint; unit: PriceUnit } {
  if (products[product].method === 'metered' || unit !== 'kg') return { amountNtd, unit }
  const { gasGrams } = cylinderTypes[products[product].type]
  return { amountNtd: scaleNtd(amountNtd, BigInt(gasGrams), 1000n), unit: 'cylinder' }
}

interface Candidate {
  step: PriceStep
  rank: readonly (number | string)[]
  unit: PriceUnit
}

/**
 * The price of one product for one customer on one day, with every price that was considered. Exactly one step is
 * `applied`, unless nothing has a price. Among rules of one kind the narrower speaks: one site before the whole
 * customer, one kind of customer before all, the higher minimum before the lower.
 * @param rules those of this product for this customer and for everybody; others are ignored
 */
export function priceLine(
  asked: PriceAsked,
  rules: readonly PriceRule[],
  list: ListPrice | undefined,
): PricedLine {
  const sale = list && inSaleUnit(asked.product, list.unitPriceNtd, list.unit)
  const candidates = rules
    .filter(rule => rule.product === asked.product && isForCustomer(rule, asked))
    .map(rule => consider(rule, asked, sale))
  if (list && sale) candidates.push(listCandidate(list, sale))
  candidates.sort((a, b) => compareRanks(a.rank, b.rank))
  const winner = candidates.find(({ step }) => step.outcome === 'applied')
  for (const { step } of candidates)
    if (step.outcome === 'applied' && step !== winner?.step) step.outcome = 'outranked'
  const isMetered = products[asked.product].method === 'metered'
  const unitPriceNtd = winner?.step.unitPriceNtd ?? 0n
  return {
    product: asked.product,
    quantity: asked.quantity,
    isPriced: winner !== undefined,
    unitPriceNtd,
    unit: winner?.unit ?? (isMetered ? 'kg' : 'cylinder'),
    doorPriceNtd: isMetered ? 0n : unitPriceNtd,
    depositNtd: list?.depositNtd ?? 0n,
    rule: winner?.step.rule ?? 'list',
    ruleId: winner?.step.ruleId ?? null,
    steps: candidates.map(({ step }) => step),
  }
}

const isForCustomer = (rule: PriceRule, asked: PriceAsked) =>
  rule.customerId === null || rule.customerId === asked.customerId

function consider(
  rule: PriceRule,
  asked: PriceAsked,
  list: { amountNtd: bigint; unit: PriceUnit } | undefined,
): Candidate {
  const own = inSaleUnit(rule.product, rule.amountNtd, rule.unit)
  const unitPriceNtd =
    rule.effect === 'fixed'
      ? own.amountNtd
      : list?.unit === own.unit
        ? less(list.amountNtd, own.amountNtd)
        : null
  return {
    unit: own.unit,
    rank: [
      pricePrecedence.indexOf(rule.kind),
      rule.siteId === null ? 1 : 0,
      rule.customerKind === null ? 1 : 0,
      -rule.minQuantity,
      rule.validFrom,
      rule.id,
    ],
    step: {
      rule: rule.kind,
      ruleId: rule.id,
      outcome: outcomeOf(rule, asked, unitPriceNtd),
      unitPriceNtd,
      effect: rule.effect,
      amountNtd: rule.amountNtd,
      amountUnit: rule.unit,
      minQuantity: rule.minQuantity,
      validFrom: rule.validFrom,
      validTo: rule.validTo,
      reason: rule.reason,
    },
  }
}

function outcomeOf(rule: PriceRule, asked: PriceAsked, unitPriceNtd: bigint | null): StepOutcome {
  if (asked.on < rule.validFrom) return 'not-yet'
  if (rule.validTo !== null && asked.on >= rule.validTo) return 'ended'
  if (rule.siteId !== null && rule.siteId !== asked.siteId) return 'other-site'
  if (rule.customerKind !== null && rule.customerKind !== asked.customerKind) return 'other-kind'
  if (asked.quantity < rule.minQuantity) return 'too-few'
  return unitPriceNtd === null ? 'no-list-price' : 'applied'
}

function listCandidate(list: ListPrice, sale: { amountNtd: bigint; unit: PriceUnit }): Candidate {
  return {
    unit: sale.unit,
    rank: [pricePrecedence.indexOf('list'), 1, 1, 0, list.effectiveFrom, ''],
    step: {
      rule: 'list',
      ruleId: null,
      outcome: 'applied',
      unitPriceNtd: sale.amountNtd,
      effect: 'fixed',
      amountNtd: list.unitPriceNtd,
      amountUnit: list.unit,
      minQuantity: 1,
      validFrom: list.effectiveFrom,
      validTo: null,
      reason: '',
    },
  }
}

/** A discount never turns into money paid out. */
const less = (amountNtd: bigint, offNtd: bigint) => (offNtd > amountNtd ? 0n : amountNtd - offNtd)

function compareRanks(a: Candidate['rank'], b: Candidate['rank']): number {
  for (const [index, mine] of a.entries()) {
    const theirs = b[index] ?? 0
    if (mine !== theirs) return mine < theirs ? -1 : 1
  }
  return 0
}
