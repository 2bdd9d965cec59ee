import { type CylinderType, products } from '@luckygas/contract/kernel/cylinders.ts'
import { usualPayment } from '@luckygas/contract/kernel/door-amount.ts'
import { newId } from '@luckygas/ui/clock.ts'
import type { Phone } from '../src/app/phone.ts'
import { countedTypes, faceValues, newCloseDraft } from '../src/features/close/close.rules.ts'
import {
  type DeliverDraft,
  deliverCommandOf,
  draftAmount,
  newDraft,
  newResidual,
  type Payment,
  withLine,
} from '../src/features/deliver/deliver.rules.ts'
import { withFulls, withOther } from '../src/features/deliver/swap.rules.ts'
import { newLoadDraft } from '../src/features/load-out/load-out.rules.ts'
import { nextThing } from '../src/features/today/today.rules.ts'
import { checkItemsOf } from '../src/features/vehicle-check/check-items.ts'
import type { Run, Stop } from '../src/offline/day.rules.ts'
import type { CommandDraft, DriverDay } from '../src/offline/outbox.types.ts'

interface Hands {
  fix(runId: string, point: { latitude: number; longitude: number }): Promise<void>
  /** Drives on only when no more than so many facts wait on the phone. */
  sentUpTo(waiting: number): Promise<void>
}

/** What happens at a door; which one is the customer's number's doing, so that a day is the same however it is planned. */
const deeds = [
  { kind: 'fail', every: 17, from: 3 },
  { kind: 'fewer', every: 11, from: 5 },
  { kind: 'other-empties', every: 13, from: 7 },
  { kind: 'typed-wrong', every: 19, from: 4 },
  { kind: 'empties-short', every: 23, from: 9 },
  { kind: 'pays-less', every: 29, from: 2 },
  { kind: 'transfer', every: 29, from: 11 },
  { kind: 'residual', every: 7, from: 1 },
] as const
type DeedKind = (typeof deeds)[number]['kind'] | 'full'

const deedOf = (stop: Stop): DeedKind => {
  const number = Math.floor(Number(stop.customerCode) / 13)
  return deeds.find(({ every, from }) => number % every === from)?.kind ?? 'full'
}

type Change = (draft: DeliverDraft, stop: Stop) => DeliverDraft
const firstOf = (draft: DeliverDraft) => draft.lines[0]
const changes: Partial<Record<DeedKind, Change>> = {
  fewer: draft => {
    const line = firstOf(draft)
    return line === undefined ? draft : withFulls(draft, line.product, Math.max(1, line.fullOut - 1))
  },
  'other-empties': draft => {
    const line = firstOf(draft)
    return line === undefined
      ? draft
      : withOther(draft, 'take', line.product, line.product === '16' ? '20' : '16')
  },
  'empties-short': draft => {
    const line = firstOf(draft)
    return line === undefined ? draft : withLine(draft, line.product, { emptyIn: line.emptyIn - 1 })
  },
  residual: (draft, stop) => {
    const line = firstOf(draft)
    if (line === undefined || stop.billingMethod === 'metered') return draft
    return { ...draft, residuals: [newResidual(newId(), products[line.product].type as CylinderType)] }
  },
}

/** Weighs what came back a little above its tare, and reads the meter a little further on. */
function filledIn(draft: DeliverDraft, stop: Stop): DeliverDraft {
  const meterDigits =
    stop.meter === null ? '' : String(Math.ceil(((stop.meter.lastMilliUnits ?? 100_000) + 12_000) / 10))
  const residuals = draft.residuals.map(one => ({ ...one, gross: String(Number(one.tare) + 11) }))
  return { ...draft, meterDigits, residuals }
}

const signature = () => {
  const bytes = Uint8Array.from({ length: 300 }, (_none, at) => at % 251)
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return new Blob([bytes], { type: 'image/png' })
}

/** What a driver would say in the evening that he has done, whatever the office has heard of it. */
export interface DayTold {
  facts: number
  done: number
  failed: number
  fullOut: number
  emptyIn: number
  cashNtd: number
}

function tally(told: DayTold, command: CommandDraft, sign: 1 | -1): void {
  if (command.kind === 'fail') told.failed += sign
  if (command.kind !== 'deliver') return
  told.done += sign
  for (const { fullOut, emptyIn } of command.lines) {
    told.fullOut += sign * fullOut
    told.emptyIn += sign * emptyIn
  }
  if (command.payment === 'cash' || command.payment === 'short')
    told.cashNtd += sign * Number(command.amountPaidNtd)
}

