import {
  type PlateFault,
  plateDate,
  plateFault,
  plateNumber,
} from '@luckygas/contract/kernel/cylinder-plate.ts'
import type { CylinderType } from '@luckygas/contract/kernel/cylinders.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import type { DriverCommand } from '../../offline/outbox.types.ts'

export type ReadPlate = NonNullable<Extract<DriverCommand, { kind: 'deliver' }>['plates']>[number]

/** What is typed of one plate. */
export interface PlateText {
  cylinderType: CylinderType
  mark: string
  serial: string
  /** Digits of the due date in ROC years, with or without the day. */
  due: string
  isFull: boolean
}

export type PlateReading =
  | { problem: 'no-number' | 'no-date' | 'twice' }
  | { problem: null; plate: ReadPlate; fault: PlateFault | null }

/** Reads a typed plate, with no signal needed: its numbers, its date, and whether that date has passed. */
export function readPlate(text: PlateText, known: readonly ReadPlate[], today: BusinessDate): PlateReading {
  const [mark, serial] = [plateNumber(text.mark), plateNumber(text.serial)]
  if (mark === '' && serial === '') return { problem: 'no-number' }
  const dueDate = plateDate(text.due.replace(/\D/g, ''))
  if (dueDate === undefined) return { problem: 'no-date' }
  const isSame = (one: ReadPlate) =>
    (serial !== '' && one.serial === serial) || (mark !== '' && one.mark === mark)
  if (known.some(isSame)) return { problem: 'twice' }
  const { cylinderType, isFull } = text
  const plate = { cylinderType, mark, serial, dueDate, isFull }
  return { problem: null, plate, fault: plateFault(plate, today) }
}
