import { type CellsByHeader, cleanCustomer, inFileOrder } from './clean-customers.ts'
import { customerDirt, soil } from './customer-dirt.ts'
import { customerHeaders, type Expectation, kilogramsByHeader } from './layouts.ts'
import { seededRandom } from './random.ts'
import { columnLetters, type SheetCell, workbookFile } from './workbook-file.ts'

/** A dirty file, and what an import must say about it. */
export interface DirtyFile {
  bytes: Buffer
  expectations: Expectation[]
  /** Rows of the file below its header, the blank ones between them counted. */
  rows: number
  accepted: number
  refused: number
  skipped: number
  /** Cylinders of the accepted rows by size in kilograms. */
  cylinders: Record<string, number>
}

/** Rows of a sheet under construction, with the running account of what must become of them. */
class DirtySheet {
  readonly rows = new Map<number, readonly SheetCell[]>()
  readonly merges: string[] = []
  readonly expectations: Expectation[] = []
  readonly cylinders: Record<string, number> = {}
  #next: number
  readonly #first: number
  accepted = 0
  refused = 0
  skipped = 0

  constructor(firstRow: number) {
    this.#first = firstRow
    this.#next = firstRow
  }

  get length(): number {
    return this.#next - this.#first
  }

  /** Adds a row that must be accepted, its quantities as in `counted`. */
  accept(cells: CellsByHeader, counted: CellsByHeader = cells): number {
    this.accepted += 1
    for (const [header, kilograms] of Object.entries(kilogramsByHeader)) {
      const quantity = counted[header]
      if (typeof quantity === 'number')
        this.cylinders[kilograms] = (this.cylinders[kilograms] ?? 0) + quantity
    }
    return this.#add(inFileOrder(cells))
  }

  refuse(cells: CellsByHeader): number {
    this.refused += 1
    return this.#add(inFileOrder(cells))
  }

  /** @param isWritten whether the file mentions the row at all */
  skip(cells: readonly SheetCell[], isWritten: boolean): number {
    this.skipped += 1
    const row = this.#add(cells)
    if (!isWritten) this.rows.delete(row)
    return row
  }

  expect(
    row: number,
    column: string,
    fate: Expectation['fate'],
    code: string | undefined,
    dirt: string,
  ): void {
    this.expectations.push({ row, column, fate, code, dirt })
  }

  #add(cells: readonly SheetCell[]): number {
    const row = this.#next
    this.rows.set(row, cells)
    this.#next += 1
    return row
  }
}

/**
 * A workbook with every kind of dirt once, each in a row of its own among clean rows.
 * @param cleanRows clean rows besides the dirty ones
 */
export function dirtyCustomers(options: { seed: number; cleanRows: number }): DirtyFile {
  const random = seededRandom(options.seed)
  const sheet = new DirtySheet(4)
  sheet.rows.set(1, ['客戶資料總表', undefined, undefined, '說明：空白與 0 皆為無'])
  sheet.rows.set(2, ['基本資料', ...Array<SheetCell>(4), '鋼瓶', ...Array<SheetCell>(15), '商務'])
  sheet.rows.set(3, customerHeaders)
  let index = 0
  const fresh = () => {
    index += 1
    return cleanCustomer(index, random)
  }
  for (const dirt of customerDirt) {
    const clean = withoutOtherQuantities(fresh(), dirt.column)
    const dirty = soil(clean, dirt)
    const counted = countedCells(dirty, clean, dirt.column)
    const row = dirt.fate === 'refused' ? sheet.refuse(dirty) : sheet.accept(dirty, counted)
    sheet.expect(row, dirt.column, dirt.fate, dirt.code, dirt.dirt)
  }
  addRowDirt(sheet, fresh)
  for (let count = 0; count < options.cleanRows; count += 1) sheet.accept(fresh())
  const { expectations, accepted, refused, skipped, cylinders } = sheet
  const bytes = workbookFile({ rows: sheet.rows, merges: sheet.merges })
  return { bytes, expectations, rows: sheet.length, accepted, refused, skipped, cylinders }
}

/** Dirt that needs more than one cell: repeated codes, lost zeros, blank rows, totals, merged ranges. */
function addRowDirt(sheet: DirtySheet, fresh: () => CellsByHeader): void {
  const original = fresh()
  sheet.accept(original)
  const copy = sheet.refuse({ ...original, 客戶簡稱: '同一個編號' })
  sheet.expect(copy, '客戶', 'refused', 'code.repeated', 'code repeated')
  const shortCode = sheet.accept({ ...fresh(), 客戶: 63_725 })
  sheet.expect(shortCode, '客戶', 'cleaned', 'code.zeros-restored', 'leading zeros lost')
  const again = sheet.refuse({ ...fresh(), 客戶: '0063725' })
  sheet.expect(again, '客戶', 'refused', 'code.repeated', 'the same code with its zeros')
  sheet.expect(sheet.skip([], true), '', 'skipped', undefined, 'blank row')
  sheet.expect(sheet.skip([], false), '', 'skipped', undefined, 'row the file does not mention')
  sheet.expect(sheet.skip(customerHeaders, true), '', 'skipped', undefined, 'header again')
  sheet.expect(sheet.skip(['合計', undefined, undefined, 12], true), '', 'skipped', undefined, 'totals')

  const zoneColumn = columnLetters(customerHeaders.indexOf('區域') + 1)
  const top = sheet.accept({ ...fresh(), 區域: '市東' })
  const under = sheet.accept({ ...fresh(), 區域: undefined })
  sheet.merges.push(`${zoneColumn}${top}:${zoneColumn}${under}`)
  sheet.expect(under, '區域', 'cleaned', 'cell.merged', 'zone merged over two rows')
  const codeTop = sheet.accept(fresh())
  const codeUnder = sheet.refuse({ ...fresh(), 客戶: undefined })
  sheet.merges.push(`A${codeTop}:A${codeUnder}`)
  sheet.expect(codeUnder, '客戶', 'refused', 'cell.merged-code', 'code merged over two rows')
  const useColumn = columnLetters(customerHeaders.indexOf('月配送量') + 1)
  const useTop = sheet.accept(fresh())
  const useUnder = sheet.accept({ ...fresh(), 月配送量: undefined })
  sheet.merges.push(`${useColumn}${useTop}:${useColumn}${useUnder}`)
  sheet.expect(useUnder, '月配送量', 'reported', 'cell.merged-empty', 'kilograms merged over two rows')
}

/** A row that holds only cylinders of the dirty column, so that nothing but the dirt can disagree. */
function withoutOtherQuantities(cells: CellsByHeader, column: string): CellsByHeader {
  const kilograms = kilogramsByHeader[column]
  if (kilograms === undefined) return cells
  const none = Object.fromEntries(Object.keys(kilogramsByHeader).map(header => [header, undefined]))
  return { ...cells, ...none, [column]: 2, 系統上鋼瓶數量: `${kilograms}*2` }
}

/** What counts of a dirty row: the clean quantity where the dirty one is only another spelling of it. */
function countedCells(dirty: CellsByHeader, clean: CellsByHeader, column: string): CellsByHeader {
  return kilogramsByHeader[column] === undefined ? dirty : { ...dirty, [column]: clean[column] }
}
