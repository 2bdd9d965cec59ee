import {
  type CylinderType,
  cylinderTypes,
  type ProductCode,
  products,
} from '@luckygas/contract/kernel/cylinders.ts'
import {
  type AgreedPayment,
  agreedPayment,
  type DoorAmount,
  doorAmount,
} from '@luckygas/contract/kernel/door-amount.ts'
import { parseNtd } from '@luckygas/contract/kernel/money.ts'
import type { Run, Stop } from '../../offline/day.rules.ts'
import type { CommandDraft, DriverDay } from '../../offline/outbox.types.ts'
import type { ReadPlate } from '../plates/plate.rules.ts'
import { tenthsToGrams } from './digits.rules.ts'
import { milliUnitsOf } from './meter.rules.ts'

/** Everything typed at one stop, from arriving to taking the money. Kept on each change, gone when it is stated. */
export interface DeliverDraft {
  stopId: string
  deliveryId: string
  lines: DraftLine[]
  residuals: DraftResidual[]
  /** Digits of the meter, two decimals at the end; empty while nothing is typed. */
  meterDigits: string
  meterReadingId: string
  files: { fileId: string; purpose: 'photo' | 'signature' }[]
  recipient: string
  /** Single cylinders whose plates were read at the door. */
  plates?: ReadPlate[]
  note: string
  /** What was agreed to be paid by the month or by transfer is paid in cash this once. */
  isPayingNow: boolean
  /** A refused record that this one stands in for. */
  replaces: string | null
  /** Which part is open; everything else folds to one line. */
  focus: 'lines' | 'meter' | 'residual'
}
export interface DraftLine {
  product: ProductCode
  fullOut: number
  emptyIn: number
  /** Missing empties for which the deposit is taken now; the others are owed. */
  depositsTaken: number
}
export interface DraftResidual {
  id: string
  cylinderType: CylinderType
  /** Tenths of a kilogram as typed; empty while not weighed. */
  gross: string
  tare: string
}
export type Payment = Extract<CommandDraft, { kind: 'deliver' }>['payment']

export const newResidual = (id: string, cylinderType: CylinderType): DraftResidual => ({
  id,
  cylinderType,
  gross: '',
  tare: String(cylinderTypes[cylinderType].tareGrams / 100),
})

/** The draft as the order says, or as it was recorded before when a record is being corrected. */
export function newDraft(stop: Stop, makeId: () => string, recorded: Stop['delivery'] = null): DeliverDraft {
  const source = recorded !== null && recorded.lines.length > 0 ? recorded.lines : stop.lines
  const first = source[0]
  const opensScale = stop.expectsResidual && first !== undefined
  return {
    stopId: stop.id,
    deliveryId: makeId(),
    lines: source.map(({ product, fullOut, emptyIn }) => ({ product, fullOut, emptyIn, depositsTaken: 0 })),
    residuals: opensScale ? [newResidual(makeId(), products[first.product].type)] : [],
    meterDigits: '',
    meterReadingId: makeId(),
    files: [],
    recipient: '',
    note: '',
    isPayingNow: false,
    replaces: null,
    focus: stop.meter !== null ? 'meter' : opensScale ? 'residual' : 'lines',
  }
}

/** A recorded fact opened again for correction: everything as it was typed, under a new delivery id. */
export function draftFromFact(
  stop: Stop,
  fact: Extract<CommandDraft, { kind: 'deliver' }>,
  makeId: () => string,
): DeliverDraft {
  const tenths = (grams: number) => String(Math.round(grams / 100))
  return {
    ...newDraft(stop, makeId),
    lines: fact.lines.map(line => ({ ...line })),
    ...(fact.plates ? { plates: [...fact.plates] } : {}),
    residuals: fact.residuals.map(({ cylinderType, grossGrams, tareGrams }) => ({
      id: makeId(),
      cylinderType,
      gross: tenths(grossGrams),
      tare: tenths(tareGrams),
    })),
    meterDigits: fact.meter === null ? '' : String(Math.round(fact.meter.milliUnits / 10)),
    files: fact.files.filter(file => file.purpose === 'photo'),
    recipient: fact.recipient,
    note: fact.note,
    isPayingNow: paymentOf(stop) !== 'cash' && fact.payment === 'cash',
    focus: 'lines',
  }
}

/**
 * Empties of a line that should have come back and did not. Other empties that came back in their place (a 16 for a
 * 20) make up for them, first line first; the office counts the same way.
 */
export function missingEmpties(line: DraftLine, lines: readonly DraftLine[]): number {
  let surplus = lines.reduce((sum, one) => sum + Math.max(0, one.emptyIn - one.fullOut), 0)
  for (const one of lines) {
    const short = Math.max(0, one.fullOut - one.emptyIn)
    const covered = Math.min(short, surplus)
    surplus -= covered
    if (one.product === line.product) return short - covered
  }
  return 0
}