/** Drives one day from the vehicle check to the close, as the app's main button leads. */
export async function driveDay(phone: Phone, hands: Hands): Promise<DayTold> {
  const told: DayTold = { facts: 0, done: 0, failed: 0, fullOut: 0, emptyIn: 0, cashNtd: 0 }
  const now = (): { day: DriverDay; run: Run; base: { businessDate: string; runId: string } } => {
    const { day } = phone.state.get()
    if (day?.run == null) throw new Error('the day is gone from the phone')
    return { day, run: day.run, base: { businessDate: day.date, runId: day.run.id } }
  }
  const report: Phone['report'] = (command, options) => {
    told.facts += 1
    tally(told, command, 1)
    return phone.report(command, options)
  }
  const deliver = async (stop: Stop, deed: DeedKind) => {
    const { day, run } = now()
    const changed = (changes[deed] ?? (draft => draft))(newDraft(stop, newId), stop)
    const draft = filledIn(changed, stop)
    const { amountDueNtd } = draftAmount(draft, stop, day.prices)
    const usual = usualPayment(stop.settlement, amountDueNtd, stop.payment)
    const payment: Payment =
      usual !== 'cash' ? usual : deed === 'transfer' ? 'transfer' : deed === 'pays-less' ? 'short' : 'cash'
    const isTaken = payment === 'cash' || payment === 'short'
    const paid = isTaken ? amountDueNtd - (payment === 'short' ? 100n : 0n) : 0n
    const command = deliverCommandOf(draft, { day, run, stop }, payment, paid)
    const entry = await report(command, { stop: { number: 1, name: stop.shortName }, isHeld: true })
    if (stop.needsSignature) await phone.sign(entry.id, signature())
    await phone.release(entry.id)
    return command
  }
  const serve = async (stop: Stop) => {
    const { base } = now()
    const deed = deedOf(stop)
    if (stop.point !== null) await hands.fix(base.runId, stop.point)
    if (stop.state === 'published')
      await report({ kind: 'arrive', ...base, stopId: stop.id, point: stop.point })
    if (deed === 'fail') {
      const words = { reason: 'absent' as const, note: '', files: [] }
      await report({ kind: 'fail', ...base, stopId: stop.id, deliveryId: newId(), ...words })
      return
    }
    const stated = await deliver(stop, deed === 'typed-wrong' ? 'fewer' : deed)
    if (deed !== 'typed-wrong') return
    const { deliveryId } = stated
    await report({ kind: 'undo', ...base, stopId: stop.id, deliveryId, reason: '數量打錯' })
    tally(told, stated, -1)
    await deliver(stop, 'full')
  }
  const check = async () => {
    const { run, base } = now()
    const items = checkItemsOf(run, code => code).map(({ code }) => ({ item: code, isOk: true, note: '' }))
    await report({ kind: 'vehicle_check', ...base, items, odometerKm: null, files: [] })
  }
  const load = async (trip: number) => {
    const { run, base } = now()
    const { replaces: _none, ...draft } = newLoadDraft(run, trip)
    await report({ kind: 'load_out', ...base, ...draft })
  }
  const close = async () => {
    const { run, base } = now()
    const signatureFileId = await phone.keepPicture('signature', signature())
    const denominations: Record<string, number> = {}
    let rest = Number(run.cashInHandNtd)
    for (const face of faceValues) {
      const pieces = Math.floor(rest / face)
      if (pieces > 0) denominations[String(face)] = pieces
      rest -= pieces * face
    }
    const { dayCloseId, reason } = newCloseDraft(newId())
    const types = countedTypes(run.onTruck, { full: {}, empty: {} })
    const counted = run.onTruck
      .filter(row => types.includes(row.cylinderType))
      .map(({ cylinderType, full, empty }) => ({
        cylinderType,
        full: Math.max(0, full),
        empty: Math.max(0, empty),
      }))
    await report(
      {
        ...{ kind: 'close_day', ...base, dayCloseId, denominations, reason, signatureFileId },
        countedCashNtd: run.cashInHandNtd,
        counted,
      },
      { claimsFiles: [signatureFileId] },
    )
  }
  for (let served = 0; ; served += 1) {
    const next = nextThing(now().day)
    if (next.do === 'closed' || next.do === 'nothing') return told
    if (next.do === 'check-vehicle') await check()
    else if (next.do === 'load') await load(next.trip)
    else if (next.do === 'close') {
      // He counts with the day as the office knows it, so that a late answer changes no figure under his hands.
      await hands.sentUpTo(0)
      await close()
    } else {
      await serve(next.next.stop)
      await hands.sentUpTo(served % 5)
    }
  }
}
