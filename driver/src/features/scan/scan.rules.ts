import { plateDate, plateNumber } from '@luckygas/contract/kernel/cylinder-plate.ts'

/** What a code on a cylinder says of its plate; empty where it says nothing. */
export interface ScannedPlate {
  mark: string
  serial: string
  /** Digits of the due date in ROC years. */
  due: string
}

/** Names under which makers and inspection stations write the fields of a code. */
const names: Record<keyof ScannedPlate, readonly string[]> = {
  mark: ['mark', 'm', '\u5408\u683c\u6a19\u793a\u865f\u78bc', '\u6a19\u793a'],
  serial: ['serial', 'sn', 's', '\u5bb9\u5668\u865f\u78bc', '\u865f\u78bc'],
  due: ['due', 'exp', 'd', '\u6aa2\u9a57\u671f\u9650', '\u671f\u9650'],
}
const longestNumber = 24

/** A date as a plate has it: ROC digits as they are, or the same from a Western date. */
function dueDigits(text: string): string {
  const digits = text.replace(/\D/g, '')
  const western = /^(19|20)(\d{2})(\d{2})(\d{2})?$/.exec(digits)
  const roc = western ? `${Number(digits.slice(0, 4)) - 1911}${digits.slice(4)}` : digits
  return plateDate(roc) === undefined ? '' : roc
}

/**
 * Reads a code: fields by name (`serial=A1;due=1171231`, also as a link's query), numbers in a row with the date last, or
 * one bare number. A bare number of a bar code is what is stamped in the steel, one of a square code the plate's own.
 * @returns null where there is nothing of a plate in it
 */
export function readCode(text: string, isSquare: boolean): ScannedPlate | null {
  const plate: ScannedPlate = { mark: '', serial: '', due: '' }
  const body = text.normalize('NFKC').replace(/^https?:\/\/[^?#]*[?#]?/i, '')
  const parts = body.split(/[\s,;|&]+/).filter(part => part !== '')
  const bare: string[] = []
  for (const part of parts) {
    const [name = '', value] = part.split(/[=:]/, 2)
    const field = (Object.keys(names) as (keyof ScannedPlate)[]).find(key =>
      names[key].includes(name.toLowerCase()),
    )
    if (value === undefined) bare.push(part)
    else if (field === 'due') plate.due = dueDigits(value)
    else if (field !== undefined) plate[field] = plateNumber(value).slice(0, longestNumber)
  }
  const last = bare.at(-1)
  if (bare.length > 1 && last !== undefined && plate.due === '' && dueDigits(last) !== '')
    plate.due = dueDigits(bare.pop() ?? '')
  const numbers = bare.map(plateNumber).filter(number => number !== '' && number.length <= longestNumber)
  const [first, second] = numbers
  if (second !== undefined) {
    plate.serial ||= first ?? ''
    plate.mark ||= second
  } else if (first !== undefined) plate[isSquare ? 'mark' : 'serial'] ||= first
  return plate.mark === '' && plate.serial === '' ? null : plate
}