/** The draft with these lines; deposits never exceed the empties that are missing. */
export function withLines(draft: DeliverDraft, lines: readonly DraftLine[]): DeliverDraft {
  return {
    ...draft,
    lines: lines.map(line => ({
      ...line,
      depositsTaken: Math.min(line.depositsTaken, missingEmpties(line, lines)),
    })),
  }
}

/** Sets numbers of one line. */
export function withLine(
  draft: DeliverDraft,
  product: ProductCode,
  change: Partial<Omit<DraftLine, 'product'>>,
): DeliverDraft {
  return withLines(
    draft,
    draft.lines.map(line => (line.product === product ? { ...line, ...change } : line)),
  )
}

/** Whether what is about to be recorded is what was ordered. */
export function isAsOrdered(draft: DeliverDraft, stop: Stop): boolean {
  return (
    draft.lines.length === stop.lines.length &&
    stop.lines.every(ordered =>
      draft.lines.some(
        line =>
          line.product === ordered.product &&
          line.fullOut === ordered.fullOut &&
          line.emptyIn === ordered.emptyIn,
      ),
    )
  )
}

/** Price of a full cylinder here: as agreed for this stop, else this site's own, else the list's. */
export function unitPriceOf(product: ProductCode, stop: Stop, prices: DriverDay['prices']): bigint {
  const own = stop.lines.find(line => line.product === product)
  return parseNtd(own?.unitPriceNtd ?? sitePriceOf(product, stop, prices))
}

/** What this site pays for a full cylinder that was not planned: its own price, else the list's. */
function sitePriceOf(product: ProductCode, stop: Stop, prices: DriverDay['prices']): string {
  const own = stop.prices?.find(price => price.product === product)
  return (own ?? prices.find(price => price.product === product))?.unitPriceNtd ?? '0'
}

/** NT$ of deposit for one cylinder of a product, as the price list says. */
export const unitDepositOf = (product: ProductCode, prices: DriverDay['prices']): bigint =>
  parseNtd(prices.find(price => price.product === product)?.depositNtd ?? '0')

/** Residuals that have really been weighed. */
export const weighed = (draft: DeliverDraft): DraftResidual[] =>
  draft.residuals.filter(residual => residual.gross !== '')

const gramsOf = (residual: DraftResidual) => ({
  cylinderType: residual.cylinderType,
  grossGrams: tenthsToGrams(residual.gross),
  tareGrams: tenthsToGrams(residual.tare),
})

/** What is due for the draft as it stands. */
export function draftAmount(draft: DeliverDraft, stop: Stop, prices: DriverDay['prices']): DoorAmount {
  return doorAmount({
    lines: draft.lines.map(line => ({
      ...line,
      unitPriceNtd: unitPriceOf(line.product, stop, prices),
      unitDepositNtd: unitDepositOf(line.product, prices),
    })),
    residuals: weighed(draft).map(gramsOf),
    listPrices: new Map(prices.map(({ product }) => [product, parseNtd(sitePriceOf(product, stop, prices))])),
  })
}

/** How the stop is paid: by its order's own word, else as its account settles. */
export const paymentOf = (stop: Stop): AgreedPayment => agreedPayment(stop.settlement, stop.payment)

/** Whether money changes hands at this door, so that the cash screen comes next. */
export function isPaidAtDoor(draft: DeliverDraft, stop: Stop, amountDueNtd: bigint): boolean {
  return amountDueNtd > 0n && (paymentOf(stop) === 'cash' || draft.isPayingNow)
}

/** The fact itself. */
export function deliverCommandOf(
  draft: DeliverDraft,
  context: { day: DriverDay; run: Run; stop: Stop },
  payment: Payment,
  amountPaidNtd: bigint,
): Extract<CommandDraft, { kind: 'deliver' }> {
  const { day, run, stop } = context
  const milliUnits = milliUnitsOf(draft.meterDigits)
  return {
    kind: 'deliver',
    businessDate: day.date,
    runId: run.id,
    stopId: stop.id,
    deliveryId: draft.deliveryId,
    lines: draft.lines.filter(line => line.fullOut > 0 || line.emptyIn > 0),
    residuals: weighed(draft).map(residual => ({ id: residual.id, ...gramsOf(residual) })),
    meter:
      stop.meter === null || milliUnits === null
        ? null
        : { readingId: draft.meterReadingId, meterId: stop.meter.id, milliUnits },
    payment,
    amountDueNtd: draftAmount(draft, stop, day.prices).amountDueNtd.toString(),
    amountPaidNtd: amountPaidNtd.toString(),
    recipient: draft.recipient,
    note: draft.note,
    files: draft.files,
    ...(draft.plates?.length ? { plates: draft.plates } : {}),
  }
}
