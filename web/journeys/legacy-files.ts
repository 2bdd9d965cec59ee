import { demoLegacyFiles } from '../../tools/demo-company/demo-legacy-files.ts'
import { type DirtyFile, dirtyCustomers } from '../../tools/dirty-legacy/dirty-customers.ts'

/** A file as a browser's file field takes it. */
export interface ChosenFile {
  name: string
  mimeType: string
  buffer: Buffer
}
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export interface MovingCompany {
  customers: ChosenFile
  history: ChosenFile
  customerCount: number
  /** Code of the first row. */
  firstCode: string
  visitCount: number
}

/** An invented company's workbook and history up to the evening before it moves in. */
export function movingCompany(options: { customers: number; from: string; until: string }): MovingCompany {
  const files = demoLegacyFiles({ seed: 36, ...options })
  return {
    customers: { name: '客戶資料.xlsx', mimeType: sheetType, buffer: files.workbook },
    history: { name: '上傳清單.csv', mimeType: 'text/csv', buffer: files.history },
    customerCount: files.customers,
    firstCode: '1500007',
    visitCount: files.visits,
  }
}

/** A workbook with every kind of dirt, and what an import must say about it. */
export function dirtyWorkbook(): { file: ChosenFile; expected: DirtyFile } {
  const expected = dirtyCustomers({ seed: 5, cleanRows: 30 })
  return { file: { name: '客戶資料（舊）.xlsx', mimeType: sheetType, buffer: expected.bytes }, expected }
}
