import { formulaLike } from './cell-text.rules.ts'

/** A cell of a .csv file, quoted where it must be (RFC 4180). */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * A cell for a file that a person opens in a spreadsheet: a text that would run as a formula gets an apostrophe in
 * front, which the spreadsheet hides (CWE-1236). Never for files that a program reads, such as the 上傳清單.
 */
export function csvCellForPeople(text: string): string {
  return csvCell(formulaLike(text) ? `'${text}` : text)
}
