import type { Stop } from '../../offline/day.rules.ts'

type Delivered = Pick<NonNullable<Stop['delivery']>, 'payment' | 'amountPaidNtd' | 'lines'>

/** How a visit was paid, in the words of the door: where only empties were fetched (收空) nothing was, whatever the customer's terms. */
export function shownPayment(stop: Pick<Stop, 'isCollection'>, delivery: Delivered) {
  const isFree = delivery.lines.every(line => line.fullOut === 0) && delivery.amountPaidNtd === '0'
  return stop.isCollection && isFree ? 'none' : (delivery.payment ?? 'none')
}
