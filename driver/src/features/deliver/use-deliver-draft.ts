import type { DoorAmount } from '@luckygas/contract/kernel/door-amount.ts'
import { makeId, useDraft, useNavigation, usePhone, useStop } from '../../app/phone-context.tsx'
import type { Run, Stop } from '../../offline/day.rules.ts'
import type { DriverDay } from '../../offline/outbox.types.ts'
import { numberOf, tripsOf } from '../today/today.rules.ts'
import { type DeliverDraft, deliverCommandOf, draftAmount, newDraft, type Payment } from './deliver.rules.ts'

export const deliverThing = (stopId: string) => `deliver/${stopId}`

export interface Delivering {
  day: DriverDay
  run: Run
  stop: Stop
  /** Place of the stop in its trip; 0 when the office has taken it away. */
  number: number
  draft: DeliverDraft
  amount: DoorAmount
  save: (draft: DeliverDraft) => void
  /** Records the delivery and shows the finishing screen. */
  record: (payment: Payment, amountPaidNtd: bigint) => Promise<void>
}

/** What both the deliver and the cash screen work on; null when the stop is gone. */
export function useDelivering(stopId: string): Delivering | null {
  const phone = usePhone()
  const navigation = useNavigation()
  const found = useStop(stopId)
  const [draft, save] = useDraft<DeliverDraft | null>(deliverThing(stopId), () =>
    found === null ? null : newDraft(found.stop, makeId),
  )
  if (found === null || draft === null) return null
  const { day, run, stop } = found
  const number = numberOf(tripsOf(day), stopId)?.number ?? 0
  return {
    day,
    run,
    stop,
    number,
    draft,
    amount: draftAmount(draft, stop, day.prices),
    save,
    async record(payment, amountPaidNtd) {
      await phone.report(deliverCommandOf(draft, { day, run, stop }, payment, amountPaidNtd), {
        stop: { number, name: stop.shortName },
        settles: [deliverThing(stopId)],
        claimsFiles: draft.files.map(file => file.fileId),
        replaces: draft.replaces,
        isHeld: true,
      })
      navigation.go({ at: 'done', stopId })
    },
  }
}
