import { randomUUID } from 'node:crypto'
import { addDays } from '../../contract/kernel/dates.ts'
import { demoLegacyFiles } from '../../tools/demo-company/demo-legacy-files.ts'
import type { Desk } from './desk.ts'
import type { Ledger, Operation } from './ledger.ts'
import { sendFile } from './photo.ts'

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
/** Each workbook holds the customers of the one before and so many more. */
const customersEach = 3
const breathMs = 4_000
/** The customer number of a workbook's row, counted from 0, as its inventor numbers them. */
export const customerCodeOf = (index: number) => String(1_500_007 + index * 13)
const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** An import that was acknowledged, with the customers its workbook holds. */
export interface AskedImport {
  operation: Operation
  customers: number
}

/** Sends a growing workbook of customers again and again; each is worked off by a job of a worker. */
export async function workAsImporter(importer: {
  desk: Desk
  ledger: Ledger
  today: string
  imports: AskedImport[]
  isOver(): boolean
}): Promise<void> {
  const { desk, ledger, today, imports, isOver } = importer
  while (!isOver()) {
    const customers = customersEach * (imports.length + 1)
    const files = demoLegacyFiles({ seed: 4, customers, from: addDays(today, -3), until: addDays(today, -1) })
    const words = { purpose: 'import', contentType: workbookType, fileName: '客戶資料.xlsx' } as const
    const fileId = await sendFile(importer, { ...words, bytes: files.workbook })
    if (fileId === undefined) return
    const id = randomUUID()
    const operation = ledger.begin('import', id)
    const body = { id, kind: 'customers', fileId, isDryRun: false }
    const reply = await desk.write(operation, { method: 'POST', path: '/api/imports', body })
    if (operation.outcome !== 'refused') imports.push({ operation, customers })
    while (reply !== undefined && reply.status < 300 && !isOver()) {
      await pause(1_000)
      const run = (await desk.read('import', `/api/imports/${id}`)) as { status: string } | undefined
      if (run !== undefined && run.status !== 'queued' && run.status !== 'running') break
    }
    await pause(breathMs)
  }
}
