import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cylinderTypeCodes, cylinderTypes, type ProductCode, productCodes, products } from './cylinders.ts'
import {
  agreedPayment,
  type DoorLine,
  doorAmount,
  residualGrams,
  settlementAtDoor,
  usualPayment,
} from './door-amount.ts'

const line = (product: ProductCode, fullOut: number, unitPriceNtd: bigint, rest: Partial<DoorLine> = {}) => ({
  product,
  fullOut,
  unitPriceNtd,
  depositsTaken: 0,
  unitDepositNtd: 1500n,
  ...rest,
})
const listPrices = new Map<ProductCode, bigint>([['16', 700n]])

describe('the amount due at the door', () => {
  test('[F1] two 20 kg cylinders at 860 are 1,720', () => {
    expect(doorAmount({ lines: [line('20', 2, 860n)], residuals: [], listPrices }).amountDueNtd).toBe(1720n)
  })

  test('[F1] 2.2 kg left in a 16 kg cylinder at 700 is a credit of 96', () => {
    const residuals = [{ cylinderType: '16' as const, grossGrams: 19_800, tareGrams: 17_600 }]
    const amount = doorAmount({ lines: [line('16', 1, 700n)], residuals, listPrices })
    expect(amount).toMatchObject({ gasNtd: 700n, creditNtd: 96n, amountDueNtd: 604n })
  })

  test('[F1] residual gas of a type that is not delivered is credited at the list price', () => {
    const residuals = [{ cylinderType: '16' as const, grossGrams: 23_000, tareGrams: 15_000 }]
    const amount = doorAmount({ lines: [line('20', 1, 860n)], residuals, listPrices })
    expect(amount.amountDueNtd).toBe(860n - 350n)
  })

  test('[F1] a credit of half a dollar rounds up', () => {
    const residuals = [{ cylinderType: '16' as const, grossGrams: 15_080, tareGrams: 15_000 }]
    const prices = new Map<ProductCode, bigint>([['16', 100n]])
    expect(doorAmount({ lines: [], residuals, listPrices: prices }).creditNtd).toBe(1n)
  })

  test('[F1] a metered site pays nothing at the door and its residual gas is not credited', () => {
    const residuals = [{ cylinderType: '50' as const, grossGrams: 50_000, tareGrams: 38_000 }]
    const prices = new Map<ProductCode, bigint>([['50', 2000n]])
    const amount = doorAmount({ lines: [line('F50', 2, 35n)], residuals, listPrices: prices })
    expect(amount.amountDueNtd).toBe(0n)
  })

  test('[F1] a deposit for an empty that did not come back is added, metered or not', () => {
    expect(
      doorAmount({ lines: [line('20', 2, 860n, { depositsTaken: 1 })], residuals: [], listPrices }),
    ).toMatchObject({
      depositNtd: 1500n,
      amountDueNtd: 3220n,
    })
  })

  test('[F1] a scale below the stamped tare means no residual, and no cylinder holds more than its size', () => {
    expect(residualGrams({ cylinderType: '16', grossGrams: 14_900, tareGrams: 15_000 })).toBe(0)
    expect(residualGrams({ cylinderType: '16', grossGrams: 90_000, tareGrams: 15_000 })).toBe(16_000)
  })

  test('[F1] the sum always agrees with its parts, and a credit never exceeds a full cylinder', () => {
    const lines = fc.array(
      fc.record({
        product: fc.constantFrom(...productCodes),
        fullOut: fc.nat(50),
        unitPriceNtd: fc.bigInt(0n, 5000n),
        depositsTaken: fc.nat(5),
        unitDepositNtd: fc.bigInt(0n, 3000n),
      }),
      { maxLength: 6 },
    )
    const residuals = fc.array(
      fc.record({
        cylinderType: fc.constantFrom(...cylinderTypeCodes),
        grossGrams: fc.nat(200_000),
        tareGrams: fc.nat(100_000),
      }),
      { maxLength: 6 },
    )
    const prices = new Map(
      productCodes.map(code => [code, BigInt(cylinderTypes[products[code].type].gasGrams / 20)]),
    )
    fc.assert(
      fc.property(lines, residuals, (someLines, someResiduals) => {
        const amount = doorAmount({ lines: someLines, residuals: someResiduals, listPrices: prices })
        expect(amount.amountDueNtd).toBe(amount.gasNtd + amount.depositNtd - amount.creditNtd)
        expect(amount.creditsNtd).toHaveLength(someResiduals.length)
        for (const credit of amount.creditsNtd) expect(credit >= 0n && credit <= 5000n).toBe(true)
      }),
    )
  })
})

test('[F1] the usual way of paying follows the account and the amount', () => {
  expect(usualPayment('cash', 1720n)).toBe('cash')
  expect(usualPayment('collect', 1720n)).toBe('cash')
  expect(usualPayment('cash', 0n)).toBe('none')
  expect(usualPayment('collect', -50n)).toBe('none')
  expect(usualPayment('monthly', 1720n)).toBe('monthly')
  expect(usualPayment('monthly', 0n)).toBe('monthly')
})

test('[C1] [F1] what the office agreed for an order goes before the account, and nothing due is nothing to take', () => {
  expect(usualPayment('cash', 1720n, 'monthly')).toBe('monthly')
  expect(usualPayment('monthly', 1720n, 'cash')).toBe('cash')
  expect(usualPayment('monthly', 0n, 'cash')).toBe('none')
  expect(usualPayment('cash', 1720n, 'transfer')).toBe('transfer')
  expect(usualPayment('cash', 0n, 'transfer')).toBe('none')
  expect(usualPayment('monthly', 1720n, null)).toBe('monthly')
  expect([agreedPayment('collect'), agreedPayment('collect', 'transfer')]).toEqual(['cash', 'transfer'])
})

test('[F2] phones that know settlements only hear of an agreed month or of cash', () => {
  expect(settlementAtDoor('cash', 'monthly')).toBe('monthly')
  expect(settlementAtDoor('monthly', 'cash')).toBe('cash')
  expect(settlementAtDoor('collect', 'cash')).toBe('collect')
  expect(settlementAtDoor('monthly', 'transfer')).toBe('monthly')
  expect(settlementAtDoor('cash', null)).toBe('cash')
})

test('[C1] [G3] a deposit given back lowers what is due', () => {
  const amount = doorAmount({
    lines: [line('20', 0, 860n)],
    residuals: [],
    listPrices,
    depositRefundNtd: 3000n,
  })
  expect(amount).toMatchObject({ gasNtd: 0n, depositNtd: -3000n, amountDueNtd: -3000n })
})
