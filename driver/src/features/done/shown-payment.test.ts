import { expect, test } from 'vitest'
import { shownPayment } from './shown-payment.ts'

const line = (fullOut: number) => ({ product: '20' as const, fullOut, emptyIn: 2 })
const visit = (fullOut: number, amountPaidNtd = '0') =>
  ({ payment: 'monthly', amountPaidNtd, lines: [line(fullOut)] }) as unknown as Parameters<
    typeof shownPayment
  >[1]

test('[C2] [F1] where only empties were fetched nothing is to pay, also for a customer by the month', () => {
  expect(shownPayment({ isCollection: true }, visit(0))).toBe('none')
  expect(shownPayment({ isCollection: true }, visit(1))).toBe('monthly')
  expect(shownPayment({ isCollection: true }, visit(0, '500'))).toBe('monthly')
  expect(shownPayment({ isCollection: false }, visit(0))).toBe('monthly')
  expect(shownPayment({ isCollection: false }, { ...visit(1), payment: null })).toBe('none')
})
