import { createReadStream, type ReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { invalid } from '../../../contract/kernel/problem.ts'
import { readCsv } from './csv.reader.ts'
import type { SourceSheet } from './source-table.ts'
import { readMergedRanges } from './workbook-merges.reader.ts'
import { WorkbookFile } from './workbook-parts.reader.ts'
import { readSheetRows } from './workbook-sheet.reader.ts'

/** A file opened by what it is, whatever its name says. Close it when done. */
export interface LegacyFile {
  sheets: SourceSheet[]
  /** How much of its bytes was read so far, 0 to 1; a workbook does not say and answers 0. */
  share(): number
  close(): void
}

type FileFormat = 'workbook' | 'gzip' | 'old-workbook' | 'text'

const signatures: readonly { format: FileFormat; bytes: readonly number[] }[] = [
  { format: 'workbook', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { format: 'gzip', bytes: [0x1f, 0x8b] },
  // Also an .xlsx with a password, which is wrapped in the same container.
  { format: 'old-workbook', bytes: [0xd0, 0xcf, 0x11, 0xe0] },
]

/**
 * Opens a legacy file: .xlsx, .csv (cp950 or UTF-8) or .csv.gz.
 * @throws Problem `imports.file-empty`, `imports.file-is-xls` (old or protected workbook), `imports.file-damaged`
 */
export async function openLegacyFile(path: string): Promise<LegacyFile> {
  const format = await formatOf(path)
  if (format === 'old-workbook') throw invalid('imports.file-is-xls')
  if (format === 'workbook') return await openWorkbook(path)
  const { size } = await stat(path)
  let source: ReadStream | undefined
  const batches = () => {
    source = createReadStream(path, { highWaterMark: 65_536 })
    return readCsv(format === 'gzip' ? unzipped(source) : bytesOf(source))
  }
  return {
    sheets: [{ name: 'csv', fixedWidth: true, batches }],
    share: () => (source?.bytesRead ?? 0) / size,
    close: () => {},
  }
}

async function formatOf(path: string): Promise<FileFormat> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(8), 0, 8, 0)
    if (bytesRead === 0) throw invalid('imports.file-empty')
    return signatures.find(one => one.bytes.every((byte, index) => buffer[index] === byte))?.format ?? 'text'
  } finally {
    await file.close()
  }
}

async function openWorkbook(path: string): Promise<LegacyFile> {
  const workbook = await WorkbookFile.open(path)
  try {
    const parts = await workbook.parts()
    const sheets = parts.sheets.map(sheet => ({
      name: sheet.name,
      fixedWidth: false,
      batches: async function* () {
        const ranges = await readMergedRanges(workbook.text(sheet.path))
        yield* readSheetRows(workbook.text(sheet.path), parts, ranges)
      },
    }))
    return { sheets, share: () => 0, close: () => workbook.close() }
  } catch (error) {
    workbook.close()
    throw error
  }
}

async function* bytesOf(source: ReadStream): AsyncGenerator<Buffer> {
  for await (const chunk of source) yield chunk as Buffer
}

async function* unzipped(source: ReadStream): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 65_536 })
  source.on('error', error => gunzip.destroy(error))
  source.pipe(gunzip)
  try {
    for await (const chunk of gunzip) yield chunk as Buffer
  } catch (cause) {
    throw invalid('imports.file-damaged', { cause })
  } finally {
    source.destroy()
    gunzip.destroy()
  }
}
