import { type CylinderType, cylinderTypes, type ProductCode, products } from './cylinders.ts'
import { scaleNtd } from './money.ts'

/**
 * What is due at the door. The phone works it out without signal and the server works it out again with this same
 * file, so that a difference between the two is always a difference of facts, never of arithmetic.
 */
export interface DoorLine {
  product: ProductCode
  fullOut: number
  /** NT$ for one full cylinder at this site; not used for products billed by the meter. */
  unitPriceNtd: bigint
  /** Empties that did not come back and for which 押瓶費 is taken now; 0 where they are owed (欠瓶) or complete. */
  depositsTaken: number
  /** NT$ of deposit for one cylinder of this product. */
  unitDepositNtd: bigint
}

export interface DoorResidual {
  cylinderType: CylinderType
  /** What the scale showed, cylinder and gas, in grams. */
  grossGrams: number
  /** The empty weight stamped on the cylinder, in grams. */
  tareGrams: number
}

export interface DoorDelivery {
  lines: readonly DoorLine[]
  residuals: readonly DoorResidual[]
  /** NT$ for one full cylinder by product, for residual gas of a type that this delivery does not bring. */
  listPrices: ReadonlyMap<ProductCode, bigint>
  /** 退押: NT$ of deposits given back now; only the counter does. */
  depositRefundNtd?: bigint
}

export interface DoorAmount {
  gasNtd: bigint
  /** Deposits taken less those given back. */
  depositNtd: bigint
  /** Credit for each residual in the order given, never negative. */
  creditsNtd: readonly bigint[]
  creditNtd: bigint
  /** gas + deposit − credit; below zero where more gas comes back than goes out. */
  amountDueNtd: bigint
}

/** Gas left in a returned cylinder: gross − tare, at least nothing and at most what the type can hold. */
export function residualGrams(residual: DoorResidual): number {
  const nominal = cylinderTypes[residual.cylinderType].gasGrams
  return Math.min(nominal, Math.max(0, residual.grossGrams - residual.tareGrams))
}

/** Price of a full cylinder of this type sold by the cylinder: this site's own where it is delivered now, else the list's. */
function cylinderPrice(type: CylinderType, delivery: DoorDelivery): bigint {
  const line = delivery.lines.find(
    ({ product }) => products[product].type === type && products[product].method === 'cylinder',
  )
  return line?.unitPriceNtd ?? delivery.listPrices.get(type) ?? 0n
}

/**
 * amount due = Σ full cylinders × unit price + deposits taken − deposits given back − residual credit, in whole NT$.
 * Cylinders of metered products cost nothing at the door: their gas is billed monthly by the meter, and for the same
 * reason gas left in them is not credited. A credit is residual grams × unit price ÷ nominal grams, each cylinder
 * rounded half up to the dollar.
 */
export function doorAmount(delivery: DoorDelivery): DoorAmount {
  let gasNtd = 0n
  let depositNtd = -(delivery.depositRefundNtd ?? 0n)
  let isMeteredOnly = delivery.lines.length > 0
  for (const line of delivery.lines) {
    depositNtd += BigInt(line.depositsTaken) * line.unitDepositNtd
    if (products[line.product].method === 'metered') continue
    isMeteredOnly = false
    gasNtd += BigInt(line.fullOut) * line.unitPriceNtd
  }
  const creditsNtd = delivery.residuals.map(residual =>
    isMeteredOnly
      ? 0n
      : scaleNtd(
          cylinderPrice(residual.cylinderType, delivery),
          BigInt(residualGrams(residual)),
          BigInt(cylinderTypes[residual.cylinderType].gasGrams),
        ),
  )
  const creditNtd = creditsNtd.reduce((sum, credit) => sum + credit, 0n)
  return { gasNtd, depositNtd, creditsNtd, creditNtd, amountDueNtd: gasNtd + depositNtd - creditNtd }
}

export type Settlement = 'cash' | 'monthly' | 'collect'
/** 現金, 月結, 轉帳: what the office may agree on for one order. */
export type AgreedPayment = 'cash' | 'monthly' | 'transfer'
export type DoorPayment = AgreedPayment | 'none'

/** How a stop is paid: as the office agreed for its order, else as the account settles. */
export function agreedPayment(settlement: Settlement, agreed?: AgreedPayment | null): AgreedPayment {
  return agreed ?? (settlement === 'monthly' ? 'monthly' : 'cash')
}

/** The account's settlement with the order's word over it, in the terms of phones that know only settlements. */
export function settlementAtDoor(settlement: Settlement, agreed?: AgreedPayment | null): Settlement {
  if (agreed === 'monthly') return 'monthly'
  return agreed === 'cash' && settlement === 'monthly' ? 'cash' : settlement
}

/**
 * How a stop is paid unless the driver chooses otherwise: what is settled monthly always `monthly`, any other as
 * agreed, in cash without a word, and `none` where there is nothing to take.
 */
export function usualPayment(
  settlement: Settlement,
  amountDueNtd: bigint,
  agreed?: AgreedPayment | null,
): DoorPayment {
  const payment = agreedPayment(settlement, agreed)
  return payment === 'monthly' || amountDueNtd > 0n ? payment : 'none'
}
